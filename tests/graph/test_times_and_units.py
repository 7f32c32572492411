"""EDTF values and base units, against the edtf library and by hand."""

from __future__ import annotations

import calendar
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.edtf import EdtfError, bounds
from kg.graph.terms import canonical
from kg.graph.units import Units
from kg.lexicon import Lexicon

DAYS = st.dates().map(lambda d: d.isoformat())
POINTS = st.one_of(DAYS, DAYS.map(lambda d: d[:7]), DAYS.map(lambda d: d[:4])).filter(lambda d: d >= "1000")


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"), ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-01/2021-03", "2021-01-01", "2021-03-31"), ("2016/2020", "2016-01-01", "2020-12-31"),
        ("2021-12-31", "2021-12-31", "2021-12-31"), ("202X", "2020-01-01", "2029-12-31"),
        ("2021-XX", "2021-01-01", "2021-12-31"), ("2021-02-XX", "2021-02-01", "2021-02-28"),
        ("2020~", "2020-01-01", "2020-12-31"), ("2021/..", "2021-01-01", None), ("/2021", None, "2021-12-31"),
        ("2021-33", "2021-01-01", "2021-03-31"), ("2021-24", "2021-12-01", "2022-02-28"),
        ("2021-40", "2021-01-01", "2021-06-30"),
    ],
)  # fmt: skip
def test_bounds(value: str, first: str | None, last: str | None) -> None:
    assert bounds(value) == (first, last)


@pytest.mark.parametrize(
    "value", ["", "..", "../..", "2020-13", "2020-02-30", "去年", "2021/2020", "20", "2020-1", "2020-00"]
)
def test_what_cannot_be_read(value: str) -> None:
    with pytest.raises(EdtfError):
        bounds(value)


def _iso(moment: object) -> str:
    year, month, day = moment[:3]  # type: ignore[index]
    return f"{year:04}-{month:02}-{day:02}"


@given(POINTS, POINTS)
def test_agrees_with_the_edtf_library(one: str, two: str) -> None:
    edtf = pytest.importorskip("edtf", reason="edtf is not installed")
    for value in (one, "/".join(sorted((one, two), key=lambda v: (v[:4], v)))):
        parsed = edtf.parse_edtf(value)
        try:
            mine = bounds(value)
        except EdtfError:
            assert parsed.lower_strict() > parsed.upper_strict()
            continue
        assert mine == (_iso(parsed.lower_strict()), _iso(parsed.upper_strict()))


@given(st.integers(1000, 9999), st.integers(1, 12))
def test_a_month_ends_on_its_last_day(year: int, month: int) -> None:
    assert bounds(f"{year}-{month:02}")[1] == f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}"


@pytest.mark.parametrize(
    ("value", "unit", "base", "base_unit"),
    [
        (5.67, "万亿元", "5670000000000", "元"), (56708.71, "亿元", "5670871000000", "元"), (300, "亩", "200000", "平方米"),
        (34.5, "万户", "345000", "户"), (7, "％", "7", "%"), (3, "千台", "3000", "台"), (2, "座", "2", "座"), (-1.5, "%", "-1.5", "%"),
    ],
)  # fmt: skip
def test_base_units(lexicon: Lexicon, value: float, unit: str, base: str, base_unit: str) -> None:
    found = Units(lexicon).to_base(value, unit)
    assert found is not None
    assert (canonical(found[0]), found[1]) == (base, base_unit)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_canonical_decimals_keep_the_value(number: object) -> None:
    written = canonical(number)  # type: ignore[arg-type]
    assert Fraction(written) == Fraction(str(number))
    assert written == canonical(Fraction(written))
    assert written in {"0"} or not written.lstrip("-").startswith("00")
