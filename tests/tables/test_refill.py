"""The provinces' table, written by readers, is filled again from the extractor's records."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.extract import load_extractor
from kg.model import encode_record
from kg.read import ReadOptions, find_sources, read_document

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"
REPORTS = SHARED / "corpus" / "gov-reports-2026"


@pytest.mark.skipif(not REPORTS.is_dir(), reason="../shared (the reports of the provinces) is absent")
def test_at_least_98_of_100_cells_are_right(tmp_path: Path) -> None:
    extractor = load_extractor()
    records = tmp_path / "records.jsonl"
    documents = (read_document(source, ReadOptions()) for source in find_sources([REPORTS]))
    records.write_bytes(b"\n".join(encode_record(extractor.extract(doc)) for doc in documents))
    scorer = SHARED / "tools" / "province_table.py"
    table = HERE / "provinces-2026.jsonl"
    result = subprocess.run(
        [sys.executable, scorer, table, records, "0.98"], capture_output=True, text=True, encoding="utf-8"
    )
    assert result.returncode == 0, result.stdout
