"""Figures: values, units, bounds, ranges, ranks, and what is none."""

from __future__ import annotations

import pytest

from kg.extract.reading import Figure
from tests.extract.reading_of import reading_of


def figures(text: str) -> list[Figure]:
    return [f for p in reading_of(text).passages for f in p.figures]


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("市场主体34.5万户", 34.5, "万户", None),
        ("总投资1.2万亿元", 1.2, "万亿元", None),
        ("入驻企业2350余家", 2350, "家", "lower"),
        ("带动1.1万余户增收", 1.1, "万户", "lower"),
        ("近12万人", 12, "万人", "upper"),
        ("超过500亿元", 500, "亿元", "lower"),
        ("增长5%左右", 5, "%", "about"),
        ("新增就业3万人以上", 3, "万人", "lower"),
        ("达到1,234.5亿元", 1234.5, "亿元", None),
        ("提高0.7个百分点", 0.7, "个百分点", None),
        ("浓度降至27微克/立方米", 27, "微克/立方米", None),
        ("森林占比超六成", 6, "成", "lower"),
        ("总人口38万", 38, "万", None),
        ("经济总量突破千亿元，", 1000, "亿元", "lower"),
    ],
)
def test_figure(text: str, value: float, unit: str, bound: str | None) -> None:
    assert [(f.value, f.unit, f.bound) for f in figures(text)] == [(value, unit, bound)]


def test_range_is_two_figures() -> None:
    found = figures("投资6—8亿元，增长5.2%—5.8%。")
    assert [(f.value, f.unit, f.bound) for f in found] == [
        (6, "亿元", "lower"), (8, "亿元", "upper"), (5.2, "%", "lower"), (5.8, "%", "upper"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "推进5G网络、G60走廊和C919配套。", "实施“5+3”行动，打造“1650”体系。", "第十三届博览会在2号线旁举行。",
        "拨打12345热线。", "2024年9月5日开工。", "连续16个季度领先。", "跻身百强。", "坚持三个不动摇。",
    ],
)  # fmt: skip
def test_no_figures(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "value", "scope"),
    [
        ("增速居全省第二位", 2, "全省"), ("总量位居全国第11位", 11, "全国"), ("规模跃居全省首位", 1, "全省"),
        ("产量居全市8个县区第3位", 3, "全市8个县区"), ("综合排名第5名", 5, ""),
    ],
)  # fmt: skip
def test_rank(text: str, value: int, scope: str) -> None:
    assert [(f.value, f.unit) for f in figures(text)] == [(value, scope)]
