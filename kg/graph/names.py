"""What a name says about identity: folding, genericness, and its comparable form (``names.yml``)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import re2
import yaml

from kg.errors import LexiconError
from kg.graph.vocabulary import KIND_OF_TYPE, SITES
from kg.lexicon import Division, Lexicon
from kg.lexicon.load import DIVISION_FILES

_DROPPED = re.compile(r"[\s\"'“”‘’「」『』《》〈〉·•‧・]+")
_DASHES = re.compile("[‐-―−－]")
_FOLDED = re.compile("[\u3400-\u4dbf\u4e00-\u9fff0-9a-z]*\\Z")
"""Characters that folding leaves alone: most names have no others."""
_LEVEL_WORDS = ("自治区", "自治州", "自治县", "自治旗", "省", "市", "州", "盟", "县", "区", "旗", "镇", "乡")
_NO_NAMES = ("divisions", "retired-divisions", "townships", "gbt4754", "heads")
"""Lexicons that answer otherwise: divisions by code, classes of the standard by matches, heads not at all."""
_PERSONAL = "person"
NEVER_LOCAL = frozenset(["award", "industry", "product"])
"""Kinds whose names take none of the document's region (design.md, "Identity")."""
_LONGEST_PLACE = 12


def fold(name: str) -> str:
    """Fold a name for comparing, as the scorer does: NFKC, case, dashes, spaces, quotation marks.

    >>> fold("“青禾”—经开区 A")
    '青禾-经开区a'
    """
    if _FOLDED.match(name):
        return name
    return _DASHES.sub("-", _DROPPED.sub("", unicodedata.normalize("NFKC", name).casefold()))


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The contents of names.yml, compiled."""

    deictic: re.Pattern[str]
    generic: Mapping[str, Any]
    local: Mapping[str, re.Pattern[str]]
    same: Mapping[str, tuple[tuple[str, str], ...]]
    belonging: Mapping[str, re.Pattern[str]]
    heads: Mapping[str, tuple[str, ...]]
    endings: Mapping[str, tuple[str, ...]]
    alias_endings: Mapping[str, tuple[str, ...]]
    firm_endings: tuple[str, ...]
    firm_trades: re.Pattern[str]


def load_knowledge(path: Path | None = None) -> Knowledge:
    """Read names.yml.

    Raises:
        LexiconError: it cannot be read or lacks a part.
    """
    path = path or Path(__file__).with_name("names.yml")
    try:
        data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Knowledge(
            deictic=_alternatives(data["deictic"]),
            generic={kind: _repeated([*words, *data["common"]]) for kind, words in data["words"].items()},
            local={kind: re.compile(pattern) for kind, pattern in data["local"].items()},
            same={kind: tuple((a, b) for a, b in pairs) for kind, pairs in data["same"].items()},
            belonging=dict.fromkeys(data["belonging"]["kinds"], re.compile(data["belonging"]["pattern"])),
            heads={kind: tuple(words) for kind, words in data["heads"].items()},
            endings={kind: tuple(words) for kind, words in data["endings"].items()},
            alias_endings={kind: tuple(words) for kind, words in data["alias_endings"].items()},
            firm_endings=tuple(data["firm"]["endings"]),
            firm_trades=re.compile(data["firm"]["trades"]),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, re.error) as error:
        raise LexiconError(str(path), f"cannot be used ({error})", "restore the file") from error


def _alternatives(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(patterns) + ")")


def _repeated(words: Iterable[str]) -> Any:
    # the words overlap (产业, 产业园): re2 decides in linear time where re would backtrack
    return re2.compile("(?:" + "|".join(words) + ")+")


@dataclass(frozen=True)
class Names:
    """Answers about names, from the lexicons and names.yml; all answers are cached."""

    lexicon: Lexicon
    knowledge: Knowledge = field(default_factory=load_knowledge)
    _generic: dict[tuple[str, str], bool] = field(default_factory=dict)
    _places: dict[str, tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def known(self) -> dict[tuple[str, str], str]:
        """(kind, folded form) → the lexicon's name, where exactly one entry has the form."""
        found: dict[tuple[str, str], set[str]] = {}
        for entry in self.lexicon.entries:
            kind = KIND_OF_TYPE.get(entry.type)
            if kind is None or entry.file in _NO_NAMES:
                continue
            common = set(entry.extra.get("common_forms", "").split("|"))
            if entry.extra.get("common_word") == "1":
                common.add(entry.name)
            for form in entry.forms:
                if form not in common:
                    found.setdefault((kind, fold(form)), set()).add(entry.name)
        return {key: min(names) for key, names in found.items() if len(names) == 1}

    @cached_property
    def _body_words(self) -> frozenset[str]:
        """What stands after a place's name in the name of its body (人民政府, 发改委 …)."""
        return frozenset(form for entry in self.lexicon.of_type("BodySuffix") for form in entry.forms)

    @cached_property
    def _trades(self) -> frozenset[str]:
        return frozenset(
            form for entry in self.lexicon.from_file("industries") for form in entry.forms if len(form) > 1
        )

    def deictic(self, name: str) -> bool:
        """Tell whether a form (全市, 该项目) names something only inside its document."""
        return self.knowledge.deictic.fullmatch(name) is not None

    def local(self, kind: str, name: str) -> bool:
        """Tell whether a name needs the code of a division: it is personal, or generic."""
        if kind == _PERSONAL:
            return True
        if kind in NEVER_LOCAL:
            return False
        key = (kind, name)
        if key not in self._generic:
            self._generic[key] = self._is_generic(kind, name)
        return self._generic[key]

    def _is_generic(self, kind: str, name: str) -> bool:
        words = self.knowledge.generic.get(kind)
        if words is None or len(name) > 40:
            return False
        plain = _DROPPED.sub("", name)
        if words.fullmatch(plain):
            return True
        if kind == "organization" and (plain in self._body_words or plain[1:] in self._body_words):
            return plain in self._body_words or plain[0] in "省市县区州旗镇乡"
        if kind in ("park", "project") and any(
            plain.startswith(plain[:n]) and plain[:n] in self._trades and words.fullmatch(plain[n:])
            for n in range(2, min(len(plain), 9))
        ):
            return True
        patterns = (self.knowledge.local.get(kind), self.knowledge.belonging.get(kind))
        return any(pattern.fullmatch(plain) for pattern in patterns if pattern)

    def place_at_head(self, name: str, near: str = "") -> tuple[str, str]:
        """Split a name into the code of the division whose name it begins with, and the rest.

        Provinces before a division of their own are passed over; ``("", name)`` where there is none. Only
        divisions whose form is not ambiguous count, but for those of the region ``near``.
        """
        key = f"{near}\0{name}"
        if key not in self._places:
            self._places[key] = self._split(name, near)
        return self._places[key]

    def _split(self, name: str, near: str) -> tuple[str, str]:
        code, rest = "", name
        while True:
            division, length = self._longest(rest, near or code)
            if division is None or (code and not self.lexicon.divisions.within(division.code, code)):
                return code, rest
            code, rest = division.code, rest[length:]

    def _longest(self, name: str, near: str) -> tuple[Division | None, int]:
        divisions = self.lexicon.divisions
        for length in range(min(len(name) - 1, _LONGEST_PLACE), 1, -1):
            form = name[:length]
            if form not in divisions.by_form:
                continue
            division = divisions.find(form, near or None)
            if division is None or len(division.code) > 6:
                continue
            if form in division.ambiguous and not (near and divisions.within(division.code, near)):
                continue
            return division, length
        return None, 0

    def comparable(self, kind: str, name: str, code: str) -> str:
        """Return the form under which names of a kind mean the same; ``code`` is the key's division.

        A division's name at the head becomes its code, so 青禾市 and 青禾县 stay apart and 云岭省青禾市 and 青禾
        are equal; a generic name gets the code of its own division.
        """
        return self._comparable(kind, fold(name), code)

    def in_lexicon(self, kind: str, name: str, code: str) -> str:
        """Return the comparable form of the lexicon's name of a thing; empty where no lexicon has this name."""
        known = self.known.get((kind, fold(name)))
        return self._comparable(kind, fold(known), code) if known else ""

    def _comparable(self, kind: str, text: str, code: str) -> str:
        for word in self.knowledge.heads.get(kind, ()):
            text = text.removeprefix(word) if len(text) > len(word) + 1 else text
        head, rest = (
            ("", text) if kind in NEVER_LOCAL or kind == _PERSONAL else self.place_at_head(text, code)
        )
        if head and code and not self._related(head, code):
            head, rest = "", text  # 中山路 in a city that is not 中山
        if not head and code and kind != _PERSONAL:
            head, rest = self._own_level(text, code)
        for printed, same in self.knowledge.same.get(kind, ()):
            rest = rest.replace(fold(printed), same) or rest
        return f"{{{head or code}}}{rest}" if head or code else rest

    def _related(self, one: str, two: str) -> bool:
        return self.lexicon.divisions.within(one, two) or self.lexicon.divisions.within(two, one)

    def without_ending(self, kind: str, form: str) -> str:
        """Return a comparable form without the category noun that is often left out (…项目, …产业链)."""
        for ending in self.knowledge.endings.get(kind, ()):
            if form.endswith(ending) and len(form) - len(ending) > 1:
                return form[: -len(ending)]
        return form

    def _own_level(self, name: str, code: str) -> tuple[str, str]:
        """Take 市, 县, 省 … at the head of a generic name for the division at that level above ``code``."""
        for each in self.lexicon.divisions.chain(code):
            full = self.lexicon.divisions.by_code[each].name
            for word in _LEVEL_WORDS:
                if name.startswith(word) and full.endswith(word) and len(name) > len(word):
                    return each, name[len(word) :]
        return code, name

    def is_short_of(self, kind: str, form: str, name: str) -> bool:
        """Tell whether a form that one document uses for a name can stand for it in others.

        An abbreviation can; of a part of the name only what leaves out an ending (…战略, 有限公司): the rest may
        be a thing of its own (the motto in a programme's name, the firm in its branch's).
        """
        name = fold(name)
        if form not in name:
            return True
        if kind == "organization":
            if not name.startswith(form):
                return True  # the place in front is left out
            rest = name.removeprefix(form)
            for printed, same in self.knowledge.same.get(kind, ()):
                rest = rest.replace(fold(printed), same)
            return rest in ("", *self.knowledge.firm_endings)
        endings = self.knowledge.alias_endings.get(kind, self.knowledge.endings.get(kind, ()))
        return name.removeprefix(form) in endings

    def code_fits(self, kind: str, name: str, code: str) -> bool:
        """Tell whether a record's code is the name's own, and not that of a name inside it."""
        division = self.lexicon.divisions.by_code.get(code)
        if division is not None:
            return name.endswith((division.name, *division.aliases)) or self.deictic(name)
        known = self._forms_of_code.get(code)
        if known is None or fold(name) in known:
            return True
        return self.comparable(kind, name, "") in {self.comparable(kind, form, "") for form in known}

    @cached_property
    def _forms_of_code(self) -> dict[str, frozenset[str]]:
        return {
            entry.code: frozenset(fold(form) for form in entry.forms)
            for entry in self.lexicon.entries
            if entry.code and entry.file not in DIVISION_FILES
        }


def group(kind: str) -> str:
    """Return the kind, or ``site`` for the kinds among which records may disagree."""
    return "site" if kind in SITES else kind
