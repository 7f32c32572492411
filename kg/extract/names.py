"""Head-driven names: find the head of a name (产业园, 大桥, 行动计划), then its left boundary.

Heads and stop words are lexicon data (heads.tsv, stopwords.tsv). From a head the finder walks left over
units until one that cannot stand in a name, then drops what cannot stand at a name's left edge.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extract.reading import Mention, Passage
from kg.extract.units import COUNTED, SPECIFIC, Kind, Unit
from kg.lexicon import Entry, Lexicon, TermMatcher

MAX_LENGTH = 40
# how far, in characters, a name of a type may reach to the left of its head
REACH = {"Product": 8, "Company": 12, "Organization": 18, "Place": 7, "Facility": 18, "Person": 0}
DEFAULT_REACH = 26
# what may follow a number inside a name: capacities, ordinals, line numbers
_NUMBER_UNIT = re.compile(
    r"[万千百亿]|吨|兆瓦|千瓦|千伏|公里|米|级|期|号|届|次|纳米|英寸|立方|平方|辆|台|套|片|张|头|只|羽|吉瓦|MW|GW|kV|t|G|度|村|省|市|县"
)
_YEAR = re.compile(r"20\d\d")
_MONEY = re.compile(r"[万亿千百]*(?:元|美元|欧元)")
_CAPACITY = {"年产", "日产", "年处理", "日处理", "年加工", "总装机", "年发电", "日供水"}
_INVESTED = re.compile(r"\d[\d.]*余?(?:万|亿)?元的$")
_SETTLEMENTS = {"镇", "乡", "村", "街道", "社区", "苏木", "嘎查", "片区"}
_ENCLOSED = re.compile(r"(?:园|园区|城|谷|港|小镇)$")
_ZONE = re.compile(r"(?:经开区|高新区|开发区|综保区|保税区|集中区|新区|科技城|科学城|产业园|工业园)$")
_SITE = re.compile(r"(?:公园|保护区|景区|名胜区|风景区|遗址|平台|中心|实验室|基地)$")
_GENERIC_COUNT = re.compile(r"^(?:个|家|条|项|座|批|所|处|名|位|件|种|类|大|余|多|余个|多个)")
_EDITION = re.compile(
    r"第?[一二三四五六七八九十百\d]+届|首届|中国|全国|全省|世界|国际|全球|亚洲|两岸|^20\d\d$"
)
_GRANTED = re.compile(r"国家|全国|中国|全省|省级|世界|亚洲|国际|联合国|全球|部级")
GRANTERS = frozenset(
    {
        "全国",
        "国家级",
        "国家",
        "省级",
        "全省",
        "世界级",
        "世界",
        "中国",
        "部级",
        "市级",
        "国际",
        "全球",
    }
)
_PHASE = re.compile(
    r"[（(](?:第?[一二三四五六七八九\d][期标]段?|[东南西北中]区)[）)]|[一二三四五六七八九]期(?:工程|项目)?"
)
_LEVELS = {"省", "市", "县", "区", "州", "盟", "旗", "镇", "乡", "自治区", "自治州", "全国", "国家"}
_VERB_LISTS = ("focus_verbs", "made_verbs", "produce_verbs", "built_by_verbs")
_CONJUNCTIONS = {"和", "及", "以及", "暨"}
_CONJOINED_TYPES = {"Programme", "Award", "Organization"}
_STAGE_LISTS = ("started_verbs", "topped_verbs", "completed_verbs", "producing_verbs", "operating_verbs")
_LINKED_TYPES = {"Project", "Facility", "Programme", "Place", "Park", "Event"}


@dataclass(frozen=True, slots=True)
class Head:
    """A name head with what it demands of its left side."""

    text: str
    type: str
    strong: bool
    proper: bool
    also: tuple[str, ...]


class NameFinder:
    """Finds head-driven names in a passage."""

    def __init__(self, lexicon: Lexicon, words: Mapping[str, Sequence[str]]) -> None:
        self.stops = {e.name: e.extra.get("where", "hard") for e in lexicon.of_type("Stop")}
        self.stops |= {w: "left" if len(w) < 3 else "hard" for name in _VERB_LISTS for w in words[name]}
        self.stops |= {w: "left" for w in words["left_stops"]}
        self.stops |= {w: "hard" for w in words["hard_stops"]}
        self.stops |= {w: "hard" for name in ("won_verbs", "honoured_verbs") for w in words[name]}
        self.stops |= {w: self.stops.get(w, "") + " adverb" for w in words["adverbs"]}
        stages = {w for name in words if name.endswith(_STAGE_LISTS) for w in words[name]}
        self._stage = re.compile(
            r"(?:[^，。；、]{0,4})(?:"
            + "|".join(sorted(map(re.escape, stages), key=lambda w: (-len(w), w)))
            + ")"
        )
        self._free_heads = frozenset(words["free_programme_heads"])
        self._won = re.compile("(?:" + "|".join(map(re.escape, words["won_verbs"])) + r")[^，。；\d]{0,16}$")
        self._generic = frozenset(words["generic_modifiers"])
        self._launch = frozenset(words["launch_verbs"])
        self._heads: TermMatcher[Head] = TermMatcher(
            (form, head) for entry in lexicon.from_file("heads") for form, head in _heads(entry)
        )

    def find(self, passage: Passage, units: Sequence[Unit]) -> list[Mention]:
        """Return one candidate for each head that ends at a unit's edge, the longest head for each end."""
        ends = {u.end for u in units if u.kind not in (Kind.QUOTE, Kind.PAREN)}
        begins = {u.start for u in units}
        guessed = {u.end for u in units if u.kind is Kind.NEW}
        longest: dict[int, tuple[int, list[Head]]] = {}
        for hit in self._heads.find(passage.text):
            if hit.end - hit.start == 1 and hit.start not in begins and hit.end not in guessed:
                continue
            if hit.end in ends and (hit.end not in longest or hit.start < longest[hit.end][0]):
                longest[hit.end] = (hit.start, hit.values)
        starts = [u.start for u in units]
        out = []
        for end, (start, heads) in sorted(longest.items()):
            mention = self._name(passage.text, units, starts, start, end, heads[0])
            if mention is not None:
                out.append(mention)
        return out

    def _name(
        self, text: str, units: Sequence[Unit], starts: list[int], start: int, end: int, head: Head
    ) -> Mention | None:
        index = bisect_left(starts, start)
        if index >= len(units) or units[index].start != start:
            index -= 1  # the head begins inside a unit
        parts = (Kind.NAME, Kind.QUOTE, Kind.TERM)
        inside = [u for u in units[index : index + 8] if u.start < end and u.kind in parts]
        left = self.left_units(units, index - (units[index].start >= start), head.type)
        if units[index].start < start:
            left = [units[index], *left] if units[index] not in left else left
        if left and left[-1].kind in (Kind.NAME, Kind.TERM) and left[-1].end > start:
            inside = [left[-1]]
        begin = min([u.start for u in left] + [start])
        if end - begin > MAX_LENGTH:
            return None
        if not self._acceptable(text, units, left, inside, begin, start, head):
            return None
        if self._counted(units, starts, begin):
            return None
        end = _with_phase(text, end, head.type)
        return Mention(begin, end, head.type, text[begin:end], f"head:{head.type}", 41, head.also)

    def _counted(self, units: Sequence[Unit], starts: list[int], begin: int) -> bool:
        """What a number stands before (241个市重点项目) is a count, not a name."""
        index = bisect_left(starts, begin) - 1
        if index < 0 or units[index].end != begin:
            return False
        return units[index].kind is Kind.NUMBER or bool(COUNTED.match(units[index].text))

    def left_units(self, units: Sequence[Unit], index: int, kind: str) -> list[Unit]:
        """Walk left from unit ``index`` and return the units that belong to the name, left to right."""
        out: list[Unit] = []
        at = index
        limit = units[index].end - REACH.get(kind, DEFAULT_REACH) if index >= 0 else 0
        while at >= 0 and units[at].start >= limit and self._belongs(units, at, kind, out):
            out.append(units[at])
            at -= 1
        cut_short = at >= 0 and units[at].start < limit and self._belongs(units, at, kind, out)
        out.reverse()
        if cut_short:  # no boundary in reach: begin with the leftmost proper name, if there is one
            first = next((i for i, u in enumerate(out) if u.kind in (Kind.NAME, Kind.QUOTE)), len(out))
            out = out[first:]
        return self.trim(out, kind)

    def trim(self, out: list[Unit], kind: str) -> list[Unit]:
        """Drop what cannot stand at the left edge; cut behind a light verb that a specific name follows."""
        cutting = (Kind.NAME, Kind.QUOTE, Kind.TERM) if kind == "Industry" else (Kind.NAME, Kind.QUOTE)
        while kind == "Industry" and out and out[0].type == "Place":
            out = out[1:]
        for i in range(len(out) - 1, 0, -1):
            if out[i - 1].kind is Kind.LEFT and out[i].kind in cutting and i > 1:
                out = out[i:]
                break
        while (
            out
            and not (out[0].text in _CAPACITY and len(out) > 1 and out[1].kind is Kind.NUMBER)
            and (
                (
                    out[0].kind in (Kind.LEFT, Kind.LINK, Kind.PAREN)
                    and not (kind == "Organization" and out[0].text in _LEVELS)
                    and not (kind == "Award" and out[0].text in GRANTERS)
                )
                or (out[0].kind is Kind.NUMBER and len(out) > 1 and _GENERIC_COUNT.match(out[1].text))
            )
        ):
            out = out[1:]
        return out

    def _belongs(self, units: Sequence[Unit], at: int, kind: str, right: list[Unit]) -> bool:
        unit = units[at]
        if (kind == "Award" and unit.text in GRANTERS) or (kind == "Project" and unit.text in _CAPACITY):
            return True
        if unit.kind in (Kind.HARD, Kind.PUNCT):
            return False
        if right and units[at].end != right[-1].start:
            return False  # white space between
        if unit.kind is Kind.QUOTE and right and right[-1].kind is Kind.QUOTE:
            return False
        if unit.text in _CONJUNCTIONS and kind not in _CONJOINED_TYPES:
            return False
        if unit.text == "与" or unit.text in _CONJUNCTIONS:
            common = (Kind.WORD, Kind.TERM, Kind.LEFT)
            return bool(right) and right[-1].kind in common and at > 0 and units[at - 1].kind in common
        if unit.kind is Kind.LINK:
            return kind in _LINKED_TYPES and at > 0 and units[at - 1].kind in (*SPECIFIC, Kind.WORD)
        if unit.kind is Kind.NUMBER and kind == "Event" and _YEAR.fullmatch(unit.text):
            return bool(right)
        if unit.kind is Kind.NUMBER:
            follows = right[-1].text if right else ""
            if _MONEY.match(follows):
                return False
            return bool(_NUMBER_UNIT.match(follows)) and not _GENERIC_COUNT.match(follows)
        return unit.kind is not Kind.PAREN or at > 0

    def _acceptable(
        self,
        text: str,
        units: Sequence[Unit],
        left: list[Unit],
        inside: list[Unit],
        begin: int,
        start: int,
        head: Head,
    ) -> bool:
        modifiers = [u for u in left if u.kind is not Kind.PAREN]
        quoted = any(u.kind is Kind.QUOTE for u in (*modifiers, *inside))
        if head.type == "Award":
            granted = (bool(_GRANTED.match(text[begin:start])) and not _SITE.search(head.text)) or bool(
                self._won.search(text[max(0, begin - 24) : begin])
            )
            return quoted or granted
        if head.type == "Event" and any(_EDITION.match(u.text) for u in modifiers):
            return start - begin > 3
        if head.type == "Programme" and not head.strong and not quoted:
            return False
        if head.text in self._free_heads and sum(len(u.text) for u in modifiers) >= 2:
            return True
        specific = any(u.kind in SPECIFIC for u in (*modifiers, *inside))
        if head.type in ("Project", "Event"):
            specific = specific or any(u.kind is Kind.NUMBER for u in modifiers)
        if head.type == "Organization" and any(u.text in _LEVELS for u in modifiers[:1]):
            specific = True
        if head.type == "Park" and _ENCLOSED.search(head.text):
            specific = specific or any(u.kind is Kind.TERM for u in (*modifiers, *inside))
        if head.type == "Place":
            own = sum(len(u.text) for u in modifiers if u.type != "Place")
            if start + len(head.text) - begin < 3 or not own:
                return False
        if head.type == "Company" and inside and inside[-1].kind is Kind.TERM:
            if all(u.type == "Place" for u in modifiers):
                return False  # 云岭航空, 青禾新材料: the trade of a place, not a firm
        if head.type == "Place" and head.text in _SETTLEMENTS:
            return bool(modifiers) and self._settlement(modifiers)
        if head.type == "Project" and sum(len(u.text) for u in modifiers) > 2:
            specific = specific or self._at_work(text, begin, start + len(head.text))
        zone = head.type == "Park" and _ZONE.search(head.text)
        if (head.type == "Facility" and head.strong) or zone:
            telling = [u for u in modifiers if u.kind is Kind.WORD and u.text not in self._generic]
            specific = specific or sum(len(u.text) for u in telling) >= 2
        if specific:
            return True
        if head.proper or not head.strong:
            return head.strong and start - begin >= 2 and self._launched(units, begin, head)
        return True

    def _settlement(self, modifiers: Sequence[Unit]) -> bool:
        """A town's or village's own name is two to four characters of anything but class words."""
        own = [u for u in modifiers if u.type != "Place"]
        length = sum(len(u.text) for u in own)
        return 1 < length < 5 and not any(u.kind is Kind.LEFT or u.text in self._generic for u in own)

    def _at_work(self, text: str, begin: int, end: int) -> bool:
        """Works that a sum stands before or a stage behind are one undertaking, whatever their words."""
        return bool(
            _INVESTED.search(text[max(0, begin - 12) : begin]) or self._stage.match(text[end : end + 14])
        )

    def _launched(self, units: Sequence[Unit], begin: int, head: Head) -> bool:
        """A common-word name counts right behind a verb of launching (实施城市更新行动)."""
        if head.type not in ("Programme", "Event"):
            return False
        before = [u for u in units if u.end <= begin][-3:]
        return any(u.text in self._launch for u in before[-2:])


def _with_phase(text: str, end: int, kind: str) -> int:
    """Take in a phase printed behind the head: （一期）, 二期工程."""
    match = _PHASE.match(text, end) if kind in ("Project", "Park", "Facility") else None
    return match.end() if match else end


def _heads(entry: Entry) -> list[tuple[str, Head]]:
    extra = entry.extra
    also = tuple(a for a in extra.get("also", "").split("|") if a)
    return [
        (form, Head(form, entry.type, extra.get("strength") == "strong", extra.get("proper") == "yes", also))
        for form in entry.forms
    ]
