from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import kg
from kg.cli import cli
from kg.console import catalogue, set_language, translate, words

PACKAGE = Path(kg.__file__).parent
ERRORS = {
    "KgError",
    "InputError",
    "RuleError",
    "LexiconError",
    "RecordError",
    "QueryError",
    "OutputError",
    "GraphError",
}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def flat(table: dict, prefix: str = "") -> dict[str, str]:
    found = {}
    for key, value in table.items():
        found |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return found


def load(name: str) -> dict:
    return tomllib.loads((PACKAGE / "console" / name).read_text(encoding="utf-8"))


def test_both_languages_have_the_same_messages_with_the_same_blanks() -> None:
    english, chinese = flat(load("en.toml")), flat(load("zh.toml"))
    assert english.keys() == chinese.keys()
    for key, text in english.items():
        blanks = {part.partition("}")[0] for part in text.split("{")[1:]}
        assert blanks == {part.partition("}")[0] for part in chinese[key].split("{")[1:]}, key


def commands(group: click.Group = cli) -> Iterator[click.Command]:
    yield group
    for command in group.commands.values():
        yield from commands(command) if isinstance(command, click.Group) else [command]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_command_and_option_has_help(lang: str) -> None:
    set_language(lang)
    for command in commands():
        assert words(f"command.{getattr(command, 'key', command.name)}")
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert words(f"option.{parameter.name}")
                assert parameter.name == "help" or type(parameter).__module__ == "kg.console.commands"


def template(node: ast.expr) -> Iterator[str]:
    """Yield the English templates that an argument of an error can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from template(node.body)
        yield from template(node.orelse)


def raised() -> Iterator[tuple[str, str]]:
    """Yield (place, template) of what and remedy of every error that the package raises."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS:
                for argument in node.args[1:3]:
                    for text in template(argument):
                        if text.strip("{} "):
                            yield f"{path.relative_to(PACKAGE)}:{node.lineno}", text


def test_every_error_is_in_the_catalogue() -> None:
    """An error that is new needs a line in kg/console/errors.zh.toml."""
    found = list(raised())
    assert len(found) > 60
    missing = sorted({f"{text!r}  ({place})" for place, text in found if not catalogue.known(text)})
    assert not missing, "add to kg/console/errors.zh.toml:\n" + "\n".join(missing)


def test_templates_can_be_filled() -> None:
    for english, chinese in load("errors.zh.toml")["errors"].items():
        blanks = english.count("{}")
        assert chinese.format(*("x" for _ in range(blanks)))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("a.txt: invalid utf-8 at byte offset 12; repair it or save it again as UTF-8",
         "a.txt：字节偏移 12 处不是有效的 utf-8；请修复，或另存为 UTF-8"),
        ("x/metadata.csv, line 2: date '5 May': no such month: 13; write an EDTF date such as 2020-09",
         "x/metadata.csv 第 2 行：日期 '5 May'：没有这个月份：13；请写成 EDTF 日期，如 2020-09"),
        ("out: cannot be written (No space left on device); free some space; the old graph stays",
         "out：无法写入（磁盘已满）；请腾出空间；原有图谱保持不变"),
        ("wholly unknown", "wholly unknown"),
    ],
)  # fmt: skip
def test_errors_in_chinese(english: str, chinese: str) -> None:
    assert translate(english) == english
    set_language("zh")
    assert translate(english) == chinese


def test_language_is_found() -> None:
    pick = catalogue.pick_language
    assert pick(["--lang=zh"], {}) == "zh"
    assert pick(["build", "x"], {"LANG": "zh_TW.UTF-8"}) == "zh"
    assert pick(["build", "--lang", "en"], {"LANG": "zh_CN.UTF-8"}) == "en"
    assert pick([], {"LC_ALL": "POSIX", "LANG": "zh_CN.UTF-8"}) == "en"
