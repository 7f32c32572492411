"""Where a personal name ends: candidates of likely lengths are weighed by what stands behind them.

A name of one surname character has two or three characters, one with a compound surname three or four; behind a
public post a name may also be one written in the characters that transcribe Mongolian, Tibetan, Uyghur or Yi names
(word list ``transcribing``). A candidate gains by standing alone, by a verb or preposition that follows names (word
lists ``person_verbs`` and ``after_names``), and by ending where a token ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.wordlists import alternatives

_RUN = re.compile(r"[㐀-鿿]{1,14}")


class NameEnds:
    """Weighs where a name that begins at an offset ends."""

    def __init__(self, words: Mapping[str, Sequence[str]], surnames: Mapping[str, str]) -> None:
        self._surnames = surnames
        cues = [*words["person_verbs"], *words["after_names"]]
        self._cue = re.compile(alternatives(cues))
        self._short = frozenset(w for w in cues if len(w) == 1)
        self._never = frozenset(words["not_given_names"])
        self._transcribing = frozenset("".join(words["transcribing"]))

    def end(self, text: str, start: int, ends: set[int], *, strong: bool = False) -> int | None:
        """Return the end of the name that begins at ``start``, or None; ``ends`` are the ends of tokens.

        ``strong`` tells that a public post stands directly before, so that a rare name is believed.
        """
        run = _RUN.match(text, start)
        if run is None or len(run[0]) < 2:
            return None
        best = max(
            (
                (self._score(run[0], length, start + length in ends), length)
                for length in self._lengths(run[0], strong)
            ),
            default=(0.0, 0),
        )
        return start + best[1] if best[0] >= (1.4 if strong else 1.9) else None

    def followed(self, text: str, end: int) -> bool:
        """Tell whether a word that follows names stands at ``end``."""
        return self._cue.match(text, end) is not None

    def stops(self, character: str) -> bool:
        """Tell whether a character ends a transliterated name: a verb or preposition that transcribes nothing."""
        return character in self._short and character not in self._transcribing

    def _lengths(self, run: str, strong: bool) -> list[int]:
        size = 2 if run[:2] in self._surnames and len(run) > 2 else 1 if run[0] in self._surnames else 0
        usual = {0: (), 1: (2, 3), 2: (3, 4)}[size]
        lengths = [n for n in usual if n <= len(run)]
        if strong:
            whole = next((i for i, c in enumerate(run) if c not in self._transcribing), len(run))
            lengths += [n for n in range(3, min(whole, 6) + 1) if n not in lengths]
        return lengths

    def _score(self, run: str, length: int, token: bool) -> float:
        name, rest = run[:length], run[length:]
        if name in self._never or any(w in name for w in self._never if len(w) == 2 and w != name[:2]):
            return -9.0
        if name[:2] in self._never:
            return -9.0
        cue = self._cue.match(rest)
        score = 2.4 if not rest else 1.7 + 0.3 * min(len(cue[0]), 3) if cue else 0.0
        score += 0.5 if token else 0.0
        compound = name[:2] in self._surnames and len(name) > 2
        score += 0.5 if length == 3 else 0.0
        if name[-1] in self._short and (length > 3 or not compound) and length > 2:
            score -= 1.3 if length > 3 or name[-1] in "说等" else 0.9  # 说, 等 end no name
        return score
