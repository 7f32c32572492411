"""What the fields of a rule may hold: layers, arguments, sources, moods; and what is wrong with a given rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.model import ENTITY_TYPES, RELATIONS, STATUSES

if TYPE_CHECKING:
    from kg.extract.rulebook import Rule

LAYERS = ("mentions", "relations", "tenures", "conferrals", "milestones", "quantities", "observations")
LABELS = {"mentions": ENTITY_TYPES, "relations": RELATIONS, "milestones": STATUSES}
# the arguments of each fact layer that are entities
ENTITY_ARGS = {
    "relations": ("s", "o"),
    "tenures": ("person", "of"),
    "conferrals": ("award", "recipient", "conferrer"),
    "milestones": ("project",),
    "quantities": ("subject",),
    "observations": ("area",),
}
OPTIONAL = {"of", "conferrer"}
# where an argument may come from that the pattern does not capture
SOURCES = (
    "@name",
    "@clause",
    "@head",
    "@topic",
    "@earlier",
    "@last",
    "@section",
    "@heading",
    "@title",
    "@region",
)
MOODS = ("plan", "sought", "negated", "condition", "urged")

Problem = tuple[str, str]


def problems(rule: Rule) -> Iterator[Problem]:
    """Yield (what is wrong, remedy) for each field that holds what no rule may hold."""
    if rule.layer not in LAYERS:
        yield f"unknown layer {rule.layer!r}", f"use one of {', '.join(LAYERS)}"
        return
    legal = LABELS.get(rule.layer)
    if legal and rule.label not in legal:
        yield f"label {rule.label!r} is none of {', '.join(legal)}", "correct it"
    if not rule.pattern:
        yield "the pattern is empty", "write one"
    if not 0 <= rule.confidence <= 1:
        yield f"confidence {rule.confidence:g} is not between 0 and 1", "correct it"
    yield from _types(rule)
    yield from _arguments(rule)
    yield from _moods(rule)
    yield from _examples(rule)


def _types(rule: Rule) -> Iterator[Problem]:
    named = [("inside", rule.inside), ("also", rule.also), ("ends_with", rule.ends_with)]
    named += [(f"types, {name}", kinds) for name, kinds in rule.types.items()]
    named += [(f"unless, {name}", kinds) for name, kinds in rule.unless.items()]
    for field, kinds in named:
        for kind in kinds:
            if kind not in ENTITY_TYPES:
                yield f"{field}: unknown type {kind!r}", f"use one of {', '.join(ENTITY_TYPES)}"


def _arguments(rule: Rule) -> Iterator[Problem]:
    known = ENTITY_ARGS.get(rule.layer, ())
    for field, names in (("args", rule.args), ("types", rule.types), ("unless", rule.unless)):
        for name in names:
            if name not in known:
                yield f"{field}: the layer {rule.layer} has no argument {name!r}", f"use {_row(known)}"
    for name, sources in rule.args.items():
        for source in [sources] if isinstance(sources, str) else sources:
            if source not in SOURCES:
                yield f"args, {name}: unknown source {source!r}", f"use one of {', '.join(SOURCES)}"


def _moods(rule: Rule) -> Iterator[Problem]:
    for key, value in rule.moods.items():
        mood = key.split()[-1] if key.split() else ""
        if mood not in MOODS:
            yield f"moods: unknown mood {key!r}", f"use one of {', '.join(MOODS)}"
        legal = ("keep", "drop", *LABELS.get(rule.layer, ()))
        if value not in legal:
            yield f"moods, {key}: {value!r} is none of {', '.join(legal)}", "correct it"


def _examples(rule: Rule) -> Iterator[Problem]:
    for example in rule.examples:
        if set(example) - {"text", "gives"} or not isinstance(example.get("text"), str):
            yield "an example is not 'text: …' with 'gives: …'", "write both"
        elif not example.get("gives"):
            yield f"the example {example['text']!r} gives nothing", "make it a counterexample"


def captured(rule: Rule, groups: dict[str, int]) -> Iterator[Problem]:
    """Yield what the groups of a rule's pattern lack (``groups`` as compiled)."""
    if rule.layer == "mentions":
        if not {"name", "list"} & set(groups):
            yield "the pattern captures no name", "mark it as (?P<name>…) or (?P<list>…)"
        return
    for name in ENTITY_ARGS.get(rule.layer, ()):
        if name not in groups and name not in rule.args and name not in OPTIONAL:
            yield f"the argument {name!r} comes from nowhere", "capture it in the pattern or name it in args"


def _row(names: tuple[str, ...]) -> str:
    return " or ".join(names) if names else "none"
