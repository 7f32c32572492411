"""The sample corpus: its size, its metadata, and that every sentence is our own.

What counts as a copied run. White space is taken out of both texts first, so that a line break
cannot hide a copy. Every maximal run of 16 or more code points that an article shares with any of the
originals is looked at. Characters of the run are exempt when they belong to

* a form (name, alias, mention) of an entity of the article's gold record; forms that hold a comma or a
  full stop are no names and exempt nothing;
* a figure: digits with their decimal point, and a unit of at most four characters behind them;
* punctuation, or one of the joining words 和 及 与 等.

The run is allowed when fewer than 6 characters remain, counted over the whole run and not only in
sequence; or when it is nothing but (part of) the printed name of one indicator of the record, which is
the name of a figure. An article without a gold record has nothing exempted but figures. The originals
lie outside the repository; where they are absent that one test is skipped.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "seeds" / "articles"
GOLD = ROOT / "tests" / "gold"
ORIGINALS = ROOT.parent / "shared" / "seeds"
COLUMNS = ["file", "title", "publisher", "author", "region", "date", "url"]
RUN = 16
SPARE = 6
UNIT = "亿元|万元|个百分点|[万亿]?[家户个项人名年月日期天支笔场条部版番倍%％号]"
FIGURE = re.compile(rf"\d[\d.]*[多余]?(?:{UNIT})?")
JOINING = "和及与等"
PATHS = sorted(ARTICLES.glob("*.txt"))


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def common_runs(mine: str, theirs: str, length: int = RUN) -> list[tuple[int, int]]:
    """Return (start, end) in `mine` of each maximal run of `length` or more shared with `theirs`."""
    places: dict[str, list[int]] = {}
    for j in range(len(theirs) - length + 1):
        places.setdefault(theirs[j : j + length], []).append(j)
    found = set()
    for i in range(len(mine) - length + 1):
        for j in places.get(mine[i : i + length], ()):
            if i and j and mine[i - 1] == theirs[j - 1]:
                continue
            end = length
            while i + end < len(mine) and j + end < len(theirs) and mine[i + end] == theirs[j + end]:
                end += 1
            found.add((i, i + end))
    return sorted(found)


def name_forms(stem: str) -> tuple[set[str], set[str]]:
    """Return the names of things and the names of indicators in the gold record of an article."""
    path = GOLD / f"{stem}.json"
    if not path.exists():
        return set(), set()
    gold = json.loads(path.read_text(encoding="utf-8"))
    forms = {squeeze(f) for e in gold["entities"] for f in (e["name"], *e["aliases"], *e["mentions"])}
    indicators = {squeeze(o["indicator"]) for o in gold["observations"]}
    return {f for f in forms if len(f) > 1 and not re.search("[，。]", f)}, indicators


def exempt(text: str, forms: set[str]) -> list[bool]:
    """Return for each character of the squeezed text whether it is part of a name or a figure."""
    free = [unicodedata.category(c)[0] == "P" or c in JOINING for c in text]
    spans = [m.span() for m in FIGURE.finditer(text)]
    for form in forms:
        start = text.find(form)
        while start >= 0:
            spans.append((start, start + len(form)))
            start = text.find(form, start + 1)
    for start, end in spans:
        free[start:end] = [True] * (end - start)
    return free


def copied(text: str, original: str, forms: set[str], indicators: set[str] | None = None) -> list[str]:
    """Return the shared runs which are not made up of names and figures."""
    mine = squeeze(text)
    free = exempt(mine, forms)
    runs = [(a, b) for a, b in common_runs(mine, squeeze(original)) if free[a:b].count(False) >= SPARE]
    return [mine[a:b] for a, b in runs if not any(mine[a:b] in name for name in indicators or ())]


def rows() -> list[dict[str, str]]:
    with (ARTICLES / "metadata.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_five_articles() -> None:
    assert [p.name[:2] for p in PATHS] == ["01", "02", "03", "04", "05"]


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_nothing_copied(path: Path) -> None:
    originals = sorted(ORIGINALS.glob("*.txt"))
    if not originals:
        pytest.skip("the original features (../shared/seeds) are not at hand")
    text = path.read_text(encoding="utf-8")
    names = name_forms(path.stem)
    found = {o.name: copied(text, o.read_text(encoding="utf-8"), *names) for o in originals}
    assert {name: runs for name, runs in found.items() if runs} == {}


def test_a_copy_is_found_across_a_line_break() -> None:
    sentence = "今年以来各部门把服务企业当作头等大事来抓实抓细"
    assert copied(sentence[:12] + "\n" + sentence[12:], "前言。" + sentence + "。", set()) == [sentence]


def test_names_and_figures_are_exempt_but_not_the_prose_between() -> None:
    names = {"青禾经开区", "星河电子信息产业园", "云岭智造谷"}
    listing = "青禾经开区、星河电子信息产业园和云岭智造谷，共投资35.6亿元"
    assert copied(listing, listing, names) == []
    assert copied(listing, listing, set()) == [listing]
    prose = "青禾经开区的干部们常常挨家挨户上门问需求"
    assert copied(prose, prose, names) == [prose]
    assert copied(prose, prose, set(), {"青禾经开区的干部们"}) == [prose]
    assert name_forms("no such article") == (set(), set())


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_article_is_plain_and_of_the_right_length(path: Path) -> None:
    data = path.read_bytes()
    text = data.decode("utf-8")
    assert 2000 <= len(text) <= 5500
    assert b"\r" not in data and not text.startswith("\ufeff")
    assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_no_newspaper_is_named(path: Path) -> None:
    assert re.findall(r"\w{2}(?:日报|晚报|晨报|早报|都市报)", path.read_text(encoding="utf-8")) == []


def test_some_articles_are_hard_wrapped() -> None:
    def cut_lines(path: Path) -> int:
        lines = path.read_text(encoding="utf-8").splitlines()
        return sum(28 <= len(line) <= 42 and line[-1] not in "。！？）”" for line in lines if line)

    assert any(cut_lines(p) >= 10 for p in PATHS)


def test_metadata_has_one_full_row_for_each_article() -> None:
    table = rows()
    assert list(table[0]) == COLUMNS
    assert [row["file"] for row in table] == [p.name for p in PATHS]
    for row in table:
        assert all(row[c] for c in COLUMNS if c != "url"), row
        assert row["publisher"] == "Fangzhi samples"
        assert re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", row["date"]), row


@pytest.mark.parametrize("row", rows(), ids=lambda r: r["file"])
def test_title_and_authors_stand_in_the_article(row: dict[str, str]) -> None:
    text = squeeze((ARTICLES / row["file"]).read_text(encoding="utf-8"))
    for part in [*re.split(r"——|\s", row["title"]), *row["author"].split()]:
        assert part in text
