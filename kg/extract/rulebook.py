"""Loading the rules: YAML files of named rules with patterns, examples and counterexamples.

Files named ``words*.yml`` hold word lists (list name: words); every other ``*.yml`` holds a list of
rules. A user's folder (``--with``) adds to the built-in ones: its word lists extend lists of the same name,
its rules come after.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import re2
import yaml

from kg.errors import RuleError
from kg.extract.pattern import compile_pattern, expand
from kg.extract.ruleform import LAYERS, captured, problems


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule.

    Attributes:
        rule: its name, unique over all files.
        layer: what it yields: ``mentions`` or a fact layer.
        label: the entity type, relation, status or measure that it yields.
        pattern: see ``kg.extract.pattern``; a mentions rule captures the name as ``name``.
        inside: entity types: the pattern is tried on the names of these types, with the names in them masked.
        args: for each argument without a group in the pattern, where it comes from: ``@clause`` (the subject of
            the clause, carried over within its sentence), ``@earlier`` (that of an earlier sentence), ``@heading``,
            ``@title``, ``@region`` (the document's place), ``@name`` (with ``inside``: the name); a list tries them
            in order.
        types: for arguments from ``args``, the entity types that they may have.
        bare: arguments from ``args`` come from elsewhere only where the clause holds nothing before the verb but
            adverbs, times and generic nouns: a noun there is a subject that the extractor does not know.
        unless: for arguments from ``args``, entity types whose things, where they are the subject, leave no fact.
        moods: what becomes of the fact in a clause that is no plain statement (``plan``, ``negated``, ``sought``,
            ``condition``): ``keep``, ``drop``, or another label; else what is usual in the layer
            (``kg.extract.facts``). With a label in front (``started plan``) it holds for that label alone.
        each: label to word list: makes one rule of each, in which ``<each>`` is that list.
        before, after: patterns that must match the text directly before or after the match.
        not_before, not_after, not_inside: patterns that must not.
        also: other acceptable types, written into the record.
        ends_with: a name must end with a name of these types that the lexicons know (mentions only).
        reject: a pattern that the name, or the words of a fact, must not match anywhere.
        exact: the pattern itself tells where the name begins (mentions only).
        longest: the most characters that a name may have (mentions only).
        priority: among overlapping mentions the higher one wins, then the longer one.
        confidence: how often a fact of this rule is right, as calibrated on the known gold.
        examples: texts with mentions marked as ``[名称:Type]`` and what the rule must give.
        counterexamples: texts in which it must find nothing.
    """

    rule: str
    layer: str
    pattern: str
    label: str = ""
    inside: list[str] = []
    moods: dict[str, str] = {}
    unless: dict[str, list[str]] = {}
    bare: bool = False
    args: dict[str, str | list[str]] = {}
    types: dict[str, list[str]] = {}
    before: str = ""
    after: str = ""
    not_before: str = ""
    not_after: str = ""
    not_inside: str = ""
    also: list[str] = []
    ends_with: list[str] = []
    reject: str = ""
    longest: int = 30
    exact: bool = False
    priority: int = 50
    confidence: float = 0.8
    examples: list[dict[str, str | list[str]]] = []
    counterexamples: list[str] = []
    note: str = ""


@dataclass(frozen=True)
class CompiledRule:
    """A rule with its compiled patterns and where it stands (``file:line``)."""

    rule: Rule
    where: str
    pattern: Any
    before: Any
    after: Any
    not_before: Any
    not_after: Any
    not_inside: Any
    reject: Any

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.rule.rule

    @cached_property
    def groups(self) -> dict[str, int]:
        """Group numbers by argument name."""
        return dict(self.pattern.groupindex)

    def matches(self, text: str) -> Iterator[Any]:
        """Yield the matches in a (masked) text whose surroundings fit."""
        for match in self.pattern.finditer(text):
            start, end = match.span()
            if start < end and not self.misfit(text, start, end):
                yield match

    def misfit(self, text: str, start: int, end: int) -> str:
        """Return the name of the first condition that a match at ``start:end`` does not fulfil, else ``""``."""
        if self.not_inside and self.not_inside.search(text[start:end]):
            return "not_inside"
        head, tail = text[:start], text[end:]
        if self.before and not self.before.search(head):
            return "before"
        if self.not_before and self.not_before.search(head):
            return "not_before"
        if self.after and not self.after.match(tail):
            return "after"
        return "not_after" if self.not_after and self.not_after.match(tail) else ""


