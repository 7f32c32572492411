"""Time expressions and the periods that they give to figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.figures import calendar
from tests.extract.reading_of import observations, reading_of


def times(text: str, date: str = "2025-09-10") -> list[tuple[str, str | None]]:
    reading = reading_of(text, date=date)
    return [(t.text, t.edtf) for p in reading.passages for t in p.times]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2024年", "2024"),
        ("2024年1—8月", "2024-01/2024-08"),
        ("2024年上半年", "2024-01/2024-06"),
        ("2024年下半年", "2024-07/2024-12"),
        ("2024年前三季度", "2024-01/2024-09"),
        ("2024年第二季度", "2024-04/2024-06"),
        ("2024年三季度", "2024-07/2024-09"),
        ("2024年底", "2024-12-31"),
        ("截至2024年底", "2024-12-31"),
        ("截至2024年2月末", "2024-02-29"),
        ("2024年6月", "2024-06"),
        ("2024年6月27日", "2024-06-27"),
        ("二〇二四年", "2024"),
        ("去年", "2024"),
        ("前年", "2023"),
        ("今年一季度", "2025-01/2025-03"),
        ("上半年", "2025-01/2025-06"),
        ("1—8月", "2025-01/2025-08"),
        ("1至7月份", "2025-01/2025-07"),
        ("10月", "2024-10"),  # not yet in September
        ("9月5日", "2025-09-05"),
        ("“十四五”期间", "2021/2025"),
        ("“十三五”末", "2020-12-31"),
        ("过去五年", "2020/2024"),
        ("五年来", "2020/2024"),
        ("近三年", "2022/2024"),
        ("2016—2020年", "2016/2020"),
        ("今后五年", "2025/2029"),
        ("目前", None),
    ],
)
def test_expressions(text: str, edtf: str | None) -> None:
    assert times(f"{text}，全市平稳运行。")[0][1] == edtf


@pytest.mark.parametrize(
    "text", ["历时6个月建成。", "连续三年第一。", "三年免费。", "拨打12345热线。", "2025号文件。"]
)
def test_durations_and_codes_are_no_times(text: str) -> None:
    assert times(text) == []


def test_year_is_carried_to_bare_months() -> None:
    assert times("2023年7月开工，9月封顶。") == [("2023年7月", "2023-07"), ("9月", "2023-09")]


@given(st.integers(1990, 2030), st.integers(1, 12), st.integers(1, 12))
def test_months_are_in_order(year: int, first: int, last: int) -> None:
    if first < last:
        edtf = calendar.months(year, first, last)
        assert (calendar.first_year(edtf), calendar.last_month(edtf)) == (year, last)


@given(st.text(alphabet="今去年上下半一二三四五季度月日0123456789—至底末“十五”期间来目前，。", max_size=40))
def test_spans_slice_back(text: str) -> None:
    reading = reading_of(text.replace("#", ""))
    for passage in reading.passages:
        for time in passage.times:
            assert passage.text[time.start : time.end] == time.text
        for figure in passage.figures:
            assert passage.text[figure.start : figure.end] == figure.text


def periods(text: str, date: str = "2025-09-10", title: str = "") -> list[object]:
    return [o[5] for o in observations(reading_of(text, date=date, title=title))]


def test_head_of_sentence_governs_on() -> None:
    text = "2024年，[全市:Place]粮食产量达到80万吨。茶叶产量1.2万吨，水果产量30万吨。"
    assert periods(text) == ["2024"] * 3


def test_time_inside_a_clause_governs_its_sentence_alone() -> None:
    text = "[全市:Place]粮食产量达到80万吨，2023年茶叶产量1.2万吨。水果产量30万吨。"
    assert periods(text) == [None, "2023", None]


def test_now_switches_off() -> None:
    text = "2024年，[全市:Place]新建公路120公里。目前，[全市:Place]有各类学校320所。"
    assert periods(text) == ["2024", None]


def test_compared_year_is_not_the_period() -> None:
    text = "2024年，[全市:Place]地区生产总值达到900亿元，是2019年的1.5倍，比2019年增加300亿元。"
    assert periods(text) == ["2024", "2024", "2020/2024"]


def test_from_and_to() -> None:
    text = "[全市:Place]财政收入从2019年的40亿元增加到2024年的66亿元，税收占比达到71%。"
    assert periods(text)[:2] == ["2019", "2024"]


REPORT = """[云岭市:Place]人民政府向大会报告工作，请予审议。
#一、2024年工作回顾
地区生产总值增长5.1%。
五年来，我们砥砺前行。新建公路600公里。
#二、2025年工作安排
地区生产总值增长5%左右。
#三、“十五五”时期发展目标
研发投入强度达到3%。"""


def test_sections_of_a_report() -> None:
    found = observations(reading_of(REPORT, date="2025-01-20", title="政府工作报告"))
    assert [(o[5], o[6]) for o in found] == [
        ("2024", False), ("2020/2024", False), ("2025", True), ("2026/2030", True),
    ]  # fmt: skip


def test_standing_facts_have_no_period() -> None:
    text = "#2024年工作回顾\n[全市:Place]森林覆盖率61%，城镇新增就业3万人。"
    assert periods(text) == [None, "2024"]
