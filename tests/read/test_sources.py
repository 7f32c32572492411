from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read import ReadOptions, find_sources, read_document, scan_sources


def put(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("云岭市的一件事。", encoding="utf-8")


def test_folders_are_searched_and_sorted(tmp_path: Path) -> None:
    put(
        tmp_path,
        "b.txt",
        "a.md",
        "sub/c.TXT",
        "metadata.csv",
        "README.md",
        ".hidden.txt",
        ".git/x.txt",
        "p.png",
    )
    found = scan_sources([tmp_path])
    assert [source.name for source in found.files] == ["a.md", "b.txt", "sub/c.TXT"]
    assert found.ignored == 4
    assert not found.skipped


def test_documents_of_other_kinds_are_reported(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "b.pdf", "c.docx")
    assert [skip.file for skip in scan_sources([tmp_path]).skipped] == ["b.pdf", "c.docx"]


def test_equal_names_are_told_apart_and_a_file_given_twice_is_one(tmp_path: Path) -> None:
    put(tmp_path, "x/a.txt", "y/a.txt", "y/b.txt")
    names = [s.name for s in find_sources([tmp_path / "x", tmp_path / "y", tmp_path / "y" / "b.txt"])]
    assert names == ["b.txt", "x/a.txt", "y/a.txt"]


def test_order_of_arguments_does_not_matter(tmp_path: Path) -> None:
    put(tmp_path, "x/a.txt", "y/a.txt", "z.txt")
    paths = [tmp_path / "x", tmp_path / "y", tmp_path / "z.txt"]
    assert find_sources(paths) == find_sources(paths[::-1])


def test_a_build_inside_the_sources_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "out/texts/a.txt", "other/b.txt")
    (tmp_path / "out" / ".fangzhi").touch()
    assert [s.name for s in find_sources([tmp_path])] == ["a.txt", "other/b.txt"]
    assert [s.name for s in scan_sources([tmp_path], [tmp_path / "other"]).files] == ["a.txt"]


@pytest.mark.parametrize("name", ["none", "empty"])
def test_nothing_to_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"no such file or folder|no documents here"):
        find_sources([tmp_path / name])


def metadata(folder: Path, text: str, encoding: str = "utf-8-sig"):
    put(folder, "a.txt")
    (folder / "metadata.csv").write_bytes(text.encode(encoding))
    [source] = find_sources([folder])
    return source


def test_metadata_wins_over_the_text_and_options_over_metadata(tmp_path: Path) -> None:
    source = metadata(tmp_path, "file,title,region,date,colour\r\na.txt,题,云岭,2020-09,red\r\n")
    doc = read_document(source, ReadOptions())
    assert (doc.meta("title"), doc.meta("region"), doc.meta("date")) == ("题", "云岭", "2020-09")
    assert doc.metadata["region"].via == "metadata" and doc.metadata["region"].column == "region"
    assert any("colour" in note for note in doc.notes)
    doc = read_document(source, ReadOptions(region="青禾县", date="2021"))
    assert (doc.meta("region"), doc.meta("date")) == ("青禾县", "2021")
    assert doc.metadata["date"].via == "option" and doc.metadata["date"].column == "--date"


def test_metadata_from_a_spreadsheet_in_gbk(tmp_path: Path) -> None:
    source = metadata(tmp_path, "file,publisher\na.txt,云岭日报的一个发行单位在这里\n", "gbk")
    assert read_document(source, ReadOptions()).meta("publisher") == "云岭日报的一个发行单位在这里"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,date\na.txt,2020\n", "line 1: no column 'file'"),
        ("file,date\na.txt,2020,x\n", "line 2: 3 cells under 2 columns"),
        ("file,date\na.txt,2020\na.txt,2021\n", r"line 3: a.txt stands twice \(line 2\)"),
        ("file,date\n,2020\n", "line 2: the cell 'file' is empty"),
        ("file,date\na.txt,5 May\n", "line 2: date '5 May': not a date"),
        ('file,date\n"a.txt"x,2020\n', "line 2: not CSV"),
        ("file,file\na.txt,b\n", "column 'file' stands twice"),
    ],
)
def test_malformed_metadata_names_the_line(tmp_path: Path, text: str, words: str) -> None:
    source = metadata(tmp_path, text)
    with pytest.raises(InputError, match=words):
        read_document(source, ReadOptions())
