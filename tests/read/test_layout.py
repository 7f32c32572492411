from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Block, BlockKind, Document
from kg.read import document_from_text
from kg.read.layout import MAX_BLOCK
from kg.read.lines import SPACE


def kinds(doc: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in doc.blocks]


def texts(doc: Document, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    return [block.text for block in doc.blocks if block.kind is kind]


def check(text: str, blocks: Sequence[Block]) -> None:
    """Offsets rise, blocks are disjoint and ordered, characters agree, nothing is lost."""
    seen: set[int] = set()
    for block in blocks:
        assert len(block.text) == len(block.offsets) > 0
        assert all(a < b for a, b in zip(block.offsets, block.offsets[1:], strict=False))
        for char, at in zip(block.text, block.offsets, strict=True):
            assert char == text[at] or (char == " " and text[at].isspace())
        assert not seen & set(block.offsets)
        seen |= set(block.offsets)
    firsts = [block.offsets[0] for block in blocks]
    assert firsts == sorted(firsts)
    assert {at for at, char in enumerate(text) if char not in SPACE} <= seen


PIECES = st.sampled_from(
    [
        "一、工业", "（二）农业和水利", "1.道路。", "# 题", "- 甲", "青禾经开区投产12个项目，",
        "其中星河电子完成投资。",
        "本报记者 林晓", "图为新桥。何青 摄", "· 3 ·", "----", "（上接第2版）", "来源：云岭日报",
        "2020年9月5日", "“未完",
        "Chip", "wafer", "171085", "平方米，", "的增长", "》）", ">", "**粗**", "各位代表：", "（", "）",
        "...", "18",
        "本报云岭1月5日讯（记者 林晓）全市开工。", "。", "长" * 60, "长句子，" * 9,
    ]
)  # fmt: skip
GAPS = st.sampled_from(
    ["\n", "\r\n", "\n\n", "\n\n\n\n", "\r", "\n　　", "\n    ", " ", "　", "\u2028", "\x0c", "\ufeff", "\t"]
)
SOURCES = st.lists(st.tuples(PIECES, GAPS), min_size=1, max_size=25).map(
    lambda parts: "".join(map("".join, parts))
)


@settings(max_examples=300)
@given(SOURCES)
def test_blocks_cover_the_source_with_true_offsets(text: str) -> None:
    check(text, document_from_text(text).blocks)


@settings(max_examples=200)
@given(st.text(min_size=1).filter(lambda text: text.strip(SPACE)))
def test_any_text_at_all(text: str) -> None:
    if text.strip():
        check(text, document_from_text(text).blocks)


@settings(max_examples=150)
@given(SOURCES)
def test_metadata_and_people_stand_where_they_say(text: str) -> None:
    doc = document_from_text(text)
    for stated in doc.metadata.values():
        assert stated.span is not None and 0 <= stated.span.start < stated.span.end <= len(text)
    for name, _, span in doc.people:
        assert "".join(text[span.start : span.end].split()) == name


PAGE = """云岭日报　第3版

家门口的好日子
——青禾县民生实事回访
■本报记者　林晓　通讯员　何青青

　　青禾县把老旧小区改造排在民生实事的头一位。今年以来，
全县开工改造小区21个，涉及居民8600户，累计投
（上接第一版）
入资金3.2亿元，其中社会资本占到两成，年底前全部完工交付使
用。
    · 3 ·
　　在星河社区，电梯厂家TongLi
Lift的工人正在调试设备。
图为施工现场。　周小川 摄
一、路修好了
　　从县城到石桥镇的路程缩短到20分钟。
（责任编辑：苏敏）
"""


def test_a_newspaper_page() -> None:
    doc = document_from_text(PAGE)
    check(PAGE, doc.blocks)
    assert kinds(doc) == [
        ("masthead", "云岭日报　第3版"),
        ("title", "家门口的好日子"),
        ("title", "——青禾县民生实事回访"),
        ("byline", "■本报记者　林晓　通讯员　何青青"),
        (
            "paragraph",
            "青禾县把老旧小区改造排在民生实事的头一位。今年以来，全县开工改造小区21个，涉及居民8600户，"
            "累计投入资金3.2亿元，其中社会资本占到两成，年底前全部完工交付使用。",
        ),
        ("furniture", "（上接第一版）"),
        ("furniture", "· 3 ·"),
        ("paragraph", "在星河社区，电梯厂家TongLi Lift的工人正在调试设备。"),
        ("caption", "图为施工现场。　周小川 摄"),
        ("heading", "一、路修好了"),
        ("paragraph", "从县城到石桥镇的路程缩短到20分钟。"),
        ("byline", "（责任编辑：苏敏）"),
    ]
    assert doc.meta("title") == "家门口的好日子"
    assert doc.meta("publisher") == "云岭日报"
    assert doc.meta("author") == "林晓 何青青"
    assert [(name, role) for name, role, _ in doc.people] == [
        ("林晓", "reporter"), ("何青青", "correspondent"), ("周小川", "photographer"), ("苏敏", "editor"),
    ]  # fmt: skip


REPORT = """打印
【字号：
加大
】
2024年云岭省政府工作报告
——2024年1月21日在云岭省第十三届人民代表大会第二次会议上
来源：云岭日报
时间：2024-02-02
省长　欧阳明
各位代表：
一、2023年工作回顾
（一）工业稳步回升。规模以上工业增加值增长5.2%，新开工亿元以上项目310个。
（二）着力改善民生
城镇新增就业30万人。
1.改造老旧小区200个，新增停车位3万个，惠及居民12万户，年底全部完工并交付。
二、2024年重点工作
全面推进乡村振兴。
相关报道：
解读报告中的新提法
"""


def test_a_government_report() -> None:
    doc = document_from_text(REPORT)
    check(REPORT, doc.blocks)
    assert doc.meta("title") == "2024年云岭省政府工作报告"
    assert doc.meta("date") == "2024-01-21"  # of delivery, not of the page
    assert doc.meta("region") == "云岭省"
    assert doc.meta("publisher") == "云岭日报"
    assert [(name, role) for name, role, _ in doc.people] == [("欧阳明", "speaker")]
    headings = [(block.text, block.level) for block in doc.blocks if block.kind is BlockKind.HEADING]
    assert headings == [("一、2023年工作回顾", 1), ("（二）着力改善民生", 2), ("二、2024年重点工作", 1)]
    assert texts(doc, BlockKind.ITEM)[0].startswith("1.改造老旧小区")
    assert texts(doc, BlockKind.FURNITURE)[-2:] == ["相关报道：", "解读报告中的新提法"]


def test_dateline_and_trailer_are_bylines_of_their_own() -> None:
    text = (
        "园区添新兵\n本报石桥3月6日讯（记者 林晓 通讯员 何青）星河电子昨日开工。项目投资2亿元。（周小川）\n"
    )
    doc = document_from_text(text + "（来源：云岭发布）")
    assert texts(doc, BlockKind.BYLINE)[0] == "本报石桥3月6日讯（记者 林晓 通讯员 何青）"
    assert texts(doc)[0].startswith("星河电子昨日开工。")
    assert doc.meta("place") == "石桥"
    assert doc.meta("publisher") == "云岭发布"


WRAPPED = (
    "青禾经开区去年新引进项目四十二个，合同投资额一百二十亿元，"
    "其中星河电子的二期工程已经封顶，今年六月就能试生产。"
)


@pytest.mark.parametrize("indent", ["　　", ""])
@pytest.mark.parametrize("width", [16, 20, 27])
def test_hard_wraps_are_mended(indent: str, width: int) -> None:
    paragraphs = [WRAPPED, WRAPPED.replace("去年", "前年"), WRAPPED.replace("星河", "北辰")]
    lines: list[str] = []
    for paragraph in paragraphs:
        first = indent + paragraph
        lines += [first[at : at + width] for at in range(0, len(first), width)]
        lines.append("") if not indent else None
    assert texts(document_from_text("\n".join(lines))) == paragraphs


def test_paragraphs_of_one_line_stay_apart() -> None:
    lines = [
        "全市粮食总产量达到三百万吨，创历史新高。",
        "工业投资增长一成，投产项目二十个。",
        "年末存款余额超过千亿元。",
    ]
    assert texts(document_from_text("\n".join(["概况", *lines]))) == lines


def test_a_caption_inside_a_broken_sentence() -> None:
    text = "题目\n全市企业上市实现“零\n\n老城新貌。 周小川 摄\n\n的突破”，开工项目进展顺利。"
    doc = document_from_text(text)
    assert texts(doc) == ["全市企业上市实现“零的突破”，开工项目进展顺利。"]
    assert texts(doc, BlockKind.CAPTION) == ["老城新貌。 周小川 摄"]


def test_figures_set_apart_from_their_words_are_joined() -> None:
    text = (
        "园区简介\n园区总用地面积\n64836平方米，总建筑面积255310\n平方米，容积率\n2.64，预计到\n2030年建成。"
    )
    assert texts(document_from_text(text)) == [
        "园区总用地面积64836平方米，总建筑面积255310平方米，容积率2.64，预计到2030年建成。"
    ]


def test_page_numbers_are_furniture_and_do_not_break_a_sentence() -> None:
    text = "题目\n　　青禾县今年开工的水利工程一共有十四处，\n23\n其中最大的是星河水库。\n"
    doc = document_from_text(text)
    assert texts(doc) == ["青禾县今年开工的水利工程一共有十四处，其中最大的是星河水库。"]
    assert texts(doc, BlockKind.FURNITURE) == ["23"]


def test_markdown() -> None:
    doc = document_from_text(
        "# 青禾年报\n\n2021年1月7日 星期四\n\n## 工业\n\n- 星河电子投产\n- 北辰机械开工\n"
    )
    assert kinds(doc) == [
        ("furniture", "#"), ("title", "青禾年报"), ("masthead", "2021年1月7日 星期四"), ("furniture", "##"),
        ("heading", "工业"), ("furniture", "-"), ("item", "星河电子投产"), ("furniture", "-"), ("item",
        "北辰机械开工"),
    ]  # fmt: skip
    assert doc.meta("date") == "2021-01-07"


def test_one_long_line_is_cut_at_sentence_ends() -> None:
    text = "青禾县开工了。" * 9000
    doc = document_from_text(text)
    check(text, doc.blocks)
    assert max(len(block.text) for block in doc.blocks) <= MAX_BLOCK
    assert all(block.text.endswith("。") for block in doc.blocks)
    endless = document_from_text("长" * 50_000)
    assert [len(block.text) for block in endless.blocks] == [MAX_BLOCK] * 16 + [2_000]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2020年9月5日", "2020-09-05"),
        ("发稿时间：2021/6/9", "2021-06-09"),
        ("2026-02-03 09:02:33", "2026-02-03"),
        ("2026年02月10日 07时41分", "2026-02-10"),
        ("二〇二一年十二月三十一日", "2021-12-31"),
        ("2022年8月", "2022-08"),
    ],
)
def test_date_lines(line: str, date: str) -> None:
    doc = document_from_text(f"青禾县的一年\n{line}\n全县开工了。")
    assert doc.meta("date") == date
    assert texts(doc, BlockKind.MASTHEAD) == [line]
