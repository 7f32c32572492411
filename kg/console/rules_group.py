"""The commands ``kg rules check``, ``test`` and ``list``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.console.commands import Group, common, option

WITH = option("--with", "extra", metavar="DIR", type=click.Path(path_type=Path))


@click.group("rules", cls=Group)
@common
def rules_group() -> None:
    """Group of the commands on rules."""


@rules_group.command("check", key="rules_check")
@WITH
@common
def rules_check_command(extra: Path | None) -> int:
    """Check all rules and lexicons."""
    from kg.console.rules import print_checked
    from kg.extract.checking import check_rules

    checked = check_rules(extra)
    print_checked(checked)
    return 0 if checked.sound else 1


@rules_group.command("test", key="rules_test")
@click.argument("rule")
@click.argument("text")
@option("--region", metavar="NAME")
@WITH
@common
def rules_test_command(rule: str, text: str, region: str | None, extra: Path | None) -> int:
    """Try a rule on a text."""
    from kg.console.rules import print_trial
    from kg.extract import load_extractor
    from kg.extract.trying import try_rule

    trial = try_rule(load_extractor(extra), rule, text, region)
    print_trial(trial)
    return 0 if trial.gives else 1


@rules_group.command("list", key="rules_list")
@option("--layer", type=click.Choice(["mentions", "relations", "tenures", "conferrals", "milestones"]))
@WITH
@common
def rules_list_command(layer: str | None, extra: Path | None) -> int:
    """List the rules."""
    from kg.console.rules import print_rules
    from kg.extract.rulebook import load_rules
    from kg.resources import rules_folder

    book = load_rules([rules_folder(), *([extra] if extra else [])])
    print_rules([rule for rule in book.rules if layer in (None, rule.rule.layer)])
    return 0
