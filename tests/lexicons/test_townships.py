"""Townships are read when they are needed; nobody can tell from the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import LexiconError
from kg.lexicon import Divisions, load_lexicons

HEADER = "name\ttype\taliases\tcode\tsource\tlevel\tcounty\n"
ROWS = (
    "云石镇\tPlace\t\t990102001\town\ttownship\t990102\n"
    "青禾乡\tPlace\t\t990102002\town\ttownship\t990102\n"
    "云石镇\tPlace\t\t990201001\town\ttownship\t990201\n"
)
PLACES = (
    "name\ttype\taliases\tcode\tsource\tlevel\tparent\n"
    "云岭市\tPlace\t云岭\t990100\town\tprefecture\t990000\n"
    "云石县\tPlace\t云石\t990102\town\tcounty\t990100\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "divisions.tsv").write_text(PLACES, encoding="utf-8")
    (tmp_path / "townships.tsv").write_text(HEADER + ROWS, encoding="utf-8")
    return tmp_path


def test_the_same_answers_as_when_all_rows_are_read(folder: Path) -> None:
    lexicon = load_lexicons([folder])
    lazy = lexicon.divisions
    whole = Divisions.from_rows(
        (e.name, e.aliases, e.code, e.extra) for e in (*lexicon.entries, *lexicon.townships)
    )
    for form in ("云岭", "云石", "云石县", "云石镇", "青禾乡", "无此地"):
        for near in (None, "990100", "990102", "990200"):
            assert lazy.find(form, near) == whole.find(form, near), (form, near)
        assert (form in lazy.by_form) == (form in whole.by_form)
    for code in ("990100", "990102001", "990201001", "990999001", ""):
        assert (code in lazy.by_code) == (code in whole.by_code)
        assert lazy.by_code.get(code) == whole.by_code.get(code)
        assert lazy.chain(code) == whole.chain(code)


def test_rows_of_a_prefecture(folder: Path) -> None:
    townships = load_lexicons([folder]).townships
    assert [row.name for row in townships.of_prefecture("9901")] == ["云石镇", "青禾乡"]
    assert townships.of_prefecture("9903") == []


def test_a_row_at_fault_is_named_when_it_is_read(folder: Path) -> None:
    (folder / "townships.tsv").write_text(HEADER + "坏行镇\tTown\t\t990102001\town\n", encoding="utf-8")
    lexicon = load_lexicons([folder])
    with pytest.raises(LexiconError, match=r"townships\.tsv:2: unknown type 'Town'"):
        lexicon.divisions.find("坏行镇")