@dataclass(frozen=True)
class Rulebook:
    """All rules and word lists; ``fingerprint`` is the SHA-256 of the files."""

    rules: tuple[CompiledRule, ...]
    words: dict[str, tuple[str, ...]]
    fingerprint: str

    def of_layer(self, *layers: str) -> list[CompiledRule]:
        """Return the rules of the given layers, in file order."""
        return [rule for rule in self.rules if rule.rule.layer in layers]


class RuleSet:
    """Rules that are tried together.

    RE2's filter finds by their literal parts the few rules that can match a text at all; only these are tried.
    (An RE2 set gives the same rules, but builds its automaton while it reads: seconds, for lists this long.)
    """

    def __init__(self, rules: Sequence[CompiledRule], words: dict[str, tuple[str, ...]]) -> None:
        self.rules = list(rules)
        self._filter = re2.Filter()
        for rule in self.rules:
            self._filter.Add(expand(rule.rule.pattern, words))
        if self.rules:
            self._filter.Compile()

    def matches(self, text: str) -> Iterator[tuple[CompiledRule, Any]]:
        """Yield (rule, match) for all matches of all rules, in rule order."""
        if not self.rules or not text:
            return
        for index in sorted(self._filter.Match(text, True) or ()):
            for match in self.rules[index].matches(text):
                yield self.rules[index], match


Report = Callable[[RuleError], None]


def load_rules(folders: Sequence[Path]) -> Rulebook:
    """Read the rule files of the folders.

    Raises:
        RuleError: a file or rule is malformed: names file, line and rule.
    """
    return read_rules(folders, _refuse)


def _refuse(error: RuleError) -> None:
    raise error


def read_rules(folders: Sequence[Path], report: Report) -> Rulebook:
    """Read the rule files of the folders, handing each error to ``report``; what is at fault is left out."""
    words: dict[str, tuple[str, ...]] = {}
    raw: list[tuple[str, dict[str, Any]]] = []
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.yml")):
            try:
                data = _read(path)
                content = _parse(path, data)
            except RuleError as error:
                report(error)
                continue
            digest.update(path.name.encode() + b"\0" + data + b"\0")
            if path.name.startswith("words"):
                for name, listed in _word_lists(path, content, report):
                    words[name] = (*words.get(name, ()), *listed)
            else:
                raw.extend(_located(path, content, report))
    return Rulebook(tuple(_compile_all(raw, words, report)), words, digest.hexdigest())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RuleError(str(path), f"cannot be read ({error.strerror})", "check the file") from error


