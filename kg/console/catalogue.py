"""The message catalogue: ``en.toml`` and ``zh.toml`` for the program's own words, ``errors.zh.toml`` for
errors.

Errors are raised in English by all rooms; here their parts are recognised by templates and put into Chinese,
so that no room needs to know of languages. A part without a template stays English; a test lists those.
"""

from __future__ import annotations

import locale
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
_HERE = Path(__file__).parent
_current = "en"


def set_language(lang: str) -> None:
    """Choose the language of all later messages (``zh`` or ``en``)."""
    global _current
    if lang not in LANGUAGES:
        raise ValueError(f"no such language: {lang}")
    _current = lang


def language() -> str:
    """Return the language in use."""
    return _current


def pick_language(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """Find the language: ``--lang`` among the arguments, else the locale (Chinese if it is Chinese).

    >>> pick_language(["build", "--lang", "zh"], {"LANG": "en_US.UTF-8"})
    'zh'
    >>> pick_language(["build"], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"})
    'en'
    """
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            chosen = value if equals else next(iter(arguments[place + 1 :]), "")
            if chosen in LANGUAGES:
                return chosen
    return _from_locale(os.environ if environment is None else environment)


def _from_locale(environment: Mapping[str, str]) -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    name = locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(lang: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / f"{lang}.toml").read_text(encoding="utf-8"))


def words(key: str, **values: object) -> str:
    """Return a message of the program in the language in use, e.g. ``words("build.done", out=path)``.

    Raises:
        KeyError: the catalogue lacks it.
    """
    found: Any = _catalogue(_current)
    for part in key.split("."):
        found = found[part]
    text = str(found).strip()
    return text.format(**values) if values else text


def group(key: str) -> dict[str, str]:
    """Return all messages of a table of the catalogue."""
    found: Any = _catalogue(_current)
    for part in key.split("."):
        found = found[part]
    return {name: str(text) for name, text in found.items()}


@lru_cache(maxsize=1)
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = tomllib.loads((_HERE / "errors.zh.toml").read_text(encoding="utf-8"))["errors"]
    plain = sorted(pairs.items(), key=lambda pair: (pair[0].count("{}"), -len(pair[0]), pair[0]))
    return tuple((_template(english), chinese) for english, chinese in plain)


def _template(english: str) -> re.Pattern[str]:
    """Compile a template; a blank holds no boundary of parts, except that a colon may follow on a colon."""
    pieces = english.split("{}")
    pattern = re.escape(pieces[0])
    for before, after in pairwise(pieces):
        barred = "; " if before.endswith(": ") else "; |: "
        pattern += f"((?:(?!{barred}).)+?)" + re.escape(after)
    return re.compile(pattern)


def translate(line: str) -> str:
    """Put an error's line into the language in use, part by part; what is not known stays as it is.

    >>> set_language("zh"); translate("a.txt: empty file; remove it or fill it"); set_language("en")
    'a.txt：文件为空；请删除该文件或补上内容'
    """
    return line if _current == "en" else _in_chinese(line)


def _in_chinese(line: str) -> str:
    whole = _whole(line)
    if whole is not None:
        return whole
    for mark, chinese in (("; ", "；"), (": ", "：")):
        for found in re.finditer(mark, line):
            after = _whole(line[found.end() :])
            if after is not None:
                return _in_chinese(line[: found.start()]) + chinese + after
    before, mark, rest = line.rpartition("; ")
    return f"{_in_chinese(before)}；{rest}" if mark else line


def _whole(line: str) -> str | None:
    """Translate a line that is one part; None where no template fits."""
    for pattern, chinese in _templates():
        match = pattern.fullmatch(line)
        if match:
            return chinese.format(*(_in_chinese(part) for part in match.groups()))
    return None


def known(line: str) -> bool:
    """Return whether an error's part has a template."""
    return any(pattern.fullmatch(line) for pattern, _ in _templates())
