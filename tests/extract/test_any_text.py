"""Properties of every record: nothing raises, offsets are right, arguments are anchored.

Over texts made up at random of Chinese words, punctuation, digits, control characters and emoji, over the sample
articles, and over the reports and features beside the repository where they are at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.extract.pipeline import Extractor, load_extractor
from kg.extract.ruleform import ENTITY_ARGS
from kg.model import Block, BlockKind, Document, Record, Stated
from kg.read import ReadOptions, find_sources, read_document
from kg.resources import data_folder

SHARED = Path(__file__).parents[3] / "shared"
_PRINTED = (
    "云岭市 青禾县 溪湾镇 青禾经开区 星河电子有限公司 磐石产业园 云帆大道 陆景川 司马晴川 阿依古丽·买买提 市委书记 副市长 记者 "
    "位于 落户 由 投资建设 的 和 、 ， 。 ； ： ！ ？ （ ） “ ” 《 》 ‘ ’ 「 」 —— — - / · 等 等企业 等产业 获评 荣获 入选 国家园林城市 "
    "全国先进单位 称号 开工 竣工 投产 签约 拟 将 未 力争 年产40万套 车灯 项目 二期工程 电子信息 生物医药 产业 聚焦 重点发展 "
    "2024年 3月5日 上半年 今年 去年 同比 增长 下降 5.6% 12.3亿元 1—8月 截至2021年底 五年来 全省第二 占比 超 余 近 万 亩 "
    "我市 全市 全省 省委 高新区 该项目 园区 公司 地区生产总值 出席 茶博会 在 上 强调 任命 免去 为 职务 分别 其中 一是 "
    "# \n \t 　 \r \x00 \x1b[31m \u200b \ufeff \u202e \ue001 \ue00d 🏭 👨‍👩‍👧 𠮷 é A b 7 . , ; ( ) [ ] : % ～ ～ ％ １２ Ⅱ ①"
)
WORDS = tuple(_PRINTED.split(" "))
PIECES = st.one_of(st.sampled_from(WORDS), st.text(st.characters(codec="utf-8"), max_size=6))
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@lru_cache(maxsize=1)
def extractor() -> Extractor:
    return load_extractor()


def document(text: str) -> Document:
    """One block a line: what stands first may be a title, lines with # are headings."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            kind = BlockKind.HEADING if line.startswith("#") else BlockKind.PARAGRAPH
            blocks.append(Block(kind, line, range(at, at + len(line)), int(kind == BlockKind.HEADING)))
        at += len(line) + 1
    metadata = {"region": Stated("云岭市", "option"), "date": Stated("2025-03", "option")}
    return Document("a.txt", text, tuple(blocks), "0" * 64, metadata=metadata)


def faults(record: Record, text: str) -> Iterator[str]:
    """Yield what is wrong with the offsets of a record, and which arguments stand nowhere."""
    forms = {e.id: {e.name, *e.aliases, *(m.text for m in e.mentions)} for e in record.entities}
    for entity in record.entities:
        for mention in entity.mentions:
            if text[mention.start : mention.end] != mention.text:
                yield f"{entity.name}: {mention.text!r} is not at {mention.start}"
    for layer, fact in record.facts():
        if text[fact.span.start : fact.span.end] != fact.evidence:
            yield f"{layer}: {fact.evidence!r} is not at {fact.span.start}"
        anchored = {anchor.role for anchor in fact.anchors}
        for anchor in fact.anchors:
            printed = anchor.start is not None and anchor.end is not None
            if printed and text[anchor.start : anchor.end] != anchor.text:
                yield f"{layer}: anchor {anchor.text!r} is not at {anchor.start}"
        for role in ENTITY_ARGS[layer]:
            thing = getattr(fact, role, None)
            inside = any(form in fact.evidence for form in forms.get(thing or "", ()))
            if thing and not inside and role not in anchored:
                yield f"{layer} {fact.rule}: {role} of {fact.evidence!r} stands nowhere"


def test_the_test_finds_faults() -> None:
    text = "星河电子有限公司落户青禾经开区。"
    record = extractor().extract(document(text))
    assert record.relations and list(faults(record, text)) == []
    assert list(faults(record, "x" + text))


@given(TEXTS)
@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_a_sound_record(text: str) -> None:
    record = extractor().extract(document(text))
    assert list(faults(record, text)) == []


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=20).map("".join))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_text_gives_the_same_record_again(text: str) -> None:
    assert extractor().extract(document(text)) == extractor().extract(document(text))


def folders() -> list[Path]:
    return [data_folder("seeds/articles"), SHARED / "seeds", SHARED / "corpus", SHARED / "gold" / "docs"]


@pytest.mark.parametrize("folder", folders(), ids=lambda path: "/".join(path.parts[-2:]))
def test_real_documents_give_sound_records(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip(f"{folder} is not at hand")
    sources = find_sources([folder])
    assert sources
    for source in sources:
        doc = read_document(source, ReadOptions(None, None))
        found = list(faults(extractor().extract(doc), doc.text))
        assert found == [], (source.name, found[:5])
