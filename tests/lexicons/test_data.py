"""The coded seed lexicons: shape, order, codes, references between the files, and no slips of content."""

import gzip
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "seeds" / "lexicons"
SHARED = ROOT.parent / "shared"
FIRST = ["name", "type", "aliases", "code", "source"]

# file: (type, further columns, pattern of the code, least number of rows)
FILES = {
    "divisions": ("Place", "level parent abbrev ambiguous ambiguous_forms", r"\d{6}", 3200),
    "retired-divisions": ("Place", "level last_year successor ambiguous", r"\d{6}", 1100),
    "zones": ("Park", "level kind province division", r"(\d{8})?", 2600),
    "firms": ("Company", "kind common_word common_forms", r"(\d{5,6})?", 4500),
    "universities": ("Organization", "level private division", r"(\d{10})?", 2600),
    "surnames": ("Surname", "weight kind common_word", "", 600),
    "gbt4754": ("Industry", "level parent section", r"[A-T]|\d{2,4}", 1971),
    "townships": ("Place", "level county", r"\d{9}", 35000),
    "facilities": ("Facility", "kind division", "", 500),
}
GENERIC_TEXT = """
经开区 高新区 开发区 综保区 保税区 自贸区 自贸试验区 新区 园区 产业园 工业园 科技园 工业集中区
产业集聚区 示范区 经济开发区 经济技术开发区 高新技术产业开发区 综合保税区 机场 国际机场 火车站
高铁站 港口 大学 学院 银行 集团 公司 省 市 县 区 自治区 自治州 自治县 城区 市区 开发区管委会
"""
GENERIC = frozenset(GENERIC_TEXT.split())
EVERYDAY = ("和平", "资源", "江北", "城区", "朝阳", "新华", "向阳", "合作", "东方", "平安")

Row = dict[str, str]


def content(stem: str) -> bytes:
    packed = FOLDER / f"{stem}.tsv.gz"
    return gzip.decompress(packed.read_bytes()) if packed.exists() else (FOLDER / f"{stem}.tsv").read_bytes()


@cache
def rows(stem: str) -> list[Row]:
    lines = content(stem).decode("utf-8").split("\n")
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:-1]]


def forms(row: Row) -> list[str]:
    return [row["name"], *split(row["aliases"])]


def split(cell: str) -> list[str]:
    return cell.split("|") if cell else []


every_file = pytest.mark.parametrize("stem", sorted(FILES))


@every_file
def test_is_plain_utf8_with_lf_and_the_agreed_header(stem):
    data = content(stem)
    assert not data.startswith(b"\xef\xbb\xbf") and b"\r" not in data and data.endswith(b"\n")
    header = data.decode("utf-8").split("\n", 1)[0].split("\t")
    assert header == FIRST + FILES[stem][1].split()
    assert len(rows(stem)) >= FILES[stem][3]


@every_file
def test_cells_are_clean(stem):
    for row in rows(stem):
        assert row["name"] and row["type"] == FILES[stem][0], row
        assert re.fullmatch(FILES[stem][2], row["code"]), row
        for cell in row.values():
            assert cell == cell.strip() and not re.search(r"[\s　]{2}|\u200b|\ufeff|\ufffd", cell), row


@every_file
def test_is_sorted_and_without_duplicates(stem):
    keys = [(row["code"], row["name"]) for row in rows(stem)]
    assert keys == sorted(keys)
    assert [key for key, n in Counter(keys).items() if n > 1] == []


@every_file
def test_aliases_differ_from_the_name_and_are_not_generic(stem):
    for row in rows(stem):
        given = forms(row)
        assert len(set(given)) == len(given), row
        assert all(given), row
        assert not GENERIC.intersection(given[1:]), row
        assert stem == "surnames" or min(map(len, given)) >= 2, row


@pytest.mark.parametrize("stem", ["zones", "firms", "universities", "facilities", "gbt4754"])
def test_a_form_belongs_to_one_row(stem):
    """An alias is neither another row's name nor another row's alias."""
    owners = defaultdict(set)
    for number, row in enumerate(rows(stem)):
        for form in split(row["aliases"]):
            owners[form].add(number)
    names = {row["name"] for row in rows(stem)}
    assert {form for form, found in owners.items() if len(found) > 1 or form in names} == set()


@every_file
def test_source_keys_are_explained(stem):
    explained = set(re.findall(r"^\| `([\w-]+)`", (FOLDER / "SOURCES.md").read_text(encoding="utf-8"), re.M))
    assert {row["source"] for row in rows(stem)} <= explained


def test_packed_files_do_not_depend_on_the_clock():
    for path in FOLDER.glob("*.gz"):
        assert path.read_bytes()[4:8] == b"\0\0\0\0", path


