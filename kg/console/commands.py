"""Commands and options whose help is looked up in the catalogue, in the language in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from kg.console.catalogue import LANGUAGES, set_language, words

F = TypeVar("F", bound=Callable[..., Any])


def _with_words(found: click.Option | None) -> click.Option | None:
    if found is not None:
        found.help = words("option.help")
    return found


class Option(click.Option):
    """An option; its help is ``option.NAME`` of the catalogue, NAME being the parameter's."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's line of help."""
        self.help = words(f"option.{self.name}")
        return super().get_help_record(ctx)


class Command(click.Command):
    """A command; its help is ``command.KEY`` of the catalogue, KEY being its name unless it is given."""

    def __init__(self, *given: Any, key: str | None = None, **settings: Any) -> None:
        super().__init__(*given, **settings)
        self.key = key or self.name or ""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option --help, which click makes, with its words from the catalogue."""
        return _with_words(super().get_help_option(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first line of the help."""
        return words(f"command.{self.key}").splitlines()[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        self.help = words(f"command.{self.key}")
        super().format_help_text(ctx, formatter)


class Group(click.Group):
    """A group of commands; its help is ``command.NAME`` of the catalogue."""

    command_class = Command
    group_class = type

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option --help, which click makes, with its words from the catalogue."""
        return _with_words(super().get_help_option(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first line of the help."""
        return words(f"command.{self.name}").splitlines()[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        self.help = words(f"command.{self.name}")
        super().format_help_text(ctx, formatter)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were defined."""
        return list(self.commands)


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """Declare an option with catalogue help."""
    return click.option(*names, cls=Option, **settings)


_debug = False


def debugging() -> bool:
    """Return whether --debug was given."""
    return _debug


def set_debugging(wanted: bool) -> None:
    """Tell whether errors of the program shall show their traceback."""
    global _debug
    _debug = wanted


def _use_language(_context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        set_language(value)


def common(function: F) -> F:
    """Add the options that every command has: --lang and --debug (which ``kg.cli.main`` reads itself)."""
    lang = option(
        "--lang", type=click.Choice(LANGUAGES), expose_value=False, is_eager=True, callback=_use_language
    )
    return lang(option("--debug", is_flag=True, expose_value=False)(function))
