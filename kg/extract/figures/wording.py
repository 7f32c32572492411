"""The word lists of ``words_figures.yml`` in matching form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.wordlists import alternatives


class Wording:
    """Word lists by name, and expressions made from them."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._words = words
        self._joined: dict[tuple[str, ...], str] = {}

    def __getitem__(self, name: str) -> Sequence[str]:
        """The words of a list."""
        return self._words[name]

    def any(self, *names: str) -> str:
        """An expression for any word of the lists."""
        if names not in self._joined:
            self._joined[names] = alternatives(word for name in names for word in self._words[name])
        return self._joined[names]

    def ending(self, *names: str, tail: str = "") -> re.Pattern[str]:
        """A pattern for any word of the lists at the end of a text."""
        return re.compile(f"{self.any(*names)}{tail}$")

    def starting(self, *names: str) -> re.Pattern[str]:
        """A pattern for any word of the lists; use with ``match``."""
        return re.compile(self.any(*names))
