from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.cli import main
from kg.model import decode_record
from kg.run import build as build_module

ROOT = Path(__file__).parents[2]
HEAVY = ("rdflib", "networkx", "jieba", "rjieba", "pyvis", "numpy", "pyoxigraph")


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    program = [sys.executable, "-c", "import sys; from kg.cli import main; sys.exit(main())"]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run([*program, *map(str, arguments)], capture_output=True, env=variables, check=False)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "b.txt").write_text("青禾县的桥\n\n青禾县的新桥已经通车。\n", encoding="utf-8")
    (folder / "a.txt").write_text("云岭市的路\n\n云岭市的公路已经开工。\n", encoding="gb18030")
    return folder


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["query", "--list"]])
def test_help_and_lists_import_nothing_heavy(arguments: list[str]) -> None:
    code = (
        f"import sys; from kg.cli import main; code = main({arguments!r}); "
        f"bad = [name for name in {HEAVY!r} if name in sys.modules]; assert not bad, bad; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.strip()


def test_help_is_quick() -> None:
    def best(code: str) -> float:
        times = []
        for _ in range(7):
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
            times.append(time.perf_counter() - begin)
        return min(times)

    assert best("from kg.cli import main; main(['--help'])") < 8 * best("pass")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build"], "Missing argument"),
        (["nothing"], "No such command 'nothing'"),
        (["build", "none", "-o", "out"], "none: no such file or folder; check the path"),
        (["extract", "none"], "none: no such file or folder"),
        (["query", "none", "SELECT * {?s ?p ?o}"], "none: no such folder; run kg build"),
        (["query"], "no query given"),
        (["build", "x", "-o", "y", "--jobs", "-1"], "--jobs"),
    ],
)
def test_wrong_usage_gives_2_and_one_line(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*arguments, "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert words in err and err.count("\n") == 1 and err.startswith("kg: ")


def test_errors_come_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "none", "-o", "x", "--lang", "zh"]) == 2
    assert capsys.readouterr().err == "kg：none：文件或文件夹不存在；请检查路径\n"


def test_extract_prints_one_record_per_line(texts: Path) -> None:
    done = run("extract", texts, "--date", "2024", "--region", "青禾县")
    assert (done.returncode, done.stderr) == (0, b"")
    records = [decode_record(line) for line in done.stdout.splitlines()]
    assert [record.doc for record in records] == ["a.txt", "b.txt"]
    assert all(record.date == "2024" for record in records)


def test_extract_under_the_c_locale_without_utf8_mode(texts: Path) -> None:
    usual = run("extract", texts)
    plain = run("extract", texts, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert plain.stdout == usual.stdout and "云岭市" in plain.stdout.decode("utf-8")
    assert (
        run("build", "--help", "--lang", "zh", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").returncode
        == 0
    )


def test_a_skipped_input_gives_1_and_a_line(texts: Path) -> None:
    (texts / "c.txt").touch()
    (texts / "d\x1b[31m.txt").write_bytes(b"\x00\x01\x02")
    done = run("extract", texts)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr.decode().splitlines() == [
        "skipped: c.txt: empty file; remove it or fill it",
        "skipped: d\\x1b[31m.txt: binary file; convert it to plain text",
    ]


def test_nothing_readable_gives_2(tmp_path: Path) -> None:
    (tmp_path / "c.txt").touch()
    done = run("extract", tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("own.tsv", "wrong\theader\n", "own.tsv"),
        ("own.yml", "- rule: [\n", "own.yml"),
    ],
)
def test_malformed_lexicons_and_rules(
    texts: Path, tmp_path: Path, name: str, content: str, words: str
) -> None:
    extra = tmp_path / "own"
    extra.mkdir()
    (extra / name).write_text(content, encoding="utf-8")
    done = run("extract", texts, "--with", extra)
    assert (done.returncode, done.stdout) == (2, b"")
    line = done.stderr.decode()
    assert words in line and line.count("\n") == 1


def test_an_internal_error_gives_3_and_one_line(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("boom\nmore")

    monkeypatch.setattr(sys.modules["kg.run.build"], "_build", fail)
    assert main(["build", str(texts), "-o", str(tmp_path / "out"), "--lang", "en"]) == 3
    err = capsys.readouterr().err
    assert err.startswith("kg: internal error: ZeroDivisionError: boom more; run again with --debug")
    assert err.count("\n") == 1
    with pytest.raises(ZeroDivisionError):
        main(["build", str(texts), "-o", str(tmp_path / "out"), "--debug"])
    assert build_module


def test_a_closed_pipe_is_no_error(texts: Path) -> None:
    for number in range(40):
        (texts / f"n{number}.txt").write_text("青禾县的新桥已经通车。\n" * 200, encoding="utf-8")
    code = "import sys; from kg.cli import main; sys.exit(main())"
    program = f"{sys.executable} -c '{code}' extract {texts} | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {program}"], capture_output=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)


def test_eval(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    record = {
        "doc": "a.txt",
        "entities": [{"id": "e1", "type": "Place", "name": "云岭市", "mentions": ["云岭市"]}],
    }
    (gold / "a.json").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "p.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert main(["eval", str(gold), str(tmp_path / "p.jsonl"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
    assert main(["eval", str(gold), str(tmp_path / "p.jsonl"), "--diff", str(tmp_path / "p.jsonl")]) == 0
