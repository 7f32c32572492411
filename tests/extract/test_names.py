"""Where names begin and end: heads and their left boundaries, quotation marks, rows, people, the document's place.

All names are invented. Each case reads one paragraph by the whole extractor.
"""

from __future__ import annotations

from functools import lru_cache

import pytest

from kg.extract.pipeline import Extractor, load_extractor
from kg.model import Block, BlockKind, Document, Stated


@lru_cache(maxsize=1)
def extractor() -> Extractor:
    return load_extractor()


def names(text: str, region: str = "云岭市") -> list[tuple[str, str]]:
    """(name, type) of the mentions of a paragraph that lie in no other, in order."""
    block = Block(BlockKind.PARAGRAPH, text, range(len(text)))
    doc = Document("a.txt", text, (block,), "0" * 64, metadata={"region": Stated(region, "option")})
    reading = extractor().read(doc)
    for mention in (*reading.passages[0].mentions, *reading.passages[0].nested):
        assert text[mention.start : mention.end] == mention.text
    return [(m.text, m.type) for m in reading.passages[0].mentions]


def of_type(text: str, kind: str, region: str = "云岭市") -> list[str]:
    return [name for name, type_ in names(text, region) if type_ == kind]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        # verbs stay out
        ("全力建好磐石岭抽水蓄能电站。", "Facility", ["磐石岭抽水蓄能电站"]),
        ("县里正加快建设磐石岭风电场。", "Facility", ["磐石岭风电场"]),
        ("新建青桐路污水处理厂。", "Facility", ["青桐路污水处理厂"]),
        ("争取到云帆科技园落地。", "Park", ["云帆科技园"]),
        # time words and adverbs
        ("今年3月，磐石产业园开园。", "Park", ["磐石产业园"]),
        ("目前磐石产业园已经开园。", "Park", ["磐石产业园"]),
        # counts and sums
        ("完成了241个重点项目。", "Project", []),
        ("三座跨江大桥建成。", "Facility", []),
        ("投资20亿元的磐石岭光伏项目并网。", "Project", ["磐石岭光伏项目"]),
        # slogans
        ("奋力谱写高质量发展新篇章工程。", "Project", []),
        ("以实干实绩交出满意答卷。", "Programme", []),
        # a capacity stays in
        ("星河电子年产40万套车灯项目落户。", "Project", ["星河电子年产40万套车灯项目"]),
        ("年产40万副镜架项目投产。", "Project", ["年产40万副镜架项目"]),
        # forms of registration
        ("星河电子有限公司位于云岭。", "Company", ["星河电子有限公司"]),
        ("引进多家民营有限公司。", "Company", []),
        # a bare class word is no name
        ("园区正在建设，项目进展顺利。", "Park", []),
        ("这个项目进展顺利。", "Project", []),
    ],
)
def test_left_boundaries(text: str, kind: str, found: list[str]) -> None:
    assert of_type(text, kind) == found


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("出台《青禾县竹产业促进办法》。", "《青禾县竹产业促进办法》", "Programme"),
        ("深入实施“双百双新”行动计划。", "“双百双新”行动计划", "Programme"),
        ("落实“三区两带”战略。", "“三区两带”战略", "Programme"),
        ("青桐路至白桦路快速通道（二期）工程开工。", "青桐路至白桦路快速通道（二期）工程", "Project"),
        ("磐石岭灌区项目（一期）开工。", "磐石岭灌区项目（一期）", "Project"),
        ("磐石岭灌区二期工程开工。", "磐石岭灌区二期工程", "Project"),
        ("青禾县荣获中国红茶之乡称号。", "中国红茶之乡", "Award"),
        ("云栖谷康养小镇开门迎客。", "云栖谷康养小镇", "Park"),
        ("走进溪湾镇，处处是花。", "溪湾镇", "Place"),
        ("磐石村迎来一批游客。", "磐石村", "Place"),
    ],
)
def test_names_with_marks_and_tails(text: str, name: str, kind: str) -> None:
    found = [(n.replace("称号", ""), t) for n, t in names(text)]
    assert (name, kind) in found


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("磐石新材料、云帆精密、鹿鸣生物和恒岳电缆等企业入驻。", "Company",
         ["磐石新材料", "云帆精密", "鹿鸣生物", "恒岳电缆"]),
        ("磐石产业园、云帆科技园以及鹿鸣物流园等园区开园。", "Park", ["磐石产业园", "云帆科技园", "鹿鸣物流园"]),
        ("重点发展电子信息、生物医药和现代物流等产业。", "Industry", ["电子信息", "生物医药", "现代物流"]),
        ("青桐大道、白桦大桥及澜江隧道通车。", "Facility", ["青桐大道", "白桦大桥", "澜江隧道"]),
        ("云岭大学、青禾职业学院等高校参加。", "Organization", ["云岭大学", "青禾职业学院"]),
        ("举办青禾灯会、云岭马拉松等活动。", "Event", ["青禾灯会", "云岭马拉松"]),
        ("打好蓝天、碧水、净土保卫战。", "Programme", ["蓝天", "碧水", "净土保卫战"]),
    ],
)  # fmt: skip
def test_rows(text: str, kind: str, found: list[str]) -> None:
    assert of_type(text, kind) == found


@pytest.mark.parametrize(
    ("text", "officials", "others"),
    [
        ("县委书记司马晴川主持会议。", ["司马晴川"], []),
        ("副市长阿依古丽·买买提到会。", ["阿依古丽·买买提"], []),
        ("云岭市委副书记、市长陆景川，市委常委、常务副市长白若谷出席。", ["陆景川", "白若谷"], []),
        ("市领导陆景川、白若谷、欧阳修远参加。", ["陆景川", "白若谷", "欧阳修远"], []),
        ("董事长顾南枝介绍了产线。", [], ["顾南枝"]),
        ("任命陆景川为副县长，免去白若谷的副县长职务。", ["陆景川", "白若谷"], []),
        ("高质量发展成效显著，强力推进项目建设。", [], []),
        ("省长们关心的都是大事。", [], []),
    ],
)
def test_people(text: str, officials: list[str], others: list[str]) -> None:
    found = names(text)
    assert set(officials) <= {n for n, t in found if t == "Official"}
    assert [n for n, t in found if t == "Person"] == others
    if not officials:
        assert not [n for n, t in found if t == "Official"]


def entities(text: str, region: str) -> dict[str, list[str]]:
    """Name of each entity with the words that stand for it."""
    block = Block(BlockKind.PARAGRAPH, text, range(len(text)))
    doc = Document("a.txt", text, (block,), "0" * 64, metadata={"region": Stated(region, "option")})
    record = extractor().extract(doc)
    return {entity.name: [m.text for m in entity.mentions] for entity in record.entities}


def test_the_documents_place_stands_behind_we_and_all() -> None:
    found = entities(
        "宣城市今年捷报频传。我市成立茶叶协会，全市出台《茶产业促进办法》。省委召开全会。", "宣城市"
    )
    assert {"宣城市", "我市", "全市"} <= set(found["宣城市"])
    assert found["省委"] == ["省委"]


def test_the_province_of_the_documents_place_stands_behind_its_we() -> None:
    found = entities("全省上下一盘棋。我省茶业兴旺，安徽省茶产业协会成立于安徽省。", "宣城市")
    assert {"全省", "我省", "安徽省"} <= set(found["安徽省"])


def test_a_bare_zone_is_one_with_the_full_name() -> None:
    found = entities("宣城高新区揭牌。星河电子落户高新区。", "宣城市")
    assert [name for name, mentions in found.items() if "高新区" in mentions] == ["宣城高新区"]
