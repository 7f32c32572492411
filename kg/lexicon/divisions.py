"""The administrative divisions (GB/T 2260): names to codes, parents, and what lies within what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kg.lexicon.townships import Townships

_NONE: frozenset[str] = frozenset()
LEVELS = ("province", "prefecture", "county", "township")


@dataclass(frozen=True, slots=True)
class Division:
    """One division; ``code`` has six digits (nine for a township), ``parent`` is the code above it."""

    code: str
    name: str
    aliases: tuple[str, ...]
    level: str
    parent: str
    abbrev: str = ""
    retired: bool = False
    ambiguous: frozenset[str] = frozenset()


class Row(Protocol):
    """A row of a lexicon (``kg.lexicon.load.Entry``)."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def aliases(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def extra(self) -> Mapping[str, str]: ...  # noqa: D102


class ByCode(dict[str, Division]):
    """Divisions by code; a township is read when its code is asked for."""

    def __init__(self, townships: Townships[Row] | None) -> None:
        super().__init__()
        self._townships = townships

    def __missing__(self, code: str) -> Division:
        row = self._townships.of_code(code) if self._townships else None
        if row is None:
            raise KeyError(code)
        return self.setdefault(code, _division(row.name, row.aliases, row.code, row.extra))

    def __contains__(self, code: object) -> bool:
        return super().__contains__(code) or (isinstance(code, str) and self.get(code) is not None)

    def get(self, code: str, default: Any = None) -> Any:
        """Return the division of a code."""
        try:
            return self[code]
        except KeyError:
            return default


class ByForm(dict[str, list[Division]]):
    """Divisions by form; the townships of a name are read when it is asked for."""

    def __init__(self, townships: Townships[Row] | None) -> None:
        super().__init__()
        self._townships = townships
        self._met: set[str] = set()

    def __contains__(self, form: object) -> bool:
        if super().__contains__(form):
            return True
        return self._townships is not None and isinstance(form, str) and self._townships.has(form)

    def get(self, form: str, default: Any = None) -> Any:
        """Return the divisions of a form."""
        if self._townships is not None and form not in self._met:
            self._met.add(form)
            for row in self._townships.named(form):
                self.setdefault(form, []).append(_division(row.name, row.aliases, row.code, row.extra))
        return super().get(form, default)


def _division(name: str, aliases: tuple[str, ...], code: str, extra: Mapping[str, str]) -> Division:
    ambiguous = extra.get("ambiguous_forms")
    return Division(
        code=code,
        name=name,
        aliases=aliases,
        level=extra.get("level", "county"),
        parent=extra.get("parent") or extra.get("county") or Divisions.parent_code(code),
        abbrev=extra.get("abbrev", ""),
        retired="last_year" in extra or "successor" in extra,
        ambiguous=frozenset(ambiguous.split("|")) - {""} if ambiguous else _NONE,
    )


class Divisions:
    """Look-ups over all divisions."""

    def __init__(self, divisions: Iterable[Division], townships: Townships[Row] | None = None) -> None:
        self.by_code = ByCode(townships)
        self.by_form = ByForm(townships)
        for division in divisions:
            if not division.retired or division.code not in self.by_code:
                self.by_code.setdefault(division.code, division)
            for form in (division.name, *division.aliases):
                self.by_form.setdefault(form, []).append(division)

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[tuple[str, tuple[str, ...], str, Mapping[str, str]]],
        townships: Townships[Row] | None = None,
    ) -> Divisions:
        """Build from lexicon rows (name, aliases, code, extra columns) and townships."""
        return cls((_division(*row) for row in rows), townships)

    @staticmethod
    def parent_code(code: str) -> str:
        """Return the code one level up, by the digits alone; empty for a province.

        >>> Divisions.parent_code("430405"), Divisions.parent_code("430400"), Divisions.parent_code("430000")
        ('430400', '430000', '')
        """
        if len(code) > 6:
            return code[:6]
        if not code.endswith("00"):
            return code[:4] + "00"
        return code[:2] + "0000" if not code.endswith("0000") else ""

    def chain(self, code: str) -> list[str]:
        """Return the code and the codes above it, innermost first; pseudo-levels are skipped."""
        out: list[str] = []
        while code and code not in out:
            if code in self.by_code:
                out.append(code)
            code = self.by_code[code].parent if code in self.by_code else self.parent_code(code)
        return out

    def within(self, code: str, outer: str) -> bool:
        """Tell whether a division is, or lies in, another one."""
        return outer in self.chain(code)

    def find(self, form: str, near: str | None = None) -> Division | None:
        """Return the division that a printed form means, or None if unknown or undecidable.

        Args:
            form: a name as printed (衡南县, 湖南, 苏州市).
            near: code of the division that the text is about: children, siblings and ancestors of it win.
        """
        found: list[Division] = self.by_form.get(form, [])
        if len(found) > 1 and near:
            chain = self.chain(near)
            ranked = sorted(found, key=lambda d: (-self._kinship(d.code, chain), d.retired))
            best = self._kinship(ranked[0].code, chain)
            if best and sum(self._kinship(d.code, chain) == best and not d.retired for d in found) <= 1:
                return ranked[0]
            found = [d for d in found if self._kinship(d.code, chain) == best] if best else found
        current = [d for d in found if not d.retired] or found
        if len(current) > 1:
            named = [d for d in current if d.name == form]
            current = named if len(named) == 1 else current
        if len(current) > 1:
            top = min(LEVELS.index(d.level) if d.level in LEVELS else 9 for d in current)
            current = [d for d in current if d.level in LEVELS and LEVELS.index(d.level) == top]
        return current[0] if len(current) == 1 else None

    def _kinship(self, code: str, chain: list[str]) -> int:
        """How close a division is to the text's own: shared ancestors (0 = another province)."""
        return len(set(self.chain(code)) & set(chain))
