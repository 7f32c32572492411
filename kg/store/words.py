"""Facts, types and codes in words, zh and en; the words themselves are data (``words.yml``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.store.facts import FactRow

LANGUAGES = ("zh", "en")


@cache
def _words() -> dict[str, Any]:
    text = Path(__file__).with_name("words.yml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


def word(kind: str, code: str, lang: str = "zh") -> str:
    """Return what a code of ``kind`` (``types``, ``status``, ``measure`` …) is called; the code if unknown.

    >>> word("status", "planned", "en")
    'planned'
    """
    found = _words()["codes"].get(kind, {}).get(code)
    return str(found[lang]) if found else code


def codes(kind: str) -> dict[str, dict[str, str]]:
    """Return all codes of a kind with their words: ``{code: {"zh": …, "en": …}}``, in the file's order."""
    found: dict[str, dict[str, str]] = _words()["codes"][kind]
    return found


def sentence(fact: FactRow, name_of: Callable[[str], str], lang: str = "zh") -> str:
    """Return a fact in words.

    Args:
        fact: the fact.
        name_of: gives the name of a thing by its IRI.
        lang: ``zh`` or ``en``.
    """
    template = _words()["facts"][fact.layer]
    if fact.layer == "relations":
        template = template.get(fact.values["p"], {"zh": "{s} — {o}", "en": "{s} — {o}"})
    between = "、" if lang == "zh" else ", "
    parts = {role: between.join(name_of(iri) for iri in iris) for role, iris in fact.things.items()}
    parts.update(fact.values)
    for kind in ("status", "measure", "bound"):
        if kind in parts:
            parts[kind] = word(kind, parts[kind], lang)
    if fact.layer == "types":
        parts["o"] = word("types", parts["o"], lang)
    _shape_figures(fact, parts, lang)
    for name, extra in _words()["extras"].items():
        key = name.rstrip("_")
        parts[name] = _fill(extra[lang], parts, lang) if parts.get(key, "false") not in ("", "false") else ""
    text = _fill(template[lang], parts, lang)
    return " ".join(text.split()) if lang == "en" else text


def _shape_figures(fact: FactRow, parts: dict[str, str], lang: str) -> None:
    """Leave out what reads badly: the marks for "unstated", a minus sign after "growth"."""
    for key in ("period", "scope"):
        if parts.get(key) in ("unstated", "none"):
            parts[key] = ""
    for key in ("unit", "bound", "of", "post"):
        parts.setdefault(key, "")
    if lang == "zh" and fact.values.get("measure") in ("growth", "change"):
        fall = parts.get("value", "").startswith("-")
        down, up = ("下降", "增长") if fact.values["measure"] == "growth" else ("减少", "增加")
        parts["measure"] = down if fall else up
        parts["value"] = parts["value"].removeprefix("-")
    if fact.values.get("measure") == "rank":
        where = parts.get("scope") or parts["unit"]
        rank = parts["value"]
        parts["measure"], parts["bound"], parts["unit"] = "", "", ""
        parts["value"] = f"居{where}第{rank}" if lang == "zh" else f"rank {rank} {where}".rstrip()


def _fill(template: str, parts: dict[str, str], lang: str) -> str:
    """Fill a template; a part that is missing reads "(not stated)"."""
    nobody = str(_words()["nobody"][lang])
    return template.format_map(defaultdict(lambda: nobody, parts))
