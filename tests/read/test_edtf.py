from __future__ import annotations

import pytest

from kg.read.edtf import PRINTED_DATE, edtf_problem, printed_date


@pytest.mark.parametrize(
    "value",
    ["2020", "2020-09", "2020-09-05", "2020-01/2020-06", "2016/2020", "2020?", "202X", "2020-XX-05",
    "2020-21",
     "2020-33", "2020/..", "../2020", "2024-02-29"],
)  # fmt: skip
def test_well_formed(value: str) -> None:
    assert edtf_problem(value) is None


@pytest.mark.parametrize(
    "value",
    ["", "20", "2020-9", "2020-13", "2021-02-29", "2020-00", "2020/2019", "2020/2021/2022", "../..", "今年",
     "2020-09-05T10:00", "2020-21-01", "x2020"],
)  # fmt: skip
def test_malformed(value: str) -> None:
    assert edtf_problem(value)


def test_no_such_day_is_no_date() -> None:
    match = PRINTED_DATE.search("2021年2月31日")
    assert match and printed_date(match) is None
