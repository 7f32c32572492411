"""The general seed lexicons: shape, order, legal values, size, and no name of a single sample text."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "seeds" / "lexicons"
COMMON = ("name", "type", "aliases", "code", "source")
ENTITY_TYPES = frozenset(
    (
        "Project", "Park", "Industry", "Award", "Official", "Person", "Company",
        "Organization", "Place", "Facility", "Programme", "Event", "Product",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What one file must look like."""

    extra: tuple[str, ...]
    order: tuple[str, ...]
    least: int
    types: frozenset[str]
    values: dict[str, frozenset[str]]


def _plan(extra: str, order: str, least: int, types: str, **values: str) -> Plan:
    return Plan(
        tuple(extra.split()),
        tuple(order.split()),
        least,
        ENTITY_TYPES if types == "*" else frozenset(types.split()),
        {column: frozenset(v.split("/")) for column, v in values.items()},
    )


PLANS = {
    "heads": _plan("strength also proper", "type name", 3000, "*", strength="strong/weak", proper="yes/no"),
    "industries": _plan(
        "gbt4754 match broader needs", "name", 1500, "Industry", match="exact/close/", needs="suffix/generic/"
    ),
    "honours": _plan("counted", "name", 2000, "Award", counted="yes/no"),
    "posts": _plan(
        "body of level public", "name", 800, "Post",
        of="Place/Organization/", public="yes/no", level="state/province/prefecture/county/township/any",
    ),
    "indicators": _plan("unit_kind standing english", "name", 900, "Indicator", standing="yes/no"),
    "organizations": _plan("group", "type name", 700, "Organization BodySuffix"),
    "places": _plan("kind iso ambiguous", "kind name", 1200, "Place", ambiguous="yes/no"),
    "programmes": _plan("kind standalone", "name", 500, "Programme", standalone="yes/quoted"),
    "products": _plan("place", "name", 300, "Product"),
    "units": _plan("dimension base factor", "type dimension name", 800, "Unit Counter"),
    "stopwords": _plan("where group", "where name", 1500, "Stop", where="hard/left"),
}  # fmt: skip


def _rows(stem: str) -> list[dict[str, str]]:
    with (FOLDER / f"{stem}.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(params=sorted(PLANS))
def stem(request: pytest.FixtureRequest) -> str:
    """Name of one of the files."""
    return str(request.param)


def test_bytes_and_header(stem: str) -> None:
    raw = (FOLDER / f"{stem}.tsv").read_bytes()
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\n")
    lines = raw.decode("utf-8").splitlines()
    header = lines[0].split("\t")
    assert header == [*COMMON, *PLANS[stem].extra]
    assert {line.count("\t") for line in lines} == {len(header) - 1}


def test_enough_rows(stem: str) -> None:
    assert len(_rows(stem)) >= PLANS[stem].least


def test_forms_are_unique_and_clean(stem: str) -> None:
    rows = _rows(stem)
    forms = [row["name"] for row in rows] + [a for row in rows for a in row["aliases"].split("|") if a]
    assert len(forms) == len(set(forms)), sorted(f for f in set(forms) if forms.count(f) > 1)
    dirty = [f for f in forms if not f or f != f.strip() or re.search(r"[{};\t=]", f)]
    assert dirty == []


def test_quotation_marks_pair(stem: str) -> None:
    forms = [f for row in _rows(stem) for f in (row["name"], *row["aliases"].split("|"))]
    assert [f for f in forms if f.count("“") != f.count("”") or f.count("《") != f.count("》")] == []


def test_sorted(stem: str) -> None:
    keys = [tuple(row[column] for column in PLANS[stem].order) for row in _rows(stem)]
    assert keys == sorted(keys)


def test_types_and_values(stem: str) -> None:
    plan = PLANS[stem]
    for row in _rows(stem):
        assert row["type"] in plan.types, row
        for column, legal in plan.values.items():
            assert row[column] in legal, (column, row)


def test_sources_are_explained(stem: str) -> None:
    text = (FOLDER / "SOURCES-general.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([\w-]+)` \|", text, flags=re.MULTILINE))
    assert {row["source"] for row in _rows(stem)} <= explained
    assert f"`{stem}.tsv`" in text


