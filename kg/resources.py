"""Where the package's data lie: rules, lexicons, ontology, shipped queries, sample articles.

In a checkout they are the top-level folders; in an installed wheel the same folders lie in ``kg/_data``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_data"


def data_folder(name: str) -> Path:
    """Return the folder ``name`` (``ontology``, ``seeds/lexicons``, …) of the installed data.

    Raises:
        FileNotFoundError: if the installation lacks it (a broken wheel).
    """
    for root in (_BUNDLED, _PACKAGE.parent):
        folder = root / name
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"installed data folder is missing: {name}")


def rules_folder() -> Path:
    """Return the folder of the built-in extraction rules (``*.yml``)."""
    return _PACKAGE / "extract" / "rules"


def lexicon_folder() -> Path:
    """Return the folder of the built-in lexicons (``*.tsv``)."""
    return data_folder("seeds/lexicons")
