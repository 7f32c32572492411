"""Types that the sentence decides: a facility that it presents as works under way is a project."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.reading import Mention, Passage

_JOIN = re.compile(r"(?:、|和|及|与|以及|，)?(?:项目|主体工程|主体|工程|正式|全面|全线|顺利|已|正|将)?")


class UnderWay:
    """Retypes facilities (and parks) in front of verbs of works under way, over the items of their row."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        verbs = sorted(map(re.escape, words["under_way_after"]), key=lambda w: (-len(w), w))
        self._verbs = re.compile("|".join(verbs))

    def apply(self, passage: Passage) -> None:
        """Change the types of the passage's mentions in place."""
        later: Mention | None = None
        for mention in reversed(passage.mentions):
            if mention.type in ("Facility", "Project") and self._under_way(passage.text, mention, later):
                if mention.type == "Facility":
                    mention.type, mention.also = "Project", ("Facility", *mention.also)
                later = mention
            else:
                later = None

    def _under_way(self, text: str, mention: Mention, later: Mention | None) -> bool:
        join = _JOIN.match(text, mention.end)
        at = join.end() if join else mention.end
        if later is not None and later.start == at and at > mention.end:
            return True
        return bool(self._verbs.match(text, at)) and (
            at == mention.end or text[mention.end] not in "、和及与，"
        )


class Sought:
    """Retypes honours that are still sought (争创全国文明城市, 全国文明城市创建): they are programmes."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        def listed(name: str) -> str:
            return "|".join(sorted(map(re.escape, words[name]), key=lambda w: (-len(w), w)))

        self._after = re.compile(listed("sought_after"))
        self._before = re.compile(f"(?:{listed('sought_before')})“?$")

    def apply(self, passage: Passage) -> None:
        """Change the types of the passage's mentions in place; 创建 behind the name becomes part of it."""
        for mention in passage.mentions:
            if mention.type != "Award":
                continue
            behind = self._after.match(passage.text, mention.end)
            if behind:
                mention.end = behind.end()
                mention.text = passage.text[mention.start : mention.end]
            if behind or self._before.search(passage.text[max(0, mention.start - 8) : mention.start]):
                mention.type, mention.also, mention.canonical = "Programme", ("Award",), ""
