"""Nothing half-written: a file or folder is made beside its place and takes it when it is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import OutputError


def refuse_inside(path: Path, out: Path) -> None:
    """Refuse a path within a build, which the next build would remove and which an export could damage.

    Raises:
        OutputError: it is one.
    """
    if (path.parent.resolve() / path.name).is_relative_to(out.resolve()):
        raise OutputError(str(path), "lies in the folder of the build", "name a place outside of it after -o")


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give the path of a file to write; afterwards it stands at ``path``, after an error nothing has changed.

    Raises:
        OutputError: ``path`` is a folder or cannot be written.
    """
    if path.is_dir():
        raise OutputError(str(path), "is a folder", "name a file after -o")
    aside = _beside(path)
    with _one_line(path, aside):
        try:
            aside.open("wb").close()
            yield aside
            os.replace(aside, path)  # noqa: PTH105 - the one name that says what it does on all systems
        finally:
            aside.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give the path of an empty folder to fill; afterwards it stands at ``path``.

    A folder that stands there is replaced if all that is in it would be written anew (an earlier export).

    Raises:
        OutputError: ``path`` is a file, holds other things, or cannot be written.
    """
    if path.exists() and not path.is_dir():
        raise OutputError(str(path), "is a file", "name a folder after -o")
    aside, old = _beside(path), _beside(path, "old")
    with _one_line(path, aside):
        try:
            aside.mkdir()
            yield aside
            _check_replaceable(path, aside)
            if path.exists():
                path.rename(old)
            aside.rename(path)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            if old.exists() and not path.exists():
                old.rename(path)
            shutil.rmtree(old, ignore_errors=True)


def _beside(path: Path, kind: str = "new") -> Path:
    name = path.name or path.resolve().name
    return path.parent / f".{name[:80]}-{kind}-{os.getpid()}"


def _check_replaceable(path: Path, aside: Path) -> None:
    if not path.exists():
        return
    fresh = {one.relative_to(aside) for one in aside.rglob("*")}
    foreign = sorted(
        str(one) for one in (each.relative_to(path) for each in path.rglob("*")) if one not in fresh
    )
    if foreign:
        shown = ", ".join(foreign[:3])
        raise OutputError(str(path), f"holds other files ({shown})", "name a new or empty folder after -o")


@contextmanager
def _one_line(path: Path, aside: Path) -> Iterator[None]:
    """Turn what goes wrong into one line about ``path``: nobody knows of the place aside."""
    try:
        yield
    except OSError as error:
        said = error.strerror or str(error)
        raise OutputError(
            str(path), f"cannot be written ({said})", "choose another place or free some space"
        ) from error
    except OutputError as error:
        if not error.where.startswith(str(aside)):
            raise
        raise OutputError(str(path), error.what, error.remedy) from error
