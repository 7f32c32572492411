from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from fakes import STEPS, options, put

from kg.console import set_language
from kg.console.catalogue import group
from kg.run import Bar, JsonLog, build


def test_json_lines(tmp_path: Path) -> None:
    put(tmp_path, a="青禾县。\n水库开工。", b="云岭市。")
    log = io.StringIO()
    build(options(tmp_path), JsonLog(log), STEPS)
    entries = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [entry["event"] for entry in entries] == ["stage", "progress", "progress", "stage", "done"]
    assert entries[2] == {"event": "progress", "stage": "read", "documents": 2, "characters": 14, "facts": 1}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_bar_tells_documents_speed_and_facts(
    tmp_path: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, a="青禾县。\n水库开工。", b="云岭市。")
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    set_language(lang)
    try:
        build(options(tmp_path), Bar(group("progress")), STEPS)
    finally:
        set_language("en")
    bar = Bar({"read": "读取", "documents": "篇", "facts": "条事实", "characters_per_second": "字/秒"})
    bar.stage("read", 100)
    bar.advance(1, 50, 7)
    bar.done()
    assert "1 篇, 7 条事实" in stream.getvalue()
