"""Cache keys: what a record and a generation depend on, as SHA-256 hex digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import kg
from kg.errors import KgError, LexiconError
from kg.read import ReadOptions, SourceFile, metadata_row
from kg.resources import data_folder, lexicon_folder, rules_folder

_PACKAGE = Path(kg.__file__).parent
_READING_CODE = ("read", "lexicon", "extract")
CORRECTIONS = "corrections.tsv"


def digest(*parts: object) -> str:
    """Return the SHA-256 of a JSON form of the parts."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _files(folder: Path, patterns: Iterable[str]) -> list[Path]:
    return sorted({path for pattern in patterns for path in folder.rglob(pattern) if path.is_file()})


def _digest_files(folder: Path, patterns: Iterable[str], leave_out: str = "") -> str:
    """Hash names and contents of the files in a folder.

    Raises:
        LexiconError: a file cannot be read.
    """
    total = hashlib.sha256()
    for path in _files(folder, patterns):
        if path.name == leave_out:
            continue
        try:
            content = path.read_bytes()
        except OSError as error:
            raise LexiconError(str(path), f"cannot be read ({error.strerror})", "check it") from None
        total.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape") + b"\0")
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """Return a hash of all that turns a text into a record: version, code, layout words, rules and lexicons.

    In a checkout the code changes without its version, hence the code itself.
    """
    parts = [kg.__version__]
    parts += [_digest_files(_PACKAGE / room, ("*.py", "*.toml", "*.yml")) for room in _READING_CODE]
    parts += [hashlib.sha256((_PACKAGE / "model.py").read_bytes()).hexdigest()]
    parts += [_digest_files(lexicon_folder(), ("*",)), _digest_files(rules_folder(), ("*",))]
    return digest(*parts)


@lru_cache(maxsize=1)
def output_fingerprint() -> str:
    """Return a hash of all that turns records into a generation: the whole package and the ontology."""
    patterns = ("*.py", "*.toml", "*.yml", "*.html", "*.js", "*.css", "*.json")
    parts = [_digest_files(_PACKAGE, patterns)]
    try:
        parts.append(_digest_files(data_folder("ontology"), ("*",)))
    except FileNotFoundError:
        parts.append("no ontology")
    return digest(code_fingerprint(), *parts)


def extra_fingerprint(extra: Path | None) -> tuple[str, str]:
    """Return the hashes of the user's lexicons and rules, and of the user's corrections.

    Raises:
        LexiconError: the folder is missing.
    """
    if extra is None:
        return "", ""
    if not extra.is_dir():
        raise LexiconError(
            str(extra), "no such folder", "name the folder of your lexicons and rules after --with"
        )
    reading = _digest_files(extra, ("*.tsv", "*.tsv.gz", "*.yml", "*.yaml"), CORRECTIONS)
    return reading, _digest_files(extra, (CORRECTIONS,))


def record_key(source: SourceFile, sha256: str, options: ReadOptions, fingerprint: str) -> str:
    """Return the cache key of a document's record.

    Args:
        source: the file; its name is part of the record.
        sha256: of the file's bytes.
        options: ``--region`` and ``--date``.
        fingerprint: of code, rules, lexicons and the user's folder.
    """
    try:
        row = metadata_row(source)
        cells: object = [row.cells, row.unknown] if row else None
    except KgError as error:
        cells = str(error)  # reading the document will raise it
    return digest(source.name, sha256, cells, [options.region, options.date], fingerprint)
