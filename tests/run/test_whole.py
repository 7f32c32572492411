"""The whole job with its real parts, on a small folder of invented texts."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import main
from kg.run import current_generation

ARTICLE = """星河落子
■本报记者　林晓

　　青禾县今年新开工项目21个。星河电子有限公司投资3.2亿元建设的青禾智能终端产业园项目落户青禾经开区，
目前已经投产。青禾县获评全国文明城市。
　　县委书记周小川说，青禾县将大力发展电子信息产业。2023年，青禾县地区生产总值增长5.1%。
"""
REPORT = """2024年云岭市政府工作报告
——2024年1月21日在云岭市第十三届人民代表大会第二次会议上
市长　欧阳明
一、2023年工作回顾
全市地区生产总值增长6.2%，规模以上工业增加值增长7.1%。云岭高铁站建成运营。
"""
BYTE_IDENTICAL = ("graph.ttl", "evidence.ttl", "background.ttl", "records.jsonl", "report.md", "graph.html")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sources = tmp_path / "in"
    sources.mkdir()
    (sources / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (sources / "b.txt").write_text(REPORT, encoding="gb18030")
    (sources / "metadata.csv").write_text("file,region,date\na.txt,青禾县,2024-03\n", encoding="utf-8")
    return tmp_path


def build(folder: Path, out: str, *more: str, code: int = 0) -> Path:
    arguments = ["build", str(folder / "in"), "-o", str(folder / out), "--lang", "zh", *more]
    assert main(arguments) == code
    return folder / out


def same(one: Path, other: Path) -> None:
    for name in BYTE_IDENTICAL:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    tables = sorted(path.name for path in (one / "tables").iterdir())
    assert tables == sorted(path.name for path in (other / "tables").iterdir())
    for name in tables:
        assert (one / "tables" / name).read_bytes() == (other / "tables" / name).read_bytes()


def test_build_ask_explain_view(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = build(folder, "out", "--jobs", "1")
    summary = capsys.readouterr().out
    assert "文档" in summary and str(out) in summary
    assert main(["query", str(out), "SELECT ?o ?x {?o a fz:Observation; fz:value ?x}", "-f", "csv"]) == 0
    rows = list(csv.reader(capsys.readouterr().out.splitlines()))
    assert len(rows) >= 3
    assert main(["explain", str(out), "青禾县", "--lang", "zh"]) == 0
    explained = capsys.readouterr().out
    assert "a.txt" in explained or "星河落子" in explained
    assert main(["query", str(out), "SELECT * {", "--lang", "en"]) == 2
    assert "syntax error" in capsys.readouterr().err
    assert main(["explain", str(out), "没有的名称", "--lang", "en"]) == 2
    assert main(["view", str(out), "-o", str(folder / "v.html"), "--focus", "青禾县"]) == 0
    assert (folder / "v.html").stat().st_size > 10_000


def test_equal_bytes_however_it_was_built(folder: Path) -> None:
    one = build(folder, "one", "--jobs", "1", "-q")
    same(one, build(folder, "two", "--jobs", "2", "-q"))
    (folder / "in" / "c.txt").write_text(REPORT.replace("云岭", "北辰"), encoding="utf-8")
    build(folder, "one", "-q")
    (folder / "in" / "c.txt").unlink()
    same(build(folder, "one", "-q"), folder / "two")


def test_the_next_build_reads_nothing_and_keeps_the_generation(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = build(folder, "out", "-q")
    generation = current_generation(out)
    capsys.readouterr()
    build(folder, "out")
    assert "没有变化" in capsys.readouterr().out
    assert current_generation(out) == generation


def test_quotes_stand_where_they_say(folder: Path) -> None:
    out = build(folder, "out", "-q")
    facts = 0
    for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text = (out / "texts" / record["doc"]).read_bytes().decode("utf-8")
        for layer in ("relations", "tenures", "conferrals", "milestones", "quantities", "observations"):
            for fact in record.get(layer, []):
                assert text[fact["span"]["start"] : fact["span"]["end"]] == fact["evidence"]
                facts += 1
    assert facts > 3


def test_skipped_inputs_are_in_the_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "in" / "empty.txt").touch()
    out = build(folder, "out", "-q", code=1)
    assert "已跳过：empty.txt：文件为空" in capsys.readouterr().err
    assert "empty.txt" in (out / "report.md").read_text(encoding="utf-8")


def test_malformed_corrections_keep_the_old_graph(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = build(folder, "out", "-q")
    before = (out / "graph.ttl").read_bytes()
    own = folder / "own"
    own.mkdir()
    (own / "corrections.tsv").write_text("action\tfirst\tsecond\tnote\nmarry\ta\tb\t\n", encoding="utf-8")
    capsys.readouterr()
    build(folder, "out", "-q", "--with", str(own), code=2)
    err = capsys.readouterr().err
    assert "corrections.tsv:2" in err and err.count("\n") == 1
    assert (out / "graph.ttl").read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="file size limits are a POSIX thing")
def test_no_space_for_a_file_keeps_the_old_graph(folder: Path) -> None:
    """A limit on file size stands for a full disk: the system refuses to write on, in the midst of a file."""
    out = build(folder, "out", "-q")
    before = (out / "graph.ttl").read_bytes()
    (folder / "in" / "c.txt").write_text(REPORT.replace("云岭", "北辰"), encoding="utf-8")
    program = (
        "import resource, sys; from kg.cli import main; limit = 20_000; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)); sys.exit(main())"
    )
    arguments = ["build", folder / "in", "-o", out, "-q", "--lang", "en", "-j", "1"]
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 2
    assert b"cannot be written (" in done.stderr and done.stderr.count(b"\n") == 1
    assert (out / "graph.ttl").read_bytes() == before
    assert len(list((out / ".generations").iterdir())) == 1
