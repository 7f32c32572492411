"""docs/cli.md and docs/cli.zh.md: the help of every command, as the program prints it."""

from __future__ import annotations

from collections.abc import Iterator

import click

HEADS = {
    "en": (
        "# The command line",
        "What `kg --help` and `kg COMMAND --help` print; `python tasks.py docs` writes this page.\n"
        "Exit codes: 0 done; 1 done, but an input was skipped or a check asked for fails; 2 nothing done\n"
        "(wrong usage or unusable input); 3 internal error. 中文: [cli.zh.md](cli.zh.md)",
    ),
    "zh": (
        "# 命令行",
        "`kg --help` 和 `kg 命令 --help` 的输出；本页由 `python tasks.py docs` 生成。\n"
        "退出码：0 完成；1 完成，但有输入被跳过或所要求的检查未通过；\n"
        "2 什么也没做（用法错误或输入不可用）；3 内部错误。\n"
        "English: [cli.md](cli.md)",
    ),
}


def page(lang: str) -> str:
    """Return the page in a language, ``en`` or ``zh``."""
    from kg.cli import cli
    from kg.console import language, set_language

    before = language()
    set_language(lang)
    try:
        sections = [f"## `{path}`\n\n```text\n{text}\n```" for path, text in _helps(cli, "kg")]
    finally:
        set_language(before)
    return "\n\n".join([*HEADS[lang], *sections]) + "\n"


def _helps(
    command: click.Command, path: str, parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    context = click.Context(
        command, info_name=path.split()[-1], parent=parent, terminal_width=100, max_content_width=100
    )
    yield path, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None and not found.hidden:
                yield from _helps(found, f"{path} {name}", context)
