"""Observations of areas and quantities of named things, from invented sentences."""

from __future__ import annotations

import pytest

from tests.extract.reading_of import observations, quantities, reading_of

LEAD = "2024年，[全市:Place]"


def said(text: str, date: str = "2025-09-10") -> list[tuple[object, ...]]:
    return [o[1:5] for o in observations(reading_of(LEAD + text, date=date))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("地区生产总值达到812亿元、增长6.1%。",
         [("地区生产总值", "value", 812, "亿元"), ("地区生产总值", "growth", 6.1, "%")]),
        ("固定资产投资下降1.6%，其中民间投资增长3.2%。",
         [("固定资产投资", "growth", -1.6, "%"), ("民间投资", "growth", 3.2, "%")]),
        ("新增高新技术企业34家。", [("新增高新技术企业", "value", 34, "家")]),
        ("已有12家企业上云。", [("企业", "value", 12, "家")]),
        ("服务业增加值占地区生产总值比重达54%。", [("服务业增加值", "share", 54, "%")]),
        ("水电、风电发电量分别增长5%、12%。", [("水电发电量", "growth", 5, "%"), ("风电发电量", "growth", 12, "%")]),
        ("货运量310万吨、客运量520万人次，分别增长4%、9%。",
         [("货运量", "value", 310, "万吨"), ("客运量", "value", 520, "万人次"), ("货运量", "growth", 4, "%"),
          ("客运量", "growth", 9, "%")]),
        ("城镇化率提高7.3个百分点。", [("城镇化率", "change", 7.3, "个百分点")]),
        ("净增经营主体1.1万户。", [("净增经营主体", "change", 1.1, "万户")]),
        ("净增经营主体1.1万户、企业4000家。",
         [("净增经营主体", "change", 1.1, "万户"), ("企业", "change", 4000, "家")]),
        ("研发投入增长3.5倍。", [("研发投入", "growth", 3.5, "倍")]),
        ("茶叶产量居全省第二位。", [("茶叶产量", "rank", 2, "全省")]),
        ("工业用电量增长8%，增速居全省第三。",
         [("工业用电量", "growth", 8, "%"), ("工业用电量增速", "rank", 3, "全省")]),
        ("城乡居民人均可支配收入分别增长4.6%、6.1%。",
         [("城镇居民人均可支配收入", "growth", 4.6, "%"), ("农村居民人均可支配收入", "growth", 6.1, "%")]),
        ("三次产业结构优化为12.6:33.5:53.9。",
         [("三次产业结构", "share", v, "%") for v in (12.6, 33.5, 53.9)]),
        ("工业用电量增长8%，比上半年加快1.5个百分点。",
         [("工业用电量", "growth", 8, "%"), ("工业用电量", "change", 1.5, "个百分点")]),
        ("民间投资增长4%，增速较前三季度放缓0.6个百分点。",
         [("民间投资", "growth", 4, "%"), ("民间投资", "change", -0.6, "个百分点")]),
        ("涉农贷款新增31亿元。", [("涉农贷款新增", "value", 31, "亿元")]),
        ("优良水体比例保持在92%。", [("优良水体", "share", 92, "%")]),
        ("新增存款完成全年目标任务的108%。", [("新增存款完成全年目标任务", "share", 108, "%")]),
        ("帮扶各类项目260个。", [("项目", "value", 260, "个")]),
        ("地区生产总值突破812亿元，财政收入由负转正，增长1.8%。",
         [("地区生产总值", "value", 812, "亿元"), ("财政收入", "growth", 1.8, "%")]),
        ("软件业、金融业等现代服务业增加值分别增长12%、7%。",
         [("软件业增加值", "growth", 12, "%"), ("金融业增加值", "growth", 7, "%")]),
        ("14个县级以上园区全部通水。", [("县级以上园区", "value", 14, "个")]),
        ("31项重点改革统筹推进。", [("重点改革", "value", 31, "项")]),
        ("地区生产总值连续跨过2个百亿元台阶、达812亿元。", [("地区生产总值", "value", 812, "亿元")]),
    ],
)  # fmt: skip
def test_statement(text: str, found: list[tuple[object, ...]]) -> None:
    assert said(text) == found


def test_gaps_to_a_benchmark_are_left_out() -> None:
    assert said("规上工业增加值增长7.9%、高于全省1.2个百分点。") == [("规上工业增加值", "growth", 7.9, "%")]


@pytest.mark.parametrize("text", ["聚焦3大方面持续发力。", "抢抓20年一遇的机遇。", "第3次捧杯。"])
def test_no_statistics(text: str) -> None:
    assert said(text) == []


