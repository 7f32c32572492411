"""Two records with odd names and odd quotes, and the graph made of them; all names are invented."""

from __future__ import annotations

from pathlib import Path

from kg.graph import GraphContext, build_graph
from kg.lexicon import load_lexicons
from kg.model import (
    Anchor,
    Conferral,
    Entity,
    Milestone,
    Observation,
    Quantity,
    Record,
    Relation,
    Source,
    Span,
    Tenure,
)

LEXICONS = Path(__file__).parents[1] / "graph" / "lexicons"
PARK = "“青禾”<经开区>&[东]"
FIRM = '星河"甲"\\电子'
PROJECT = "=SUM(A1)号项目"
TRAIN = "🚄高铁城"
RARE = "𬭚材料{园}"
AWARD = "+示范县\t称号"
PERSON = "@林见川"
BAD = "坏\x01字\ufffe符"
BROKEN = f"第一行\n第二行\r\n提到{BAD}与{TRAIN}"

FIRST = f"""{PARK}位于青禾市。{FIRM}投资12.5亿元建设{PROJECT}，{PROJECT}于2023年3月开工。
{BROKEN}。{PERSON}任青禾市市长。青禾市2023年获{AWARD}。全年地区生产总值2510亿元。-5%的说法不实。
"""
SECOND = f"{PARK}位于青禾市。{RARE}位于{PARK}。地区生产总值增长-1.7%。"


def _fact(text: str, words: str, rule: str = "demo", **more: object) -> dict[str, object]:
    start = text.index(words)
    return {
        "evidence": words,
        "span": Span(start, start + len(words)),
        "rule": rule,
        "confidence": 0.5,
        **more,
    }


def _entity(id_: str, type_: str, name: str, *aliases: str, **more: str) -> Entity:
    return Entity(id=id_, type=type_, name=name, aliases=[*aliases], mentions=[name, *aliases], **more)


def _source(title: str, url: str | None) -> Source:
    return Source(
        sha256="0" * 64, characters=100, title=title, publisher="云岭日报", region_code="990100", url=url
    )


def first() -> Record:
    """A news story."""
    start = FIRST.index("青禾市")
    anchor = Anchor("s", "subject", start, start + 3, "青禾市")
    return Record(
        doc="a/甲 & 乙.txt", region="青禾市", date="2024-01-10",
        source=_source('标题 "一" <二>', "https://example.org/a?b=1&c=2"),
        entities=[
            _entity("city", "Place", "青禾市", code="990100"), _entity("park", "Park", PARK),
            _entity("firm", "Company", FIRM), _entity("project", "Project", PROJECT), _entity("train", "Park", TRAIN),
            _entity("bad", "Programme", BAD), _entity("award", "Award", AWARD), _entity("lin", "Official", PERSON),
        ],
        relations=[
            Relation(s="park", p="locatedIn", o="city", **_fact(FIRST, f"{PARK}位于青禾市")),
            Relation(s="project", p="developedBy", o="firm", **_fact(FIRST, f"{FIRM}投资12.5亿元建设{PROJECT}")),
            Relation(s="city", p="launched", o="bad", **_fact(FIRST, BROKEN, anchors=[anchor])),
        ],
        tenures=[Tenure(person="lin", post="市长", of="city", **_fact(FIRST, f"{PERSON}任青禾市市长"))],
        conferrals=[Conferral(award="award", recipient="city", year="2023", **_fact(FIRST, f"青禾市2023年获{AWARD}"))],
        milestones=[
            Milestone(project="project", status="started", date="2023-03", **_fact(FIRST, f"{PROJECT}于2023年3月开工"))
        ],
        quantities=[
            Quantity(subject="project", measure="investment", value=12.5, unit="亿元",
                     **_fact(FIRST, f"投资12.5亿元建设{PROJECT}")),
        ],
        observations=[
            Observation(indicator="地区生产总值", measure="value", value=2510, unit="亿元", area="city", period="2023",
                        **_fact(FIRST, "全年地区生产总值2510亿元", rule="=cmd")),
        ],
    )  # type: ignore[arg-type]  # fmt: skip


def second() -> Record:
    """Another, which repeats a fact of the first and has an address that must not become a link."""
    return Record(
        doc="b.txt", region="青禾市", date="2023-05", source=_source("-1+1", "javascript:alert(1)"),
        entities=[
            _entity("city", "Place", "青禾市", code="990100"), _entity("park", "Park", PARK), _entity("rare", "Park", RARE)
        ],
        relations=[
            Relation(s="park", p="locatedIn", o="city", **_fact(SECOND, f"{PARK}位于青禾市")),
            Relation(s="rare", p="partOf", o="park", **_fact(SECOND, f"{RARE}位于{PARK}")),
        ],
        observations=[
            Observation(indicator="地区生产总值", measure="growth", value=-1.7, unit="%", area="city", period="2022-12",
                        **_fact(SECOND, "-1.7%"))
        ],
    )  # type: ignore[arg-type]  # fmt: skip


def build_odd_world(folder: Path) -> Path:
    """Write the three Turtle files into a folder; everything in the records must be in them."""
    texts = {first().doc: FIRST, second().doc: SECOND}
    context = GraphContext(lexicon=load_lexicons([LEXICONS]), text_of=texts.get, version="1")
    summary = build_graph([first(), second()], context, folder)
    assert not summary.left_out
    assert sum(summary.facts.values()) == 11
    return folder
