from __future__ import annotations

import errno
import hashlib
import json
import os
from pathlib import Path

import pytest
from fakes import STEPS, contents, options, put, steps_with, write

from kg.errors import InputError, LexiconError, OutputError
from kg.read import ReadOptions
from kg.run import Material, Progress, build, current_generation
from kg.run import generation as generations
from kg.run.generation import damaged


@pytest.fixture
def three(tmp_path: Path) -> Path:
    put(tmp_path, a="青禾县。\n水库开工。", b="云岭市。\n大桥通车。", c="石桥镇。")
    return tmp_path


def test_a_build_writes_one_generation_and_shows_it(three: Path) -> None:
    summary = build(options(three), steps=STEPS)
    out = three / "out"
    assert (summary.documents, summary.extracted, summary.skipped) == (3, 3, ())
    assert summary.entities == {"Place": 5} and summary.facts["relations"] == 2
    assert (out / "graph.ttl").read_text(encoding="utf-8").splitlines() == [
        "a.txt 10 2",
        "b.txt 10 2",
        "c.txt 4 1",
    ]
    assert (out / "texts" / "a.txt").read_text(encoding="utf-8") == "青禾县。\n水库开工。"
    assert len((out / "records.jsonl").read_bytes().splitlines()) == 3
    assert damaged(current_generation(out)) == []
    assert len(list((out / ".generations").iterdir())) == 1
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    for name, sha256 in manifest["files"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == sha256


def test_a_second_build_reads_only_what_changed(three: Path) -> None:
    build(options(three), steps=STEPS)
    again = build(options(three), steps=STEPS)
    assert (again.extracted, again.unchanged, again.documents) == (0, True, 3)
    put(three, b="云岭市。\n大桥封顶。\n路通了。")
    changed = build(options(three), steps=STEPS)
    assert (changed.extracted, changed.unchanged) == (1, False)
    fresh = build(options(three, out=three / "fresh"), steps=STEPS)
    assert fresh.extracted == 3
    assert contents(three / "out") == contents(three / "fresh")


def test_a_removed_document_takes_its_facts_along(three: Path) -> None:
    build(options(three), steps=STEPS)
    (three / "in" / "b.txt").unlink()
    build(options(three), steps=STEPS)
    build(options(three, out=three / "fresh"), steps=STEPS)
    assert contents(three / "out") == contents(three / "fresh")
    assert not (three / "out" / "texts" / "b.txt").exists()


def test_metadata_and_options_are_part_of_the_key(three: Path) -> None:
    build(options(three), steps=STEPS)
    table = three / "in" / "metadata.csv"
    table.write_text("file,region\na.txt,青禾县\nb.txt,云岭市\n", encoding="utf-8")
    assert build(options(three), steps=STEPS).extracted == 2
    table.write_text("file,region\na.txt,青禾县\nb.txt,石桥县\n", encoding="utf-8")
    assert build(options(three), steps=STEPS).extracted == 1
    read = ReadOptions(region="云岭市")
    assert build(options(three, read=read), steps=STEPS).extracted == 3
    assert b'"region":"\xe4\xba\x91' in (three / "out" / "records.jsonl").read_bytes()


@pytest.mark.parametrize("jobs", [2, 3])
def test_workers_change_nothing(tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.run.workers.CHUNK_BYTES", 100)
    put(tmp_path, **{f"d{n:02}": f"青禾县{n}。\n" * (n + 1) for n in range(30)}, bad="BOOM", dead="DIE")
    alone = build(options(tmp_path, out=tmp_path / f"o{jobs}", jobs=jobs), steps=STEPS)
    assert alone.documents == 30
    assert [skip.file for skip in alone.skipped] == ["bad.txt", "dead.txt"]
    assert "internal error (ZeroDivisionError: boom)" in alone.skipped[0].reason
    assert "was killed" in alone.skipped[1].reason
    (tmp_path / "in" / "bad.txt").unlink()
    (tmp_path / "in" / "dead.txt").unlink()
    build(options(tmp_path, out=tmp_path / "one"), steps=STEPS)
    build(options(tmp_path, out=tmp_path / f"o{jobs}", jobs=jobs), steps=STEPS)
    assert contents(tmp_path / "one") == contents(tmp_path / f"o{jobs}")


def test_bad_files_are_skipped_and_the_others_built(three: Path) -> None:
    folder = three / "in"
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(b"%PDF-1.4 \x00\x01")
    (folder / "invalid.txt").write_bytes("今年的工业发展很快".encode() * 9 + b"\xff")
    (folder / "old.doc").write_bytes(b"x")
    with (folder / "line.txt").open("wb") as file:
        file.write(b"a" * 50_000_000)
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    summary = build(options(three), steps=STEPS)
    assert summary.documents == 3
    reasons = {skip.file: skip.reason for skip in summary.skipped}
    assert set(reasons) == {"empty.txt", "binary.txt", "invalid.txt", "old.doc", "line.txt", "gone.txt"}
    assert reasons["empty.txt"].startswith("empty file")
    assert reasons["binary.txt"].startswith("binary file (PDF)")
    assert reasons["invalid.txt"].startswith("invalid utf-8 at byte offset 243")
    assert "50,000,000 bytes are more than the limit" in reasons["line.txt"]
    assert reasons["gone.txt"].startswith("no such file")
    assert all("\n" not in reason for reason in reasons.values())


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all"
)
def test_an_unreadable_file_is_skipped(three: Path) -> None:
    (three / "in" / "c.txt").chmod(0)
    summary = build(options(three), steps=STEPS)
    assert [skip.reason[:14] for skip in summary.skipped] == ["cannot be read"]


def test_a_file_that_vanishes_is_skipped(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.run import workers

    def vanish(source, read_options):
        if source.name == "b.txt":
            source.path.unlink()
        if source.name == "c.txt":
            source.path.write_text("另一篇。", encoding="utf-8")
        return original(source, read_options)

    original = workers.read_document
    monkeypatch.setattr(workers, "read_document", vanish)
    summary = build(options(three), steps=STEPS)
    assert [(skip.file, skip.reason[:12]) for skip in summary.skipped] == [
        ("b.txt", "no such file"), ("c.txt", "changed whil"),
    ]  # fmt: skip
    assert summary.documents == 1


def test_nothing_readable_keeps_the_old_graph(three: Path) -> None:
    build(options(three), steps=STEPS)
    before = contents(three / "out")
    for name in "abc":
        (three / "in" / f"{name}.txt").write_bytes(b"")
    with pytest.raises(InputError, match=r"empty file; .*; no document can be read"):
        build(options(three), steps=STEPS)
    assert contents(three / "out") == before


@pytest.mark.parametrize(
    ("number", "word"), [(errno.ENOSPC, "free some space"), (errno.EROFS, "check the folder")]
)
def test_a_full_disk_gives_one_line_and_keeps_the_old_graph(three: Path, number: int, word: str) -> None:
    def full(material: Material, progress: Progress) -> dict[str, int]:
        write(material, progress)
        raise OSError(number, os.strerror(number), str(material.folder / "graph.ttl"))

    build(options(three), steps=STEPS)
    before = contents(three / "out")
    put(three, d="新的一篇。")
    with pytest.raises(OutputError, match=word) as caught:
        build(options(three), steps=steps_with(full))
    assert "\n" not in str(caught.value)
    assert contents(three / "out") == before
    assert len(list((three / "out" / ".generations").iterdir())) == 1


def test_unusable_output_folders(three: Path) -> None:
    (three / "file").touch()
    with pytest.raises(OutputError, match="is a file"):
        build(options(three, out=three / "file"), steps=STEPS)
    with pytest.raises(OutputError, match="cannot be written"):
        build(options(three, out=three / "file" / "below"), steps=STEPS)
    with pytest.raises(OutputError, match="holds other files"):
        build(options(three, out=three / "in"), steps=STEPS)


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes all"
)
def test_a_read_only_output_folder(three: Path) -> None:
    (three / "out").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="cannot be written"):
        build(options(three), steps=STEPS)