def test_divisions_form_a_tree_of_three_levels():
    by_code = {row["code"]: row for row in rows("divisions")}
    assert len(by_code) == len(rows("divisions"))
    assert Counter(row["level"] for row in by_code.values())["province"] == 34
    above = {"province": {""}, "prefecture": {"province"}, "county": {"province", "prefecture"}}
    for row in by_code.values():
        parent = by_code[row["parent"]]["level"] if row["parent"] else ""
        assert parent in above[row["level"]], row
        assert row["code"][:2] == (row["parent"] or row["code"])[:2], row
        assert bool(row["abbrev"]) == (row["level"] == "province"), row


def test_a_form_of_several_divisions_is_free_for_the_highest_at_most():
    rank = {"province": 0, "prefecture": 1, "county": 2}
    free = defaultdict(list)
    bearers = Counter()
    for row in rows("divisions"):
        listed = set(split(row["ambiguous_forms"]))
        assert listed <= set(forms(row)) and row["ambiguous"] == ("1" if listed else "0"), row
        for form in forms(row):
            bearers[form] += 1
            if form not in listed:
                free[form].append(row)
    for form, found in free.items():
        assert len(found) == 1, (form, [row["code"] for row in found])
        if bearers[form] > 1:
            assert rank[found[0]["level"]] < 2, form


@pytest.mark.parametrize(
    ("form", "code"),
    [("湖南", "430000"), ("内蒙古", "150000"), ("恩施州", "422800"), ("延边", "222400"), ("长阳", "420528")],
)
def test_usual_short_forms_of_divisions(form, code):
    assert next(row["code"] for row in rows("divisions") if form in forms(row)) == code


@pytest.mark.parametrize("word", EVERYDAY)
def test_everyday_words_are_no_free_form_of_a_division(word):
    for row in rows("divisions"):
        if word in forms(row):
            assert word in split(row["ambiguous_forms"]), row


@pytest.mark.parametrize(
    ("stem", "column"),
    [
        ("retired-divisions", "successor"),
        ("zones", "province"),
        ("zones", "division"),
        ("universities", "division"),
        ("facilities", "division"),
        ("townships", "county"),
    ],
)
def test_division_codes_point_to_divisions_in_force(stem, column):
    known = {row["code"] for row in rows("divisions")}
    assert {row[column] for row in rows(stem)} - known <= {""}


def test_a_successor_lies_in_the_same_province():
    heirs = {"51": {"51", "50"}, "44": {"44", "46"}}
    for row in rows("retired-divisions"):
        if row["successor"]:
            assert row["successor"][:2] in heirs.get(row["code"][:2], {row["code"][:2]}), row
        assert 1980 <= int(row["last_year"]) <= 2021, row


def test_a_zone_lies_in_its_province():
    for row in rows("zones"):
        assert row["level"] in ("national", "provincial"), row
        assert not row["division"] or row["division"][:2] == row["province"][:2], row


def test_industries_hang_from_the_level_above():
    by_code = {row["code"]: row for row in rows("gbt4754")}
    for row in by_code.values():
        if row["level"] == "1":
            assert row["parent"] == ""
        else:
            assert int(by_code[row["parent"]]["level"]) == int(row["level"]) - 1, row
            assert by_code[row["section"]]["level"] == "1", row


def test_flags_agree_with_the_listed_forms():
    for row in rows("firms"):
        listed = split(row["common_forms"])
        assert set(listed) <= set(forms(row)) and row["common_word"] == ("1" if listed else "0"), row


def test_firms_are_not_named_like_divisions_or_zones():
    taken = {form for stem in ("divisions", "zones") for row in rows(stem) for form in forms(row)}
    assert [form for row in rows("firms") for form in forms(row) if form in taken] == []


def test_no_park_or_firm_is_known_from_the_sample_articles_alone():
    """A name without an official list behind it must also stand somewhere outside the sample articles."""
    if not (SHARED / "seeds").is_dir() or not (SHARED / "corpus").is_dir():
        pytest.skip("../shared with the sample articles is not at hand")
    samples = "".join(p.read_text(encoding="utf-8") for p in sorted((SHARED / "seeds").glob("*.txt")))
    elsewhere = "".join(p.read_text(encoding="utf-8") for p in sorted((SHARED / "corpus").rglob("*.txt")))
    for path in sorted((SHARED / "data").rglob("*.tsv*")):
        data = path.read_bytes()
        elsewhere += (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    for row in rows("zones") + rows("firms"):
        if row["source"] == "general" and any(form in samples for form in forms(row)):
            assert any(form in elsewhere for form in forms(row)), row["name"]