def _parse(path: Path, data: bytes) -> Any:
    """Parse YAML; every mapping gets its line as ``__line__``."""
    try:
        loader = _LineLoader(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RuleError(str(path), f"is not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    except yaml.YAMLError as error:
        raise RuleError(str(path), f"is not YAML ({error})", "mend the syntax") from error
    try:
        return loader.get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise RuleError(where, getattr(error, "problem", None) or "is not YAML", "mend the syntax") from error
    finally:
        loader.dispose()


class _LineLoader(yaml.CSafeLoader):
    """The safe YAML loader, with the line of each mapping; a key that stands twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep=deep)
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value} stands twice", key.start_mark
                )
            seen.add(key.value)
        mapping["__line__"] = node.start_mark.line + 1
        return mapping


def _word_lists(path: Path, content: Any, report: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not isinstance(content, dict):
        report(RuleError(str(path), "is no mapping of list names to words", "write 'name: [word, …]'"))
        return
    for name, listed in content.items():
        if name == "__line__":
            continue
        words = listed.split() if isinstance(listed, str) else listed
        if isinstance(words, list) and words and all(isinstance(w, str) for w in words):
            yield str(name), tuple(words)
        else:
            report(
                RuleError(f"{path}: {name}", "is no list of words", "write words, quoted where YAML needs it")
            )


def _located(path: Path, content: Any, report: Report) -> Iterator[tuple[str, dict[str, Any]]]:
    if content is None:
        return
    if not isinstance(content, list):
        report(RuleError(str(path), "is no list of rules", "begin each rule with '- rule: name'"))
        return
    for item in content:
        if isinstance(item, dict):
            line = item.pop("__line__", 0)
            yield f"{path}:{line}", _without_lines(item)
        else:
            report(
                RuleError(
                    str(path), f"holds {item!r} where a rule is expected", "begin it with '- rule: name'"
                )
            )


def _without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_lines(v) for k, v in value.items() if k != "__line__"}
    return [_without_lines(v) for v in value] if isinstance(value, list) else value


def _compile_all(
    raw: list[tuple[str, dict[str, Any]]], words: dict[str, tuple[str, ...]], report: Report
) -> Iterator[CompiledRule]:
    seen: dict[str, str] = {}
    for where, fields in (one for item in raw for one in _each(*item)):
        try:
            rule = msgspec.convert(fields, Rule)
        except msgspec.ValidationError as error:
            report(RuleError(where, f"rule {fields.get('rule', '?')!r}: {error}", "see docs/rules.md"))
            continue
        if rule.rule in seen:
            report(
                RuleError(
                    where, f"rule {rule.rule!r} is defined twice", f"rename it; first at {seen[rule.rule]}"
                )
            )
            continue
        seen[rule.rule] = where
        compiled = _compile(where, rule, words, report)
        if compiled is not None:
            yield compiled


def _each(where: str, fields: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a rule, or one rule for each label of its ``each``, named ``rule:label``."""
    labels = fields.get("each")
    if not isinstance(labels, dict):
        yield where, fields
        return
    for label, listed in labels.items():
        pattern = str(fields.get("pattern", "")).replace("<each>", f"<{listed}>")
        name = f"{fields.get('rule', '?')}:{label}"
        rest = {k: v for k, v in fields.items() if k != "each"}
        yield where, rest | {"rule": name, "label": label, "pattern": pattern}


def _compile(
    where: str, rule: Rule, words: dict[str, tuple[str, ...]], report: Report
) -> CompiledRule | None:
    wrong: list[tuple[str, str]] = [
        (f"rule {rule.rule!r}: {what}", remedy) for what, remedy in problems(rule)
    ]

    def build(field: str, *, at_end: bool = False) -> Any:
        pattern = getattr(rule, field)
        if not pattern:
            return None
        try:
            return compile_pattern(f"(?:{pattern})$" if at_end else pattern, words)
        except KeyError as error:
            wrong.append((f"rule {rule.rule!r}, {field}: unknown list or type {error}", "define it"))
        except ValueError as error:
            wrong.append((f"rule {rule.rule!r}, {field}: {error}", "RE2 syntax has no look-around"))
        return None

    compiled = CompiledRule(
        rule, where, build("pattern"), build("before", at_end=True), build("after"),
        build("not_before", at_end=True), build("not_after"), build("not_inside"), build("reject"),
    )  # fmt: skip
    if compiled.pattern is not None:
        wrong += [(f"rule {rule.rule!r}: {what}", remedy) for what, remedy in captured(rule, compiled.groups)]
    for what, remedy in wrong:
        report(RuleError(where, what, remedy))
    return None if wrong else compiled


__all__ = ["LAYERS", "CompiledRule", "Rule", "RuleSet", "Rulebook", "load_rules", "read_rules"]
