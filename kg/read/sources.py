"""Which files are documents: folders searched recursively, single files taken as they are.

Decisions: in a folder the suffixes of TEXT_SUFFIXES are documents. ``metadata.csv``, hidden files and
folders, files that tell about the collection (README, LICENSE …) and data or pictures are passed over.
Office, PDF and web files are documents that this program cannot read: they are reported as skipped. A folder
that holds a build of this program (``.fangzhi``) is not searched. A file named by itself is read whatever
its suffix.
"""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".mdown"})
UNREADABLE_SUFFIXES = frozenset(
    {
        ".pdf",
        ".doc",
        ".docx",
        ".wps",
        ".odt",
        ".rtf",
        ".htm",
        ".html",
        ".mht",
        ".epub",
        ".caj",
        ".ofd",
        ".ppt",
        ".pptx",
    }
)
METADATA = "metadata.csv"
OUTPUT_MARK = ".fangzhi"
_ABOUT = frozenset({"readme", "license", "licence", "copying", "notice", "changelog", "contributing"})


@dataclass(frozen=True, slots=True, order=True)
class SourceFile:
    """A file to read; ``name`` (the record's ``doc``) is its path below the folder given, NFC."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the command line says of all documents: ``--region`` and ``--date``; both win over everything."""

    region: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """A file that was not read, and why (one line)."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sources:
    """What a search found: documents (sorted by name), unusable files, files passed over (a count)."""

    files: tuple[SourceFile, ...]
    skipped: tuple[Skipped, ...]
    ignored: int


def find_sources(paths: Sequence[Path]) -> list[SourceFile]:
    """Return the documents among files and folders, sorted by name; see ``scan_sources``.

    Raises:
        InputError: a path is missing, or no document is there.
    """
    return list(scan_sources(paths).files)


def scan_sources(paths: Sequence[Path], exclude: Sequence[Path] = ()) -> Sources:
    """Search files and folders for documents.

    Args:
        paths: files and folders; a file that is named twice is taken once.
        exclude: folders not to search (the output folder).

    Raises:
        InputError: a path is missing, or no document is there.
    """
    if not paths:
        raise InputError("", "no sources given", "name a folder or a file")
    found: list[tuple[Path, Path]] = []
    skipped: list[Skipped] = []
    ignored = 0
    barred = {path.resolve() for path in exclude}
    for path in paths:
        if path.is_dir():
            files, bad, passed = _walk(path, barred)
            found += [(path, file) for file in files]
            skipped += bad
            ignored += passed
        elif path.exists() or path.is_symlink():
            found.append((path.parent, path))
        else:
            raise InputError(str(path), "no such file or folder", "check the path")
    files_named = _named(found)
    if not files_named and not skipped:
        raise InputError(", ".join(map(str, paths)), "no documents here", "texts end in .txt or .md")
    return Sources(tuple(files_named), tuple(sorted(skipped)), ignored)


def _walk(root: Path, barred: set[Path]) -> tuple[list[Path], list[Skipped], int]:
    files: list[Path] = []
    skipped: list[Skipped] = []
    ignored = 0

    def note(error: OSError) -> None:
        skipped.append(Skipped(str(error.filename), f"folder cannot be read ({error.strerror})"))

    for folder, subfolders, names in os.walk(root, onerror=note):
        here = Path(folder)
        if here != root and OUTPUT_MARK in names:
            subfolders.clear()
            continue
        subfolders[:] = sorted(
            name for name in subfolders if not name.startswith(".") and (here / name).resolve() not in barred
        )
        for name in sorted(names):
            suffix, stem = Path(name).suffix.lower(), Path(name).stem.lower()
            if name.startswith((".", "~$")) or stem in _ABOUT or name.lower() == METADATA:
                ignored += 1
            elif suffix in TEXT_SUFFIXES:
                files.append(here / name)
            elif suffix in UNREADABLE_SUFFIXES:
                reason = f"{suffix} files cannot be read; save it as UTF-8 text"
                skipped.append(Skipped((here / name).relative_to(root).as_posix(), reason))
            else:
                ignored += 1
    return files, skipped, ignored


def _named(found: list[tuple[Path, Path]]) -> list[SourceFile]:
    """Name each file by its path below the folder given; parent folders tell equal names apart."""
    unique: dict[Path, tuple[Path, Path]] = {}
    for root, file in found:
        unique.setdefault(file.resolve(), (root, file))
    depth = dict.fromkeys(unique, 0)
    while True:
        names = {real: _name(root, file, depth[real]) for real, (root, file) in unique.items()}
        counts = Counter(names.values())
        clashing = [real for real, name in names.items() if counts[name] > 1]
        if not clashing or all(depth[real] > 64 for real in clashing):
            return sorted(SourceFile(names[real], file) for real, (_, file) in unique.items())
        for real in clashing:
            depth[real] += 1


def _name(root: Path, file: Path, depth: int) -> str:
    relative = file.relative_to(root).as_posix()
    parents = root.resolve().parts[1:]
    above = parents[max(0, len(parents) - depth) :] if depth else ()
    name = unicodedata.normalize("NFC", "/".join((*above, relative)))
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
