"""Scenes of any size with invented names, always the same; for tests and benchmarks of the view."""

from __future__ import annotations

import random
from typing import Any

from kg.model import ENTITY_TYPES
from kg.show.view.scene import Scene, lay_out

HEADS = "云青星白鹭禾岭河泉川林山海石松竹梅兰桂枫"
TAILS = {
    "Project": ["智能装备制造项目", "新材料产业园二期工程", "储能电池生产线项目"], "Park": ["经开区", "高新区", "产业园"],
    "Industry": ["电子信息", "新材料", "装备制造"], "Award": ["国家园林城市", "全省先进县"], "Official": ["见川", "望北"],
    "Person": ["小满", "立秋"], "Company": ["电子", "重工", "科技股份有限公司"], "Organization": ["市发展和改革局", "大学"],
    "Place": ["市", "县", "镇"], "Facility": ["大桥", "机场", "图书馆"], "Programme": ["振兴行动", "三年攻坚计划"],
    "Event": ["论坛", "博览会"], "Product": ["油茶", "萝卜"],
}  # fmt: skip
WEIGHTS = [18, 6, 10, 6, 5, 4, 16, 10, 9, 6, 6, 3, 4]
KINDS = ["developedBy", "inIndustry", "launched", "visited", "partOf"]


def random_scene(count: int, seed: int = 3, start: int = 250) -> Scene:
    """Return a scene of ``count`` things in communities, every eighteenth of them a hub."""
    dice = random.Random(seed)
    things: dict[str, Any] = {}
    for number in range(count):
        kind = dice.choices(ENTITY_TYPES, WEIGHTS)[0]
        name = "".join(dice.choices(HEADS, k=2)) + dice.choice(TAILS[kind]) + str(number)
        things[f"https://w3id.org/fangzhi/id/{kind.lower()}/{name}"] = {
            "name": name,
            "types": [kind],
            "aliases": [name[:3]],
        }
    iris = list(things)
    hubs = dice.sample(range(count), max(1, count // 18))
    home = [dice.choice(hubs) for _ in range(count)]
    edges = set()
    for number in range(count):
        if dice.random() < 0.07:
            continue
        edges.add((iris[number], "locatedIn", iris[home[number]]))
        for _ in range(dice.choice([0, 0, 1, 1, 2])):
            mates = [k for k in (dice.randrange(count) for _ in range(40)) if home[k] == home[number]]
            other = dice.randrange(count) if dice.random() < 0.12 or not mates else dice.choice(mates)
            edges.add((iris[number], dice.choice(KINDS), iris[other]))
    scene = lay_out(things, sorted(edge for edge in edges if edge[0] != edge[2]), limit=count, start=start)
    scene.total = count
    scene.docs = [
        {"file": f"{k}.txt", "title": f"云岭市第{k}期报道", "iri": f"urn:doc:{k}"} for k in range(30)
    ]
    for number, (a, b, kind) in enumerate(scene.edges):
        exact = f"{scene.nodes[a]['name']}落户{scene.nodes[b]['name']}"
        scene.quotes.append({
            "doc": number % 30, "start": number, "end": number + len(exact), "exact": exact,
            "before": "前不久，记者从云岭市获悉，", "after": "，项目进展顺利。", "rule": "demo",
        })  # fmt: skip
        scene.facts.append(
            {
                "layer": "relations",
                "things": sorted({a, b}),
                "zh": exact,
                "en": f"{kind}: {exact}",
                "quotes": [number],
            }
        )
    for number, node in enumerate(scene.nodes):
        if node["types"] == [0]:
            year = 2016 + number % 8
            for code, date in (
                ("planned", f"{year}"),
                ("started", f"{year + 1}-03"),
                ("in-production", f"{year + 2}-06"),
            ):
                scene.facts.append({
                    "layer": "milestones", "things": [number], "zh": f"{node['name']}：{code}（{date}）", "en": code,
                    "quotes": [0], "begin": f"{date[:4]}-01-01", "end": f"{date[:4]}-12-31", "date": date, "status": code,
                })  # fmt: skip
    return scene


def nasty_scene() -> Scene:
    """Return a scene whose names and quotes try to be markup, script and formula."""
    things = {
        f"https://w3id.org/fangzhi/id/company/{k}": {"name": name, "types": ["Company"], "aliases": ["</script><img src=x onerror=alert(2)>"]}
        for k, name in enumerate(["<img src=x onerror=alert(1)>", "</script><script>alert(3)</script>", "=HYPERLINK(\"http://x\")", "{{ 7*7 }}", "甲\u2028乙"])
    }  # fmt: skip
    iris = list(things)
    scene = lay_out(things, [(iris[0], "partOf", one) for one in iris[1:]], limit=99, start=99)
    scene.total = len(things)
    scene.docs = [{"file": "<i>a</i>.txt", "title": "<u>题</u>", "iri": "urn:d"}]
    # The rare character and the emoji take two UTF-16 units each; offsets count code points.
    scene.quotes = [
        {
            "doc": 0,
            "start": 2,
            "end": 5,
            "exact": "</mark><img src=x onerror=alert(4)>",
            "before": "𬭚😀",
            "after": "<b>",
            "rule": "r<",
        }
    ]
    scene.facts = [
        {
            "layer": "relations",
            "things": [0, 1],
            "zh": "<img src=x onerror=alert(5)>",
            "en": "x",
            "quotes": [0],
        }
    ]
    return scene
