"""The administrative divisions (GB/T 2260): names to codes, parents, and what lies within what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


class Divisions:
    """Look-ups over all divisions."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self.by_code: dict[str, Division] = {}
        self.by_form: dict[str, list[Division]] = {}
        for division in divisions:
            if not division.retired or division.code not in self.by_code:
                self.by_code.setdefault(division.code, division)
            for form in (division.name, *division.aliases):
                self.by_form.setdefault(form, []).append(division)

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, tuple[str, ...], str, dict[str, str]]]) -> Divisions:
        """Build from lexicon rows (name, aliases, code, extra columns)."""
        return cls(
            Division(
                code=code,
                name=name,
                aliases=aliases,
                level=extra.get("level", "county"),
                parent=extra.get("parent") or extra.get("county") or cls.parent_code(code),
                abbrev=extra.get("abbrev", ""),
                retired="last_year" in extra or "successor" in extra,
                ambiguous=frozenset(extra.get("ambiguous_forms", "").split("|")) - {""},
            )
            for name, aliases, code, extra in rows
        )

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
        found = self.by_form.get(form, [])
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
