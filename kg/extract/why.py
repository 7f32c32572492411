"""Why a rule that matched gives nothing: reasons that the rule machine hands to whoever wants to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.extract.rulebook import CompiledRule


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: ``code`` is a key of the messages for people (``rules.why``), ``values`` fill its blanks.

    ``words`` are the words of the text that the rule matched.
    """

    rule: str
    code: str
    words: str = ""
    values: tuple[tuple[str, str], ...] = ()


Why = Callable[[Reason], None]


def ignore(_: Reason) -> None:
    """Want to know nothing; what the extractor does."""


def reason(rule: CompiledRule, code: str, words: str = "", **values: str) -> Reason:
    """Make a reason."""
    return Reason(rule.name, code, words, tuple(values.items()))
