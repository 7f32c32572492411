"""Whose figure it is: an area's (observation) or one named thing's (quantity)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.figures.statements import Statement
from kg.extract.figures.wording import Wording
from kg.extract.reading import Given, Mention, Passage, Reading
from kg.extract.subjects import region
from kg.model import BlockKind

_AREAS = ("Park", "Place")
_WORKS = ("Project", "Facility")
_OWNERS = ("Project", "Facility", "Company", "Park", "Organization", "Programme", "Event", "Product")
_OF = re.compile(
    r"^(?:余|多)?(?:以上)?(?:的|建设的?|兴建的?|打造的?|新建的?|实施的?|改造的?|投资建设的?|，(?:建设|新建|兴建|打造)|、[^，。；]{1,16}的)?[^，。；、\d]{0,6}$"
)
_ALSO = re.compile(r"(?:、|和|及|与|以及|，以及)[^，。；、\d]{0,8}")
_COUNTED = re.compile(r"(?:行动|计划|基金|债|债券|活动|工程|改革试点|贷款)[”》]?$")
_TAKES = re.compile(
    r"[^，。；、]{0,24}?(?:参与|参加|加入|进驻|入驻|纳入|实现)(?:了|到|的)?(?=[“《\u4e00-\u9fff])“?"
)
_DOES = re.compile(r"(?:直接|共|累计|已|可)?(?:带动|拉动|撬动|惠及|赋能|支持|帮扶|受益|资助|拨付|扶持|实施)")
_WAY = re.compile(r"(?:距|距离|毗邻|至|到|离)[^，。；]{0,16}$")
_TOPIC = re.compile(
    r"(?:该|此|整个)?(?:(?:项目|工程)(?!建设|化|制|管理|支出|招|服务)|(?P<firm>公司|集团|该企业))"
)
_MEETING = re.compile(r"签约|参展|参会|观众|展位|展区|客商|嘉宾|意向|成交|参赛|展商")
_PIECE = re.compile(r"[，。；：！？、（）(),;:\s“]|^|其中|由|与|和|及|在|对|依托|围绕")


@dataclass(frozen=True, slots=True)
class Owner:
    """The thing that a figure belongs to; ``others`` share a joint figure with it."""

    given: Given
    type: str
    mention: Mention | None = None
    others: tuple[Given, ...] = ()


class OwnerFinder:
    """Finds the owner of each statement of a passage, in order; keeps what earlier sentences were about."""

    def __init__(self, words: Wording, reading: Reading, passage: Passage) -> None:
        self._reading, self._passage = reading, passage
        works = words.any(
            "investment_words",
            "invested_words",
            "area_words",
            "length_words",
            "capacity_words",
            "output_words",
        )
        firms = words.any("revenue_words", "employee_words", "output_words", "capacity_words", "area_words")
        self._works, self._firms = re.compile(f"^{works}|{works}$"), re.compile(f"^{firms}|{firms}$")
        self._site = re.compile(words.any("area_words", "length_words") + "$")
        self._lead = re.compile(f"^{words.any('entity_lead')}")
        self._mentions = sorted(
            (m for m in passage.mentions if m.entity >= 0), key=lambda m: (m.start, m.end)
        )

    def find(
        self, said: Statement, sentence: tuple[int, int], chain: Sequence[tuple[Statement, Owner]]
    ) -> Owner | None:
        """Return the owner of a statement; ``chain`` are the statements before it in its sentence."""
        inside = next(
            (
                m
                for m in self._mentions
                if m.start <= said.found.figure.start and said.found.figure.end <= m.end
            ),
            None,
        )
        if inside is not None:
            return self._owner(inside, "")
        if said.source is not None:
            return next((o for s, o in reversed(chain) if s is said.source), None) or self._default(
                said, sentence
            )
        if (owner := self._right(said)) is not None:
            return owner
        if (
            owner := self._taking(said) or self._grouped(said, chain) or self._goes_on(said, chain)
        ) is not None:
            return owner
        named = None if self._is_way(said) or self._is_group(said) or self._is_effect(said) else said.mention
        if named is not None and named.entity >= 0 and not self._passage.text.startswith("等", named.end):
            return self._joined(named, said)
        if (owner := self._topic(said, sentence)) is not None:
            return owner
        typical = bool(self._works.search(said.indicator) or self._firms.search(said.indicator))
        typical = typical and not said.indicator.endswith("时长") and not self._of_trade(said)
        piece = self._passage.text[said.begin : said.begin + 4]
        if self._lead.match(piece) or typical:
            owner = self._anaphor(said, sentence, piece)
            if owner is not None:
                return owner
        if _MEETING.search(said.indicator) and (event := self._last(said, sentence, ("Event",))):
            return event
        return self._default(said, sentence, chain)

    def _owner(self, mention: Mention, via: str) -> Owner:
        return Owner(
            Given(mention.entity, self._passage.index, mention.start, mention.end, via), mention.type, mention
        )

    def _joined(self, mention: Mention, said: Statement, via: str = "") -> Owner:
        """A figure of several things together: A、B 总投资."""
        joint = [mention]
        for other in reversed([m for m in self._mentions if m.end <= mention.start]):
            between = self._passage.text[other.end : joint[-1].start]
            if other.type != mention.type or between not in ("、", "和", "及", "与", "以及"):
                break
            joint.append(other)
        if mention.type in _AREAS or len(joint) == 1:
            return self._owner(mention, via)
        others = tuple(self._owner(m, via).given for m in joint[1:])
        return Owner(self._owner(mention, via).given, mention.type, mention, others)

    def _right(self, said: Statement) -> Owner | None:
        """总投资12亿元的X项目: the thing stands behind the figure."""
        if not self._works.search(said.indicator):
            return None
        end = said.found.figure.end
        text = self._passage.text
        after = [
            m for m in self._mentions if end <= m.start <= end + 60 and m.type in (*_WORKS, "Company", "Park")
        ]
        if not after or after[0].start > end + 16 or not _OF.match(text[end : after[0].start]):
            return None
        joint = [after[0]]
        for other in after[1:]:
            if other.type != after[0].type or not _ALSO.fullmatch(text[joint[-1].end : other.start]):
                break
            joint.append(other)
        others = tuple(self._owner(m, "").given for m in joint[1:])
        return Owner(self._owner(joint[0], "").given, joint[0].type, joint[0], others)

    def _taking(self, said: Statement) -> Owner | None:
        """The programme or hall behind a count that takes part in it: 300家企业参与X行动."""
        if not said.right or said.measure != "value":
            return None
        match = _TAKES.match(self._passage.text, said.found.figure.end)
        if match is None:
            return None
        taken = next((m for m in self._mentions if m.start in (match.end(), match.end() - 1)), None)
        if taken is None or taken.type not in ("Programme", "Event", "Facility"):
            return None
        return self._owner(taken, "")

    def _grouped(self, said: Statement, chain: Sequence[tuple[Statement, Owner]]) -> Owner | None:
        """The area, where the figure is of a group just counted: 120个重点项目完成投资50亿元."""
        if not chain:
            return None
        last, owner = chain[-1]
        behind = last.right and last.found.right == said.begin and not said.left.startswith("“")
        return owner if behind and owner.type in _AREAS else None

    def _goes_on(self, said: Statement, chain: Sequence[tuple[Statement, Owner]]) -> Owner | None:
        """What a programme or fund does, after its first figure: 发放X补贴3亿元、带动销售20亿元."""
        if not chain or chain[-1][1].type not in ("Programme", "Event") or said.measure != "value":
            return None
        at = said.begin
        while at < said.found.left and self._passage.text[at] in "，、 ":
            at += 1
        between = self._passage.text[chain[-1][0].found.figure.end : at]
        if _DOES.match(self._passage.text, at) and not re.search("[。；]", between):
            return chain[-1][1]
        return None

    def _is_way(self, said: Statement) -> bool:
        """Whether the thing named before a length is what the subject is that far from (距X机场20公里)."""
        named = said.mention
        if named is None or not said.unit.endswith(("公里", "千米", "米", "分钟", "小时", "里")):
            return False
        return bool(_WAY.search(self._passage.text[max(0, named.start - 16) : named.start]))

    def _of_trade(self, said: Statement) -> bool:
        """Whether the indicator names a trade: its output is the area's."""
        return any(
            said.span[0] <= m.start < said.span[1] for m in self._passage.mentions if m.type == "Industry"
        )

    def _is_group(self, said: Statement) -> bool:
        """Whether the works named before the figure are counted (120个X项目): a group of the area."""
        named = said.mention
        if named is None or said.source is not None or named.text[0] == "“":
            return False
        return any(f.end == named.start and f.unit not in ("%", "") for f in self._passage.figures)

    def _is_effect(self, said: Statement) -> bool:
        """Whether the figure tells how an area's statistic moved with an event or a programme."""
        named = said.mention
        return (
            named is not None and named.type in ("Event", "Programme") and said.measure in ("growth", "rank")
        )

    def _topic(self, said: Statement, sentence: tuple[int, int]) -> Owner | None:
        """The work or firm that a sentence of a profile or an article takes up again with its first word (项目…)."""
        if self._reading.genre == "report" or said.measure not in ("value", "share"):
            return None
        text = self._passage.text
        begin = sentence[0]
        while begin < sentence[1] and text[begin].isspace():
            begin += 1
        match = _TOPIC.match(text, begin)
        if match is None or any(m.start == begin for m in self._mentions):
            return None
        if "；" in text[begin : said.begin] or any(
            begin <= m.start and m.end <= said.begin and self._at_head(m, sentence)
            for m in self._mentions
            if m.type != "Place"
        ):
            return None
        types = ("Company",) if match["firm"] else _WORKS
        found = [m for m in self._mentions if m.end <= sentence[0] and m.type in types]
        return self._joined(found[-1], said, "subject") if found else self._above(types)

    def _above(self, types: Sequence[str]) -> Owner | None:
        """The work that the line above names, where a list gives each work's name and then tells of it."""
        index = self._passage.index - 1
        for other in (self._reading.passages[index],) if index >= 0 else ():
            named = [m for m in other.mentions if m.type in types and m.entity >= 0]
            if len(named) == 1 and len(other.text) <= len(named[0].text) + 12:
                given = Given(named[0].entity, other.index, named[0].start, named[0].end, "heading")
                return Owner(given, named[0].type, named[0])
        return None

    def _anaphor(self, said: Statement, sentence: tuple[int, int], piece: str) -> Owner | None:
        """项目占地…, 公司拥有…, or a figure that only a work or firm has: the last such thing named."""
        types: tuple[str, ...] = _WORKS if self._site.search(said.indicator) else _OWNERS[:3]
        if piece.startswith(("项目", "该项目", "工程", "该工程")):
            types = _WORKS
        elif piece.startswith(("公司", "企业", "该公司", "该企业", "集团")):
            types = ("Company", "Project")
        elif piece.startswith(("园区", "该园", "园内", "全园", "该区")):
            types = ("Park",)
        elif piece.startswith(("基地", "该基地")):
            types = ("Park", "Project", "Facility")
        return self._last(said, sentence, types)

    def _last(self, said: Statement, sentence: tuple[int, int], types: Sequence[str]) -> Owner | None:
        """The last thing of these types before the figure in its sentence, else the first of the sentence before."""
        here = [m for m in self._mentions if sentence[0] <= m.start and m.end <= said.found.figure.start]
        here = [m for m in here if self._passage.text[max(0, m.start - 1) : m.start] not in ("距", "离")]
        if (
            self._reading.genre == "report"
            and types != ("Event",)
            and not self._lead.match(self._passage.text, said.begin)
        ):
            here = [
                m for m in here if not re.search("[，；]", self._passage.text[m.end : said.begin].strip("，"))
            ]
        refers = self._lead.match(self._passage.text, sentence[0], sentence[1])
        fitting = [m for m in here if m.type in types]
        if fitting and not refers:
            works = [m for m in fitting if m.type in _WORKS] or fitting
            heads = [m for m in works if self._at_head(m, sentence)]
            return self._owner((heads or works)[-1], "subject")
        if any(self._at_head(m, sentence) for m in here if m.type in _AREAS):
            return None
        before = [s for s in self._passage.sentences if s[1] <= sentence[0]]
        if self._reading.genre == "report" and not refers:
            return None
        for start, end in before[:-2:-1]:
            earlier = [m for m in self._mentions if start <= m.start and m.end <= end and m.type in types]
            if earlier:
                return self._owner(earlier[-1], "subject")
        return None

    def _default(
        self, said: Statement, sentence: tuple[int, int], chain: Sequence[tuple[Statement, Owner]] = ()
    ) -> Owner | None:
        """The subject of the clause or sentence, the heading's or title's place or park, the document's place."""
        heads = [
            m
            for m in self._mentions
            if sentence[0] <= m.start and m.end <= said.found.figure.start and self._at_head(m, sentence)
        ]
        listed = self._passage.text[sentence[0] : said.found.left].endswith("等")
        anew = said.right and self._passage.text[said.found.left - 1 : said.found.left] in ("，", "；")
        for mention in reversed(heads):
            if (listed or (anew and mention.type in _WORKS)) and mention.type not in _AREAS:
                continue
            if (
                mention.type in _WORKS
                and self._is_way(said)
                and "，" in self._passage.text[mention.end : said.begin]
            ):
                continue
            if mention.type in _AREAS and (mention.text[0] != "全" or self._is_region(mention)):
                return self._owner(mention, "subject")
            if mention.type in (*_WORKS, "Company", "Event", "Programme") and self._is_own(said, mention):
                return self._owner(mention, "subject")
        if self._reading.genre != "report" and (owner := self._earlier(said, sentence)):
            return owner
        works = self._reading.genre != "report" and not said.known and said.measure == "value"
        for index in reversed(self._passage.headings):
            if owner := self._in(index, "heading", works):
                return owner
        if self._reading.genre != "report" and (owner := self._titled()):
            return owner
        found = region(self._reading, self._passage.index, said.found.figure.start)
        return Owner(found, "Place") if found is not None else None

    def _earlier(self, said: Statement, sentence: tuple[int, int]) -> Owner | None:
        """The park, or the work, that earlier sentences of the passage began with."""
        for start, end in reversed([s for s in self._passage.sentences if s[1] <= sentence[0]]):
            inside = [m for m in self._mentions if start <= m.start < end]
            first = next((m for m in inside if self._at_head(m, (start, end))), None)
            if first is None:
                continue
            opening = start == self._passage.sentences[0][0]
            plain = said.measure == "value" and not said.known
            if first.type == "Park" or (first.type in _WORKS and opening and plain):
                return self._owner(first, "subject")
        return None

    def _titled(self) -> Owner | None:
        """The park that the text's title names."""
        for other in self._reading.passages[:6]:
            if other.block.kind != BlockKind.TITLE or other.index == self._passage.index:
                continue
            for mention in other.mentions:
                if mention.type == "Park" and mention.entity >= 0:
                    given = Given(mention.entity, other.index, mention.start, mention.end, "document")
                    return Owner(given, "Park", mention)
        return None

    def _is_own(self, said: Statement, mention: Mention) -> bool:
        """Whether a figure may belong to the work or firm that its sentence began with: no statistic of an area."""
        between = self._passage.text[mention.end : said.begin]
        if mention.type == "Programme" and (not _COUNTED.search(mention.text) or "，" in between.strip("，")):
            return False
        if said.measure != "value" or "；" in between or len(between) > 60:
            return False
        if said.known and not self._works.search(said.indicator) and not self._firms.search(said.indicator):
            return False
        if self._reading.genre == "report":
            typical = self._works if mention.type in _WORKS else self._firms
            return "，" not in between.strip("，") and bool(typical.search(said.indicator))
        return bool(self._firms.search(said.indicator)) or mention.type != "Company" or "同比" not in between

    def _is_region(self, mention: Mention) -> bool:
        return self._reading.entities[mention.entity].region

    def _in(self, index: int, via: str, works: bool = False) -> Owner | None:
        for mention in self._reading.passages[index].mentions:
            if (
                mention.entity < 0
                or mention.start > 6
                or (mention.text[0] == "全" and not self._is_region(mention))
            ):
                continue
            if mention.type in _AREAS or (works and mention.type in _WORKS):
                return Owner(
                    Given(mention.entity, index, mention.start, mention.end, via), mention.type, mention
                )
        return None

    def _at_head(self, mention: Mention, sentence: tuple[int, int]) -> bool:
        """Whether a mention begins a clause: nothing but a stop, a time or a lead word before it."""
        text = self._passage.text
        before = text[max(sentence[0], mention.start - 4) : mention.start].rstrip()
        if mention.start - sentence[0] == 0 or not before or before[-1] in "，。；：！？（(":
            return True
        if (
            before.endswith(("其中", "日前", "近日", "一是", "二是", "三是", "四是", "五是", "“", "是"))
            and mention.start - sentence[0] < 5
        ):
            return True
        if before.endswith(("其中", "“")) and before[:-1][-1:] in ("", "，", "。", "；"):
            return True
        return any(t.end == mention.start for t in self._passage.times)