def test_bad_options(three: Path) -> None:
    with pytest.raises(InputError, match="--date: date '5/2020'"):
        build(options(three, read=ReadOptions(date="5/2020")), steps=STEPS)
    with pytest.raises(LexiconError, match="no such folder"):
        build(options(three, extra=three / "none"), steps=STEPS)
    with pytest.raises(InputError, match="no such file or folder"):
        build(options(three, sources=(three / "none",)), steps=STEPS)


def test_the_users_folder_is_part_of_the_key(three: Path) -> None:
    extra = three / "own"
    extra.mkdir()
    build(options(three, extra=extra), steps=STEPS)
    (extra / "corrections.tsv").write_text("same\ta\tb\n", encoding="utf-8")
    corrected = build(options(three, extra=extra), steps=STEPS)
    assert (corrected.extracted, corrected.unchanged) == (0, False)
    (extra / "parks.tsv").write_text("name\ttype\n", encoding="utf-8")
    assert build(options(three, extra=extra), steps=STEPS).extracted == 3


def test_a_damaged_generation_and_a_damaged_cache_are_built_again(three: Path) -> None:
    build(options(three), steps=STEPS)
    out = three / "out"
    before = contents(out)
    (out / "graph.ttl").write_text("spoiled", encoding="utf-8")
    assert not build(options(three), steps=STEPS).unchanged
    assert contents(out) == before
    (out / "cache" / "records.sqlite").write_bytes(b"no database" * 1000)
    assert build(options(three), steps=STEPS).extracted == 3
    assert contents(out) == before


def test_without_symbolic_links(three: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("a required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    build(options(three), steps=STEPS)
    out = three / "out"
    assert not (out / "graph.ttl").is_symlink() and damaged(out) == []
    (three / "in" / "b.txt").unlink()

    def cut_short(folder: Path, generation: Path, names: set[str]) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(generations, "_drop_stale", cut_short)
        with pytest.raises(KeyboardInterrupt):
            build(options(three), steps=STEPS)
    assert (out / ".switch").exists()
    assert damaged(current_generation(out)) == []  # any reader finishes the switch
    assert not (out / ".switch").exists() and not (out / "texts" / "b.txt").exists()
