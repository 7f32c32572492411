"""Checking all rule, word-list and lexicon files at once: what is wrong, what is doubtful, which examples fail.

Nothing here stops at the first fault: a maintainer sees all of them, each with file, line and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import KgError, LexiconError, RuleError
from kg.extract.examples import Examples, Failure
from kg.extract.pattern import WORD_LIST, compile_pattern
from kg.extract.pipeline import Extractor
from kg.extract.rulebook import CompiledRule, Rulebook, read_rules
from kg.lexicon import Lexicon, read_lexicons
from kg.model import Block, BlockKind, Document
from kg.resources import lexicon_folder, rules_folder

_CONDITIONS = ("pattern", "before", "after", "not_before", "not_after", "not_inside", "reject")


@dataclass
class Checked:
    """What a check found.

    Attributes:
        problems: files, rows and rules that cannot be used.
        warnings: what works but is doubtful.
        failures: the examples that do not hold.
        counts: how many files, entries, words, rules, examples and counterexamples were looked at, by name.
    """

    problems: list[KgError] = field(default_factory=list)
    warnings: list[KgError] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether all files are right and all examples hold."""
        return not (self.problems or self.failures)


class _Watched(dict[str, tuple[str, ...]]):
    """Word lists that remember which of them were asked for."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(words)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> tuple[str, ...]:
        self.asked.add(name)
        return super().__getitem__(name)


def check_rules(extra: Path | None = None) -> Checked:
    """Check the built-in rules and lexicons, and those of the user's folder.

    Raises:
        RuleError: the user's folder does not exist.
    """
    if extra is not None and not extra.is_dir():
        raise RuleError(
            str(extra), "no such folder", "name the folder of your lexicons and rules after --with"
        )
    more = [extra] if extra else []
    out = Checked()
    lexicon = read_lexicons([lexicon_folder(), *more], out.problems.append)
    book = read_rules([rules_folder(), *more], out.problems.append)
    out.counts = _counts(lexicon, book, [lexicon_folder(), rules_folder(), *more])
    out.warnings += [*_about_rules(book), *_duplicate_words([rules_folder(), *more])]
    out.warnings += _duplicate_rows([lexicon_folder(), *more])
    words = _Watched(book.words)
    text = "云岭市星河项目总投资3亿元，增长5%。"  # some lists are asked for only while a text is read
    try:
        Extractor(lexicon, Rulebook(book.rules, words, book.fingerprint)).extract(_document(text))
    except KeyError as error:
        out.problems.append(RuleError(str(rules_folder()), f"the word list {error} is missing", "restore it"))
        return out
    out.warnings += _unused_lists(book, words.asked, [rules_folder(), *more])
    out.failures = list(Examples(lexicon, book).failures())
    return out


def _document(text: str) -> Document:
    block = Block(BlockKind.PARAGRAPH, text, range(len(text)))
    return Document("text", text, (block,), "0" * 64)


def _counts(lexicon: Lexicon, book: Rulebook, folders: Sequence[Path]) -> dict[str, int]:
    families = _families(book)
    return {
        "lexicon_files": len({p for f in folders for p in _files(f, ".tsv", ".tsv.gz")}),
        "entries": len(lexicon.entries),
        "rule_files": len({p for f in folders for p in sorted(f.rglob("*.yml"))}),
        "word_lists": len(book.words),
        "words": sum(len(words) for words in book.words.values()),
        "rules": len(families),
        "examples": sum(len(rule.rule.examples) for rule in families),
        "counterexamples": sum(len(rule.rule.counterexamples) for rule in families),
    }


def _families(book: Rulebook) -> list[CompiledRule]:
    """One rule for each name; those that one rule with ``each`` makes count once."""
    first: dict[str, CompiledRule] = {}
    for rule in book.rules:
        first.setdefault(rule.name.split(":")[0], rule)
    return list(first.values())


def _files(folder: Path, *endings: str) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(
            p for p in folder.iterdir() if p.name.endswith(endings) and p.name != "corrections.tsv"
        )


# --- what is doubtful in rules --------------------------------------------------------------------


def _about_rules(book: Rulebook) -> Iterator[KgError]:
    for rule in _families(book):
        name = rule.name.split(":")[0]
        if not rule.rule.examples:
            yield RuleError(rule.where, f"rule {name!r} has no example", "write one")
        if not rule.rule.counterexamples:
            yield RuleError(rule.where, f"rule {name!r} has no counterexample", "write one")
    for rule in book.rules:
        for name in _CONDITIONS:
            pattern = getattr(rule.rule, name)
            if pattern and compile_pattern(pattern, book.words).fullmatch("") and not _at_end(pattern):
                what = f"rule {rule.name!r}, {name}: the pattern can match empty text"
                yield RuleError(rule.where, what, "make a part of it obligatory")


def _at_end(pattern: str) -> bool:
    """Whether a condition names the end of the text on purpose (``$|[，。]``)."""
    return "$" in pattern or "^" in pattern


def _unused_lists(book: Rulebook, asked: set[str], folders: Sequence[Path]) -> Iterator[KgError]:
    used = asked | {
        name
        for rule in book.rules
        for condition in _CONDITIONS
        for name in WORD_LIST.findall(getattr(rule.rule, condition))
    }
    for where, name, _ in _listed(folders):
        if name in book.words and name not in used:
            yield RuleError(where, f"the word list {name!r} is used nowhere", "use it or remove it")


# --- what is doubtful in lists --------------------------------------------------------------------


def _listed(folders: Sequence[Path]) -> Iterator[tuple[str, str, list[tuple[int, str]]]]:
    """Yield (``file:line``, name, (line, text) of its lines) of each word list, as it is written."""
    for folder in folders:
        for path in sorted(folder.rglob("words*.yml")):
            try:
                lines = path.read_text(encoding="utf-8-sig").splitlines()
            except (OSError, UnicodeDecodeError):
                continue  # a problem by now
            heads = [(n, m) for n, line in enumerate(lines, 1) if (m := _KEY.match(line))]
            for (number, match), following in zip(
                heads, [*(n for n, _ in heads[1:]), len(lines) + 1], strict=True
            ):
                body = [(number, match["rest"]), *((n, lines[n - 1]) for n in range(number + 1, following))]
                yield f"{path}:{number}", match["name"], body


_KEY = re.compile(r"(?P<name>[A-Za-z_][\w-]*):(?P<rest>.*)")
_WORD = re.compile(r"[^\s\[\],]+")


def _duplicate_words(folders: Sequence[Path]) -> Iterator[KgError]:
    for where, name, body in _listed(folders):
        file = where.rpartition(":")[0]
        seen: set[str] = set()
        for number, text in body:
            for word in _WORD.findall(text.partition(" #")[0]) if not text.lstrip().startswith("#") else ():
                if word in seen:
                    what = f"{word!r} stands twice in the word list {name!r}"
                    yield RuleError(f"{file}:{number}", what, "leave one of them")
                seen.add(word)


def _duplicate_rows(folders: Sequence[Path]) -> Iterator[KgError]:
    for folder in folders:
        for path in _files(folder, ".tsv"):
            seen: dict[tuple[str, ...], int] = {}
            try:
                lines = path.read_text(encoding="utf-8-sig").splitlines()
            except (OSError, UnicodeDecodeError):
                continue  # a problem by now
            for number, line in enumerate(lines[1:], 2):
                cells = (*line.split("\t"), "", "", "")
                key = cells[0], cells[1], cells[3]
                if not line.strip() or line.startswith("#"):
                    continue
                if key in seen:
                    what = f"{cells[0]!r} stands twice (line {seen[key]})"
                    yield LexiconError(f"{path}:{number}", what, "leave one of the rows")
                seen.setdefault(key, number)