def test_every_entity_type_but_persons_has_heads() -> None:
    rows = _rows("heads")
    assert {row["type"] for row in rows} == ENTITY_TYPES - {"Official", "Person"}
    for row in rows:
        also = [t for t in row["also"].split("|") if t]
        assert set(also) <= ENTITY_TYPES - {row["type"]}, row


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("综合保税区", "Park"), ("高新技术产业开发区", "Park"), ("改扩建项目", "Project"),
        ("特大桥", "Facility"), ("发改委", "Organization"), ("有限责任公司", "Company"),
        ("三等奖", "Award"), ("三年行动计划", "Programme"), ("推介会", "Event"), ("毛尖", "Product"),
    ],
)  # fmt: skip
def test_heads_that_no_reader_may_miss(head: str, kind: str) -> None:
    row = {r["name"]: r for r in _rows("heads")}[head]
    assert (row["type"], row["strength"]) == (kind, "strong")


def test_industries_point_to_known_codes_and_names() -> None:
    rows = _rows("industries")
    names = {row["name"] for row in rows}
    code = re.compile(r"[A-T]|\d{2,4}")
    for row in rows:
        assert row["broader"] in names | {""}
        assert row["broader"] != row["name"]
        codes = [c for c in row["gbt4754"].split("|") if c]
        assert all(code.fullmatch(c) for c in codes), row
        assert bool(codes) == bool(row["match"]), row
        assert len(row["name"]) > 1 or row["needs"] == "suffix", row


def test_broader_industries_have_no_cycle() -> None:
    broader = {row["name"]: row["broader"] for row in _rows("industries")}
    for name in broader:
        seen = {name}
        while name := broader.get(name, ""):
            assert name not in seen
            seen.add(name)


def test_industry_codes_stand_in_the_standard() -> None:
    path = FOLDER / "gbt4754.tsv"
    if not path.exists():
        pytest.skip("gbt4754.tsv is not here")
    known = {row["code"] for row in _rows("gbt4754")}
    used = {c for row in _rows("industries") for c in row["gbt4754"].split("|") if c}
    assert used <= known, sorted(used - known)


def test_unit_factors_are_numbers() -> None:
    factors = {row["name"]: row["factor"] for row in _rows("units")}
    assert all(float(f) > 0 for f in factors.values() if f)
    assert float(factors["亿元"]) == 1e8
    assert float(factors["万亩"]) == pytest.approx(1e8 / 15)
    assert float(factors["平方公里"]) == 1e6
    assert float(factors["亿斤"]) == 50_000
    assert float(factors["万标箱"]) == 10_000


def test_countries_have_iso_codes() -> None:
    countries = [row for row in _rows("places") if row["kind"] == "country"]
    assert all(re.fullmatch("[A-Z]{2}", row["iso"]) for row in countries)
    assert len({row["iso"] for row in countries}) == len(countries)


def test_names_carry_no_outer_quotation_marks() -> None:
    for stem in ("honours", "programmes"):
        quoted = [r["name"] for r in _rows(stem) if re.fullmatch("“[^“”]*”", r["name"])]
        assert quoted == []


def test_words_legal_inside_names_are_not_hard_stops() -> None:
    where = {row["name"]: row["where"] for row in _rows("stopwords")}
    for word in ("建设", "发展", "创新", "承接", "配置", "持续", "年产"):
        assert where[word] == "left"
    for word in ("位于", "成为", "以及", "其中", "包括", "该"):
        assert where[word] == "hard"


def test_private_posts_are_no_public_ones() -> None:
    public = {row["name"]: row["public"] for row in _rows("posts")}
    assert {public[p] for p in ("董事长", "生产经理", "教授", "记者", "通讯员", "村民")} == {"no"}
    assert {public[p] for p in ("市委书记", "副县长", "局长", "管委会主任", "村支书")} == {"yes"}


def test_no_name_of_a_sample_place(stem: str) -> None:
    sample = re.compile("衡阳|雁城|衡州|衡东|衡南|祁东|耒阳|常宁|六合区|光谷")
    hits = [f for r in _rows(stem) for f in (r["name"], *r["aliases"].split("|")) if sample.search(f)]
    assert [h for h in hits if h != "光谷"] == []  # 光谷 alone is a head (中国·光谷, 声谷, 药谷)
