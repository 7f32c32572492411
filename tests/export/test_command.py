"""The command: what it prints, what it refuses, and that nothing half-written stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Export

import kg.export.formats as formats
from kg.cli import main
from kg.errors import GraphError, OutputError
from kg.export import FORMATS, export

ROOT = Path(__file__).parents[2]


def contents(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in files if one.is_file()}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_same_bytes_from_another_process(built: Path, exported: Export, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kg.export import FORMATS, export\n"
        "for form in FORMATS: export(Path(sys.argv[1]), form, Path(sys.argv[2]) / form)"
    )
    variables = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "1",
        "LC_ALL": "C",
        "TZ": "Asia/Shanghai",
    }
    subprocess.run(
        [sys.executable, "-c", code, str(built), str(tmp_path)], env=variables, check=True, cwd=tmp_path
    )
    for form in FORMATS:
        assert contents(tmp_path / form) == contents(exported(form)[0]), form


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_is_announced(
    form: str, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "place"
    assert main(["export", str(built), "--to", form, "-o", str(place), "--lang", "en"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith(f"{place}: ") and shown.out.count("\n") == 1
    assert ("replaced by U+FFFD" in shown.err) is (form in ("rdfxml", "graphml", "gexf", "xlsx"))
    assert names(tmp_path) == ["place"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--to", "word", "-o", "x"], "'word' is not one of 'turtle'"),
        (["--to", "turtle"], "Missing option '--output'"),
        (
            ["--to", "turtle", "-o", "none/x"],
            "cannot be written (No such file or directory); choose another place",
        ),
        (["--to", "turtle", "-o", "folder"], "folder: is a folder; name a file after -o"),
        (["--to", "csv", "-o", "file"], "file: is a file; name a folder after -o"),
        (["--to", "csv", "-o", "folder"], "folder: holds other files (mine.txt); name a new or empty folder"),
        (["--to", "turtle", "-o", "out/graph.ttl"], "out/graph.ttl: lies in the folder of the build"),
        (["--to", "csv", "-o", "out"], "out: lies in the folder of the build"),
    ],
)
def test_wrong_usage_gives_2_and_one_line(
    arguments: list[str],
    words: str,
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(built, "out")
    Path("folder").mkdir()
    Path("folder/mine.txt").write_text("mine", encoding="utf-8")
    Path("file").write_text("mine", encoding="utf-8")
    before = contents(tmp_path)
    assert main(["export", "out", *arguments, "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert words in err and err.count("\n") == 1 and err.startswith("kg: ")
    assert contents(tmp_path) == before


def test_no_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in FORMATS:
        assert (
            main(["export", str(tmp_path), "--to", form, "-o", str(tmp_path.parent / "x"), "--lang", "en"])
            == 2
        )
        err = capsys.readouterr().err
        assert "run kg build SOURCES -o OUT first" in err and err.count("\n") == 1


def test_missing_library(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["export", str(built), "--to", "xlsx", "-o", str(tmp_path / "x.xlsx"), "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert err == 'kg: --to xlsx: needs XlsxWriter, which is not installed; pip install "fangzhi[xlsx]"\n'
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["turtle", "csv"])
def test_a_new_export_replaces_the_old(form: str, built: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    export(built, form, place, "zh")
    first = contents(place)
    export(built, form, place, "en")
    assert contents(place).keys() == first.keys()
    assert (contents(place) == first) is (form == "turtle")
    assert names(tmp_path) == ["place"]


@pytest.mark.parametrize("form", ["turtle", "package"])
def test_a_failure_leaves_the_old(
    form: str, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    export(built, form, place)
    before = contents(place)
    damaged = tmp_path / "damaged"
    shutil.copytree(built, damaged)
    text = (damaged / "background.ttl").read_text(encoding="utf-8")
    (damaged / "background.ttl").unlink()
    with pytest.raises(GraphError, match="no such file"):
        export(damaged, form, place)
    (damaged / "background.ttl").write_text(text.replace(" a ", " aa ", 3), encoding="utf-8")
    (damaged / "graph.ttl").write_text("@prefix", encoding="utf-8")
    with pytest.raises(GraphError):
        export(damaged, form, place)
    assert contents(place) == before
    assert names(tmp_path) == ["damaged", "place"]


def test_statements_out_of_order_are_refused(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "out")
    (tmp_path / "out" / "background.ttl").write_text(
        "<b:b> <b:b> <b:b> . <a:a> <a:a> <a:a> .", encoding="utf-8"
    )
    with pytest.raises(GraphError, match=r"background.ttl: its statements are not sorted; build it again"):
        export(tmp_path / "out", "ntriples", tmp_path / "x")


def test_unknown_form_from_python(built: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no such form: word; use one of turtle, "):
        export(built, "word", tmp_path / "x")
    assert formats.FORMATS == FORMATS


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are a POSIX thing")
@pytest.mark.parametrize("form", ["turtle", "trig", "rdfxml", "csv", "xlsx"])
def test_a_full_disk_leaves_nothing(form: str, built: Path, tmp_path: Path) -> None:
    code = (
        "import resource, sys; from kg.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300)); sys.exit(main())"
    )
    place = tmp_path / "place"
    command = [
        sys.executable,
        "-c",
        code,
        "export",
        str(built),
        "--to",
        form,
        "-o",
        str(place),
        "--lang",
        "en",
    ]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=variables, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1 and "File too large" in done.stderr
    assert done.stderr.startswith(f"kg: {place}: ")
    assert names(tmp_path) == []


@pytest.mark.slow
def test_the_workbook_opens_in_libreoffice(exported: Export, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-calc)")
    path = shutil.copy(exported("xlsx")[0], tmp_path / "t.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    # sheet 3 as CSV; every cell as it is shown
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(tmp_path / "csv"),
        str(path),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    (found,) = (tmp_path / "csv").glob("*.csv")
    assert "=SUM(A1)号项目" in found.read_text(encoding="utf-8")