def test_goals() -> None:
    found = observations(
        reading_of("今年，[全市:Place]力争地区生产总值增长6%，到2030年突破900亿元。", date="2025-01-15")
    )
    assert [(o[3], o[5], o[6]) for o in found] == [(6, "2025", True), (900, "2030", True)]


WORK = "[星河电子车规模组项目:Project]"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"总投资42亿元的{WORK}开工。", [("investment", 42, "亿元")]),
        (f"{WORK}总投资42亿元，占地310亩，达产后年产值58亿元。",
         [("investment", 42, "亿元"), ("area", 310, "亩"), ("output-value", 58, "亿元")]),
        (f"{WORK}进展顺利。项目已完成投资6亿元，可带动就业1200余人。",
         [("invested", 6, "亿元"), ("employees", 1200, "人")]),
        ("[环城快速路:Facility]全长23公里。", [("length", 23, "公里")]),
        ("[禾风食品:Company]去年营收4.3亿元，拥有员工860名。", [("revenue", 4.3, "亿元"), ("employees", 860, "名")]),
        ("[年产40万套模组项目:Project]投产。", [("capacity", 40, "万套")]),
    ],
)  # fmt: skip
def test_quantity(text: str, found: list[tuple[object, ...]]) -> None:
    assert [q[1:4] for q in quantities(reading_of(text))] == found


def test_joint_figure_goes_to_each() -> None:
    found = quantities(reading_of("[青禾热电项目:Project]、[溪湾水厂项目:Project]总投资40亿元。"))
    assert {q[0] for q in found} == {"青禾热电项目", "溪湾水厂项目"}
    assert all(q[4] for q in found)


def test_park_has_statistics_and_a_size() -> None:
    reading = reading_of("[云岭经开区:Park]规划面积12平方公里，去年完成工业总产值63亿元，增长21%。")
    assert [q[:4] for q in quantities(reading)] == [("云岭经开区", "area", 12, "平方公里")]
    assert [o[0:5] for o in observations(reading)] == [
        ("云岭经开区", "工业总产值", "value", 63, "亿元"), ("云岭经开区", "工业总产值", "growth", 21, "%"),
    ]  # fmt: skip


def test_what_a_park_will_yield_is_its_quantity() -> None:
    text = (
        "[云岭科创园:Park]距[溪湾机场:Facility]18公里，绿化率35%，全部建成后年产值可达60亿元，创利税4亿元。"
    )
    assert [q[:4] for q in quantities(reading_of(text, title="走进园区"))] == [
        ("云岭科创园", "other", 18, "公里"), ("云岭科创园", "other", 35, "%"),
        ("云岭科创园", "output-value", 60, "亿元"), ("云岭科创园", "other", 4, "亿元"),
    ]  # fmt: skip


def test_project_taken_up_again_keeps_all_figures_of_the_sentence() -> None:
    text = f"{WORK}由[禾风电子:Company]投资建设。项目建成后，年销售收入30亿元，年税收2亿元，水头40米。"
    found = quantities(reading_of(text))
    assert [q[1:4] for q in found] == [("revenue", 30, "亿元"), ("other", 2, "亿元"), ("other", 40, "米")]
    assert len({q[0] for q in found}) == 1 and found[0][0] != "禾风电子"


def test_counts_of_those_who_take_part_and_what_a_programme_does() -> None:
    text = "全市85家企业参与[“百企助农”行动:Programme]，实施46个帮扶项目。"
    assert [q[:4] for q in quantities(reading_of(text))] == [
        ("“百企助农”行动", "count", 85, "家"), ("“百企助农”行动", "count", 46, "个"),
    ]  # fmt: skip
    fund = "[云岭产业基金:Programme]规模达50亿元、带动投资120亿元。"
    assert [q[:4] for q in quantities(reading_of(fund))] == [
        ("云岭产业基金", "other", 50, "亿元"), ("云岭产业基金", "other", 120, "亿元"),
    ]  # fmt: skip


def test_a_counted_group_is_the_areas() -> None:
    text = "2024年，[全市:Place]推进项目建设。[青禾热电项目:Project]、[溪湾水厂项目:Project]等23个项目建成。"
    assert quantities(reading_of(text)) == []
    assert [o[:4] for o in observations(reading_of(text))] == [("云岭市", "项目", "value", 23)]


def test_evidence_holds_the_figure_and_values_are_anchored() -> None:
    reading = reading_of("2024年，[全市:Place]货运量310万吨。客运量520万人次，增长9%。")
    for draft in reading.drafts:
        text = reading.passages[draft.passage].text
        assert f"{abs(draft.values['value'])}" in text[draft.start : draft.end]
        assert draft.values["indicator"] in text[draft.start : draft.end]
        passage, start, end, _ = draft.stated["period"]
        assert reading.passages[passage].text[start:end] == "2024年"
