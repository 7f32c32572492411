"""Whether what stands before a head makes it a name: a proper modifier, a grant, an edition, works at a stage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.units import SPECIFIC, Kind, Unit
from kg.extract.wordlists import Words, any_of

_INVESTED = re.compile(r"\d[\d.]*余?(?:万|亿)?元的$")
_STAGE_LISTS = ("started_verbs", "topped_verbs", "completed_verbs", "producing_verbs", "operating_verbs")


@dataclass(frozen=True, slots=True)
class Head:
    """A name head with what it demands of its left side (heads.tsv)."""

    text: str
    type: str
    strong: bool
    proper: bool
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A head with its left side: ``begin`` and ``start`` are where name and head begin in ``text``."""

    text: str
    head: Head
    begin: int
    start: int
    modifiers: list[Unit]
    inside: list[Unit]  # known names and quotations that the head itself reaches into
    before: Sequence[Unit]  # the last units before the name

    def any(self, *kinds: Kind) -> bool:
        """Tell whether a modifier or a name in the head is of one of these kinds."""
        return any(u.kind in kinds for u in (*self.modifiers, *self.inside))

    @property
    def length(self) -> int:
        """Characters of the modifiers."""
        return sum(len(u.text) for u in self.modifiers)


class Propriety:
    """Decides for each type what makes a head with its modifiers a name."""

    def __init__(self, words: Words) -> None:
        self._words = {
            name: frozenset(words[name])
            for name in (
                "free_programme_heads",
                "generic_modifiers",
                "launch_verbs",
                "settlement_heads",
                "level_words",
                "registered_forms",
            )
        }
        self._stage = any_of(
            words, *(n for n in sorted(words) if n in _STAGE_LISTS), before="[^，。；、]{0,4}"
        )
        self._won = any_of(words, "won_verbs", after=r"[^，。；\d]{0,60}$")
        self._granted = any_of(words, "granted_prefixes")
        self._edition = any_of(words, "edition_words", before=r"^20\d\d$|第?[一二三四五六七八九十百\d]+届|")
        self._site = any_of(words, "site_endings", after="$")
        self._enclosed = any_of(words, "enclosed_endings", after="$")
        self._zone = any_of(words, "zone_endings", after="$")
        self._checks = {
            "Award": self._award,
            "Event": self._event,
            "Programme": self._programme,
            "Project": self._project,
            "Organization": self._organization,
            "Park": self._park,
            "Place": self._place,
            "Company": self._company,
            "Facility": self._facility,
        }

    def __call__(self, found: Found) -> bool:
        """Tell whether it is a name."""
        check = self._checks.get(found.head.type)
        verdict = check(found) if check else None
        if verdict is not None:
            return verdict
        if found.any(*SPECIFIC):
            return True
        return found.head.strong and not found.head.proper

    def _award(self, found: Found) -> bool:
        prefix = found.text[found.begin : found.start]
        granted = bool(self._granted.match(prefix)) and not self._site.search(found.head.text)
        won = self._won.search(found.text[max(0, found.begin - 70) : found.begin])
        return granted or won is not None or found.any(Kind.QUOTE)

    def _event(self, found: Found) -> bool | None:
        if any(self._edition.match(u.text) for u in found.modifiers):
            return found.start - found.begin > 3
        return True if found.any(Kind.NUMBER) else self._launched(found)

    def _programme(self, found: Found) -> bool | None:
        if not found.head.strong and not found.any(Kind.QUOTE):
            return False
        if found.head.text in self._words["free_programme_heads"] and found.length >= 2:
            return True
        return self._launched(found)

    def _launched(self, found: Found) -> bool | None:
        """A common-word name counts right behind a verb of launching (实施城市更新行动)."""
        behind = any(u.text in self._words["launch_verbs"] for u in found.before[-2:])
        return True if behind and found.head.strong and found.start - found.begin >= 2 else None

    def _project(self, found: Found) -> bool | None:
        """Works that a sum stands before or a stage behind are one undertaking, whatever their words."""
        if any(u.kind is Kind.NUMBER for u in found.modifiers):
            return True
        end = found.start + len(found.head.text)
        invested = _INVESTED.search(found.text[max(0, found.begin - 12) : found.begin])
        at_work = invested or self._stage.match(found.text[end : end + 14])
        return True if found.length > 2 and at_work else None

    def _organization(self, found: Found) -> bool | None:
        return True if any(u.text in self._words["level_words"] for u in found.modifiers[:1]) else None

    def _park(self, found: Found) -> bool | None:
        if self._enclosed.search(found.head.text) and found.any(Kind.TERM):
            return True
        return self._telling(found) if self._zone.search(found.head.text) else None

    def _facility(self, found: Found) -> bool | None:
        return self._telling(found) if found.head.strong else None

    def _telling(self, found: Found) -> bool | None:
        """Works and zones are often named in words of the dictionary, but not in class words."""
        telling = (
            len(u.text)
            for u in found.modifiers
            if u.kind is Kind.WORD and u.text not in self._words["generic_modifiers"]
        )
        return True if sum(telling) >= 2 else None

    def _place(self, found: Found) -> bool | None:
        own = [u for u in found.modifiers if u.type != "Place"]
        length = sum(len(u.text) for u in own)
        if not own or found.start + len(found.head.text) - found.begin < 3:
            return False
        if found.head.text not in self._words["settlement_heads"]:
            return None
        common = any(u.kind is Kind.LEFT or u.text in self._words["generic_modifiers"] for u in own)
        return 1 < length < 5 and not common

    def _company(self, found: Found) -> bool | None:
        """云岭航空, 青禾新材料: the trade of a place is no firm, nor is what follows a quotation."""
        if any(u.kind is Kind.QUOTE for u in found.modifiers):
            return False
        if found.head.text in self._words["registered_forms"] and self._telling(found):
            return True
        trade = bool(found.inside) and found.inside[-1].kind is Kind.TERM
        return False if trade and all(u.type == "Place" for u in found.modifiers) else None
