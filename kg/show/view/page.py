"""Writing the page: pyvis fills our own template with nodes, edges, options and the data behind them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyvis
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyvis.network import Network

from kg.errors import OutputError, QueryError
from kg.model import ENTITY_TYPES
from kg.show.view.scene import Scene, read_scene
from kg.show.view.sparql import sparql_parts
from kg.store.names import find_thing
from kg.store.network import read_edges
from kg.store.opening import Store
from kg.store.words import codes

_HERE = Path(__file__).resolve().parent
_SCRIPTS = ("model.js", "draw.js", "panel.js", "history.js", "export.js", "app.js")
_SPARQL_SCRIPTS = ("sparql.js", "answer.js")


@dataclass(frozen=True)
class ViewOptions:
    """How a view is made.

    Attributes:
        lang: language that the page opens in, ``zh`` or ``en``.
        title: heading; empty for a plain one.
        focus: name or IRI of a thing; only it and what lies within ``hops`` goes into the page.
        hops: how far from the focus.
        types: only things of these types; empty for all.
        limit: at most so many things in the file.
        start: how many of them are shown at first.
        sparql: whether the page also holds the whole graph, its evidence and an engine that answers SPARQL.
    """

    lang: str = "zh"
    title: str = ""
    focus: str | None = None
    hops: int = 2
    types: tuple[str, ...] = ()
    limit: int = 20000
    start: int = 250
    sparql: bool = False


@dataclass(frozen=True)
class ViewSummary:
    """Counts: things and edges in the file, things shown at first, things in the graph, bytes written."""

    nodes: int
    edges: int
    shown: int
    total: int
    size: int


def write_view(store: Store, path: Path, options: ViewOptions | None = None) -> ViewSummary:
    """Write the network of an opened graph as one HTML file.

    Raises:
        QueryError: ``focus`` names nothing (or several things), or a type is unknown.
        GraphError: the Turtle files cannot be read (``sparql``).
        OutputError: the file cannot be written.
    """
    options = options or ViewOptions()
    for one in options.types:
        if one not in ENTITY_TYPES:
            raise QueryError("--types", f"no type {one}", f"use some of {', '.join(ENTITY_TYPES)}")
    focus = find_thing(store, options.focus).value if options.focus else None
    only = _surroundings(store, focus, options.hops) if focus else None
    scene = read_scene(store, options.limit, options.types, only, options.start)
    text = render_scene(scene, options, focus, sparql_parts(store) if options.sparql else None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise OutputError(str(path), f"cannot be written: {error.strerror}", "choose another file") from error
    return ViewSummary(
        len(scene.nodes), len(scene.edges), scene.start, scene.total, len(text.encode("utf-8", "replace"))
    )


def _surroundings(store: Store, focus: str, hops: int) -> frozenset[str]:
    near: dict[str, set[str]] = {}
    for start, _, end in read_edges(store):
        near.setdefault(start, set()).add(end)
        near.setdefault(end, set()).add(start)
    found = edge = {focus}
    for _ in range(hops):
        edge = {other for one in edge for other in near.get(one, ())} - found
        found = found | edge
    return frozenset(found)


def render_scene(
    scene: Scene, options: ViewOptions, focus: str | None = None, sparql: dict[str, Any] | None = None
) -> str:
    """Return the page of a scene as HTML text; ``sparql`` holds the parts for SPARQL in the page."""
    network = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    look = _look()
    for at, node in enumerate(scene.nodes):
        style = look[ENTITY_TYPES[node["types"][0]]]
        network.add_node(
            at, label=node["name"], x=node["x"], y=node["y"], size=node["size"],
            color=style["colour"], shape=style["shape"], physics=False,
        )  # fmt: skip
    for start, end, kind in scene.edges:
        network.add_edge(start, end, kind=kind)
    network.set_options(json.dumps(_vis_options(len(scene.nodes))))
    network.templateEnv = _environment(_page_data(scene, options, focus), options, sparql)
    network.path = "page.html"
    return str(network.generate_html(name="graph.html", notebook=False))


def _environment(data: dict[str, Any], options: ViewOptions, sparql: dict[str, Any] | None) -> Environment:
    """Return the template environment: our folder, everything escaped, JSON safe for a script element."""
    lib = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2"
    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    scripts = (*_SCRIPTS[:-1], *(_SPARQL_SCRIPTS if sparql else ()), _SCRIPTS[-1])
    environment.filters["script_json"] = script_json
    environment.globals.update(
        data=data,
        sparql=sparql,
        lang=options.lang,
        title=options.title or ("方志 · 知识图谱" if options.lang == "zh" else "Fangzhi · knowledge graph"),
        style=(lib / "vis-network.css").read_text(encoding="utf-8").split("/*# source")[0]
        + (_HERE / "view.css").read_text(encoding="utf-8"),
        library=(lib / "vis-network.min.js").read_text(encoding="utf-8").split("//# sourceMappingURL")[0],
        scripts=[(_HERE / name).read_text(encoding="utf-8") for name in scripts],
    )
    return environment


def script_json(value: Any) -> str:
    r"""Return JSON that can stand in a script element whatever the texts hold.

    >>> str(script_json({"name": "</script><img>"}))
    '{"name":"\\u003c/script\\u003e\\u003cimg\\u003e"}'
    """
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    # A lone surrogate has no UTF-8; the page shows U+FFFD for it.
    return Markup(text.encode("utf-8", "replace").decode("utf-8"))


def _page_data(scene: Scene, options: ViewOptions, focus: str | None) -> dict[str, Any]:
    look = _look()
    things = []
    for node in scene.nodes:
        thing: dict[str, Any] = {
            key: node[key]
            for key in ("iri", "aliases", "types", "group", "sx", "sy", "sgroup")
            if key in node
        }
        things.append({**thing, "keys": _initials([node["name"], *node["aliases"]])})
    facts = scene.facts
    if not options.sparql:  # only answers lead back from IRIs of facts
        facts = [{key: value for key, value in fact.items() if key != "iri"} for fact in facts]
    return {
        "lang": options.lang, "start": scene.start, "total": scene.total, "focus": focus,
        "types": [{"code": code, **codes("types")[code], **look[code]} for code in ENTITY_TYPES],
        "layers": codes("layers"), "kinds": codes("edges"), "status": codes("status"),
        "things": things, "facts": facts, "quotes": scene.quotes, "docs": scene.docs,
        "texts": _texts(),
    }  # fmt: skip


def _initials(names: list[str]) -> str:
    """Return the pinyin initials of names, where pypinyin is installed; else nothing."""
    try:
        from pypinyin import Style, lazy_pinyin  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return ""
    return " ".join("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)) for name in names).casefold()


@cache
def _look() -> dict[str, dict[str, str]]:
    look: dict[str, dict[str, str]] = yaml.safe_load((_HERE / "look.yml").read_text(encoding="utf-8"))
    return look


@cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = yaml.safe_load((_HERE / "texts.yml").read_text(encoding="utf-8"))
    return texts


def _vis_options(nodes: int) -> dict[str, Any]:
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3, "font": {"size": 0}},
        "edges": {
            "smooth": False, "width": 1.4, "hoverWidth": 0, "selectionWidth": 0.6,
            "arrows": {"to": {"enabled": nodes <= 3000, "scaleFactor": 0.35}},
        },
        "interaction": {
            "hover": True, "multiselect": True, "selectConnectedEdges": False,
            "hideEdgesOnDrag": nodes > 3000, "hideEdgesOnZoom": nodes > 3000, "zoomSpeed": 0.7,
        },
    }  # fmt: skip
