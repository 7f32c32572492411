"""Whether a name that the lexicons know counts as a mention where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.reading import Mention, Passage
from kg.model import BlockKind

_SELF_EVIDENT = re.compile(r"(?:业|经济|产业|制造)$")


class Context:
    """Checks the surroundings of lexicon hits; the cue words are lists of words.yml."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        def pattern(name: str) -> re.Pattern[str]:
            return re.compile("|".join(sorted(map(re.escape, words[name]), key=lambda w: (-len(w), w))))

        self._industry_after = pattern("industry_after")
        self._indicator_after = pattern("indicator_after")
        self._scheme_after = pattern("scheme_after")
        self._scheme_end = re.compile(f"(?:{self._scheme_after.pattern})$")
        self._won_before = re.compile(f"(?:{pattern('won_verbs').pattern})[^，。；\\d]{{0,10}}$")
        self._focus_before = re.compile(f"(?:{pattern('focus_verbs').pattern})了?$")

    def stands(self, passage: Passage, mention: Mention) -> bool:
        """Tell whether the hit is a mention: weak forms and bare trades need support."""
        if mention.type == "Industry":
            return self._heads_section(passage, mention) or self._industry(passage.text, mention)
        if not mention.rule.endswith("?"):
            return True
        before, after = passage.text[max(0, mention.start - 16) : mention.start], passage.text[mention.end :]
        if mention.type == "Programme":
            if len(mention.text) > 5 or self._scheme_end.search(mention.text):
                return True
            return before.endswith(("“", "《", "‘")) or bool(self._scheme_after.match(after))
        if mention.type == "Award":
            return bool(self._won_before.search(before))
        return mention.type == "Company" and (
            before.endswith("、") or after.startswith(("、", "公司", "集团", "等企业"))
        )

    def _heads_section(self, passage: Passage, mention: Mention) -> bool:
        """A trade that is all of a heading, but for its number, is what the section is about."""
        rest = len(passage.text) - (mention.end - mention.start)
        return passage.block.kind == BlockKind.HEADING and mention.end > len(passage.text) - 3 and rest < 6

    def counts_figures(self, text: str, end: int) -> bool:
        """Tell whether what follows makes a trade's name part of an indicator (增加值, 产量, 企业)."""
        return bool(self._indicator_after.match(text, end))

    def _industry(self, text: str, mention: Mention) -> bool:
        if mention.rule == "lexicon:gbt4754":
            return True
        after = text[mention.end : mention.end + 6]
        if self._indicator_after.match(after):
            return False
        if self._industry_after.match(after) or mention.text.endswith("产业"):
            return True
        if ":suffix" in mention.rule:
            return False
        if _SELF_EVIDENT.search(mention.text):
            return True
        return bool(self._focus_before.search(text[max(0, mention.start - 8) : mention.start]))
