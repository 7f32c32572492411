"""Generations: a whole build is written aside and becomes current in one atomic step.

On disk::

    OUT/.generations/NAME/…      a complete generation; NAME is from the SHA-256 of its manifest
    OUT/.generations/new-*/      one being written; rubbish after a kill, removed by the next build
    OUT/current                  symbolic link to the generation that counts; replaced by rename(2): this is
    the switch OUT/graph.ttl …              symbolic links to current/graph.ttl …, which never change

So a process that is killed leaves either the old or the new generation, whole. Readers that open several
files should resolve ``current`` once (``current_generation``).

Where the platform refuses symbolic links (Windows without the right to make them), files are put into OUT
one by one (hard links, else copies), with a journal ``OUT/.switch`` that names the generation: after a kill
in the midst of it the next command that opens OUT finishes the work from the generation, which is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from kg.errors import GraphError, OutputError

FOLDER = ".generations"
CURRENT = "current"
JOURNAL = ".switch"
MANIFEST = "manifest.json"
_NEW = "new-"
_KEEP = {FOLDER, CURRENT, JOURNAL, "cache", ".lock", ".fangzhi"}


def start(out: Path) -> Path:
    """Make the folder for a new generation, removing what killed builds left."""
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for rubbish in sorted(folder.glob(f"{_NEW}*")):
        shutil.rmtree(rubbish, ignore_errors=True)
    fresh = folder / f"{_NEW}{os.getpid()}"
    fresh.mkdir()
    return fresh


def seal(folder: Path, about: dict[str, Any]) -> None:
    """Write the manifest: ``about`` and the SHA-256 of every file of the generation."""
    files = {name: _sha256(folder / name) for name in _walk(folder)}
    text = json.dumps({**about, "files": files}, ensure_ascii=False, indent=1, sort_keys=True)
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="\n") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


def switch(out: Path, folder: Path) -> Path:
    """Make a sealed generation current; return where it lies. Older ones are removed afterwards."""
    digest = _sha256(folder / MANIFEST)[:16]
    names = (digest if number == 1 else f"{digest}-{number}" for number in count(1))
    name = next(name for name in names if not folder.with_name(name).exists())  # one may be there, damaged
    final = folder.with_name(name)
    folder.rename(final)
    if not _switch_links(out, name):
        _switch_files(out, name)
    _remove_others(out, name)
    return final


def _switch_links(out: Path, name: str) -> bool:
    """Swap the link ``current``; return False where the platform refuses links.

    The stable links are made first: they lead nowhere until the swap, which so brings all files at once.
    """
    temporary = out / f".{CURRENT}-new"
    temporary.unlink(missing_ok=True)
    try:
        temporary.symlink_to(Path(FOLDER) / name, target_is_directory=True)
    except (OSError, NotImplementedError):
        return False
    _make_links(out, out / FOLDER / name)
    temporary.replace(out / CURRENT)
    _drop_links(out, out / FOLDER / name)
    return True


def _drop_links(out: Path, generation: Path) -> None:
    wanted = {path.name for path in generation.iterdir()}
    for path in sorted(out.iterdir()):
        if path.is_symlink() and path.name not in wanted | _KEEP:
            path.unlink()


def _make_links(out: Path, generation: Path) -> None:
    for entry in sorted(path.name for path in generation.iterdir()):
        target, link = Path(CURRENT) / entry, out / entry
        if link.is_symlink() and link.readlink() == target:
            continue
        temporary = out / f".{entry}-new"
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(target, target_is_directory=(generation / entry).is_dir())
        if link.is_dir() and not link.is_symlink():
            shutil.rmtree(link)
        temporary.replace(link)


def _switch_files(out: Path, name: str) -> None:
    journal = out / JOURNAL
    temporary = out / f"{JOURNAL}-new"
    temporary.write_text(name + "\n", encoding="utf-8")
    temporary.replace(journal)
    _roll_forward(out)


def _roll_forward(out: Path) -> None:
    """Put the files of the journal's generation into OUT, then remove the journal; safe to repeat."""
    journal = out / JOURNAL
    generation = out / FOLDER / journal.read_text(encoding="utf-8").strip()
    names = [*_walk(generation), MANIFEST]
    for name in names:
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}-new")
        temporary.unlink(missing_ok=True)
        try:
            os.link(generation / name, temporary)
        except OSError:
            shutil.copyfile(generation / name, temporary)
        temporary.replace(target)
    _drop_stale(out, generation, set(names))
    journal.unlink()


def _drop_stale(out: Path, generation: Path, names: set[str]) -> None:
    for entry in (path.name for path in generation.iterdir() if path.is_dir()):
        for name in _walk(out / entry):
            if f"{entry}/{name}" not in names:
                (out / entry / name).unlink()


def recover(out: Path) -> None:
    """Finish a switch that was cut short: by builds, and by readers where there is a journal."""
    if (out / JOURNAL).is_file():
        _roll_forward(out)
    elif (out / CURRENT).is_symlink() and (out / CURRENT).is_dir():
        _make_links(out, (out / CURRENT).resolve())
        _drop_links(out, (out / CURRENT).resolve())


def _remove_others(out: Path, name: str) -> None:
    """Remove older generations. One that a reader still holds open (Windows) goes with the next build."""
    for path in sorted((out / FOLDER).iterdir()):
        if path.name != name:
            shutil.rmtree(path, ignore_errors=True)


def current_generation(out: Path) -> Path:
    """Return the folder of the current generation, for readers that open several of its files.

    Raises:
        GraphError: there is no build.
    """
    if not out.is_dir():
        raise GraphError(str(out), "no such folder", "run kg build SOURCES -o OUT first")
    if (out / JOURNAL).is_file():
        recover(out)
    link = out / CURRENT
    return link.resolve() if link.is_symlink() and link.is_dir() else out


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return a generation's manifest, or None where there is none or it is damaged."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) and isinstance(manifest.get("files"), dict) else None


def damaged(folder: Path) -> list[str]:
    """Return the files of a generation that are missing or differ from its manifest."""
    manifest = read_manifest(folder)
    if manifest is None:
        return [MANIFEST]
    bad = []
    for name, sha256 in sorted(manifest["files"].items()):
        path = folder / name
        if not path.is_file() or _sha256(path) != sha256:
            bad.append(name)
    return bad


def make_out(out: Path) -> None:
    """Make OUT and mark it as ours, so that a search for sources passes it over.

    Raises:
        OutputError: it cannot be written, or it is a file, or it holds other things.
    """
    if out.exists() and not out.is_dir():
        raise OutputError(str(out), "is a file", "name a folder after -o")
    try:
        out.mkdir(parents=True, exist_ok=True)
        if not (out / ".fangzhi").exists():
            foreign = sorted(path.name for path in out.iterdir() if path.name != ".lock")
            if foreign:
                shown = ", ".join(foreign[:3])
                raise OutputError(
                    str(out), f"holds other files ({shown})", "name a new or empty folder after -o"
                )
            (out / ".fangzhi").write_text("A build of Fangzhi; kg build replaces it.\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(
            str(out), f"cannot be written ({error.strerror})", "choose another folder"
        ) from None


def _walk(folder: Path) -> Iterator[str]:
    """Yield the paths of all files of a generation but its manifest, sorted."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST:
            yield name


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
