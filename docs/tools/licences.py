"""Check the licences of all that is installed beside the project, and list those of what it needs to run.

usage: python docs/tools/licences.py [--check]

Every installed distribution must declare a licence that stands on the list below. What the project needs to
run (its dependencies and theirs) must hold no copyleft but MPL, whose terms end at its own files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = "fangzhi"
# SPDX identifiers that may stand in the run-time closure; development tools may use nothing else either
ALLOWED = frozenset(
    {
        "0BSD", "Apache-2.0", "Apache-2.0-WITH-LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0",
        "CC0-1.0", "CNRI-Python", "HPND", "ISC", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0", "Python-2.0",
        "Unicode-3.0", "Unlicense", "W3C", "W3C-20150513", "Zlib",
    }
)  # fmt: skip
# what people write instead of an identifier, in lower case
WRITTEN = {
    "apache software license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache": "Apache-2.0",
    "apache v2": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "new bsd license": "BSD-3-Clause",
    "simplified bsd": "BSD-2-Clause",
    "isc license (iscl)": "ISC",
    "isc license": "ISC",
    "mit license": "MIT",
    "the mit license": "MIT",
    "the mit license (mit)": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "mpl 2.0": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "psf": "PSF-2.0",
    "dual license": "",
}
# distributions whose metadata name no licence or only a vague one: read in the licence file that they carry
READ_BY_US: dict[str, str] = {}


def main(arguments: list[str]) -> int:
    """Print what is wrong, or the table; 1 if something is wrong."""
    wrong = problems()
    for line in wrong:
        print(f"licences: {line}", file=sys.stderr)
    if "--check" not in arguments:
        print(page())
    elif not wrong:
        print(f"{len(list(installed()))} distributions, all under licences of the list")
    return 1 if wrong else 0


def problems() -> list[str]:
    """Return one line for each installed distribution that is not clearly under an allowed licence."""
    lines = []
    for name, dist in installed():
        licence = licence_of(dist)
        if not licence:
            lines.append(
                f"{name}: its metadata name no licence; read its licence file, then list it in READ_BY_US"
            )
        elif not allowed(licence):
            lines.append(f"{name}: {licence} is not on the list of allowed licences")
    return lines


def installed() -> Iterator[tuple[str, Distribution]]:
    """Yield what is installed, but the project, once each, in order of name."""
    found = {canonicalize_name(dist.metadata["Name"]): dist for dist in distributions()}
    yield from sorted((name, dist) for name, dist in found.items() if name != PROJECT)


def licence_of(dist: Distribution) -> str:
    """Return the licence as an SPDX expression if the metadata tell it; else their words, or nothing."""
    meta = dist.metadata
    name = canonicalize_name(meta["Name"])
    if name in READ_BY_US:
        return READ_BY_US[name]
    if "License-Expression" in meta:
        return meta["License-Expression"]
    classified = [
        value.split(" :: ")[-1]
        for value in meta.get_all("Classifier") or []
        if value.startswith("License :: ")
    ]
    said = [*(meta.get_all("License") or []), *classified]
    known = [spdx for text in said if (spdx := WRITTEN.get(text.strip().lower(), as_expression(text)))]
    if known:
        choices = [
            part for text in (known if len(classified) > 1 else known[:1]) for part in text.split(" OR ")
        ]
        return " OR ".join(dict.fromkeys(choices))
    return next((text.strip().splitlines()[0] for text in said if text.strip()), "")


def as_expression(text: str) -> str:
    """Return the text if it is made of allowed identifiers alone, else nothing."""
    return text.strip() if allowed(text) else ""


def allowed(expression: str) -> bool:
    """Tell whether an SPDX expression can be met with allowed licences: one side of an OR, both of an AND.

    >>> allowed("MIT OR GPL-3.0-only"), allowed("MIT AND GPL-3.0-only"), allowed("(MIT OR GPL-2.0) AND ISC")
    (True, False, True)
    """
    text = expression.strip()
    while (inner := re.sub(r"\(([^()]*)\)", lambda m: "MIT" if allowed(m[1]) else "no", text)) != text:
        text = inner
    text = re.sub(r"\s+WITH\s+", "-WITH-", text)
    return bool(text) and any(
        all(part.strip() in ALLOWED for part in re.split(r"\s+AND\s+", side))
        for side in re.split(r"\s+OR\s+", text)
    )


def closure(requirements: list[str]) -> dict[str, set[str]]:
    """Return all that the requirements pull in, each with the names of those that ask for it."""
    found: dict[str, set[str]] = {}
    waiting = [(requirement, "") for requirement in requirements]
    while waiting:
        text, asker = waiting.pop()
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        name = canonicalize_name(requirement.name)
        if name not in found:
            try:
                waiting += [(more, name) for more in distribution(name).requires or []]
            except PackageNotFoundError:
                continue
        found.setdefault(name, set()).update({asker} - {""})
    return found


def page() -> str:
    """Return docs/licences.md."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    rows = []
    for name, askers in sorted(closure(project["dependencies"]).items()):
        wanted = "the project" if name in direct else ", ".join(sorted(askers))
        rows.append(f"| {name} | {licence_of(distribution(name))} | {wanted} |")
    return "\n".join(
        [
            "# Licences of what the project needs to run",
            "",
            "The project is under Apache-2.0. `python tasks.py docs` writes this page from the metadata of",
            "what is installed; `python tasks.py lint` fails if any installed distribution, those for",
            "development included, is under a licence that `docs/tools/licences.py` does not list.",
            "",
            "| distribution | licence | wanted by |",
            "|---|---|---|",
            *rows,
            "",
            *vendored(),
        ]
    )


def covers(have: str, want: str) -> bool:
    """Tell whether a page names all that another one does, with the same licence.

    Systems and versions of Python differ in what they need (colorama, typing-extensions), and in who asks.
    """

    def rows(text: str) -> set[str]:
        return {
            line.rpartition("|")[0].rpartition("|")[0] for line in text.splitlines() if line.startswith("| ")
        }

    return rows(want) <= rows(have)


def vendored() -> list[str]:
    """Return the lines about code of others inside the repository."""
    return [
        "## Code of others in the pages that the project writes",
        "",
        "`graph.html` carries the vis-network script that the pyvis distribution ships; vis-network is under",
        "Apache-2.0 or MIT, and its notice stands at the head of the script. A page written with",
        "`kg view --with-sparql` also carries Oxigraph's web build, under MIT or Apache-2.0. That build is all the",
        "code of others that the package holds: `kg/show/view/vendor/`, with its licence, version and origin. The",
        "tests of the page carry axe-core (MPL-2.0) in `tests/show/vendor/`; the wheel does not hold it.",
        "",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
