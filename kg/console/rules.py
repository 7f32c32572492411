"""What ``kg rules`` prints: problems, failing examples and doubts; what one rule makes of a text; all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.console.catalogue import translate, words
from kg.console.streams import echo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.checking import Checked
    from kg.extract.examples import Failure
    from kg.extract.rulebook import CompiledRule
    from kg.extract.trying import Trial
    from kg.extract.why import Reason


def print_checked(checked: Checked) -> None:
    """Print all that a check found, the worst last, then the counts and the verdict."""
    for warning in checked.warnings:
        echo(words("rules.warning", line=translate(str(warning))))
    for failure in checked.failures:
        echo(_failure(failure))
    for problem in checked.problems:
        echo(words("rules.problem", line=translate(str(problem))))
    echo(words("rules.counts", **checked.counts))
    totals = {
        "problems": len(checked.problems),
        "failures": len(checked.failures),
        "warnings": len(checked.warnings),
    }
    echo(words("rules.sound" if checked.sound else "rules.unsound", **totals))


def _failure(failure: Failure) -> str:
    parts = [words("rules.lacks", what=", ".join(failure.lacks))] if failure.lacks else []
    parts += [words("rules.spare", what=", ".join(failure.spare))] if failure.spare else []
    parts += [translate(failure.error)] if failure.error else []
    return words(
        "rules.failed", where=failure.where, rule=failure.rule, text=failure.text, what="; ".join(parts)
    )


def print_trial(trial: Trial) -> None:
    """Print the rule, the text as it was read, what the rule gives and why it gives no more."""
    for rule in trial.rules:
        echo(words("rules.rule", name=rule.name, layer=rule.rule.layer, where=rule.where))
        echo(words("rules.pattern", pattern=rule.rule.pattern))
    for line in trial.marked:
        echo(words("rules.text", text=line))
    for fact in trial.gives:
        echo(words("rules.gives", what=fact))
    if not trial.gives:
        echo(words("rules.nothing"))
    for reason in trial.reasons:
        echo(words("rules.because", rule=reason.rule, why=_why(reason)))


def _why(reason: Reason) -> str:
    values = {"words": reason.words, **dict(reason.values)}
    return words(f"rules.why.{reason.code}", **values)


def print_rules(rules: Sequence[CompiledRule]) -> None:
    """Print one line for each rule: layer, name, label, examples and counterexamples, where it stands."""
    for rule in rules:
        about = rule.rule
        examples = f"{len(about.examples)}+{len(about.counterexamples)}"
        echo(f"{about.layer:<12} {rule.name:<36} {about.label:<20} {examples:>6}  {rule.where}")
