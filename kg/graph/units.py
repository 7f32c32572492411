"""Figures in base units (``units.tsv``): 5.67万亿元 and 56708.71亿元 become comparable."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from functools import cached_property

from kg.graph.names import fold
from kg.lexicon import Lexicon

_MAGNITUDES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8, "千万": 10**7, "百万": 10**6,
    "十万": 10**5, "万": 10**4, "千": 1000, "百": 100,
}  # fmt: skip


_DENOMINATOR = 1000
_DIGITS = Context(prec=12)


def _rounded(value: Fraction) -> Fraction:
    """Round to twelve significant digits: factors that are no whole numbers are printed rounded."""
    return Fraction(_DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator)))


@dataclass(frozen=True)
class Units:
    """Conversion to base units; what the lexicon lacks keeps its noun and loses its magnitude (万台 → 台)."""

    lexicon: Lexicon
    _cache: dict[str, tuple[Fraction, str] | None] = field(default_factory=dict)

    @cached_property
    def _table(self) -> dict[str, tuple[Fraction, str]]:
        table: dict[str, tuple[Fraction, str]] = {}
        for entry in self.lexicon.of_type("Unit", "Counter"):
            base, factor = entry.extra.get("base"), entry.extra.get("factor")
            if base and factor:
                for form in entry.forms:
                    # 666.6667 (亩) stands for 2000/3
                    table.setdefault(fold(form), (Fraction(factor).limit_denominator(_DENOMINATOR), base))
        return table

    def to_base(self, value: int | float, unit: str) -> tuple[Fraction, str] | None:
        """Return a figure in its base unit, or None where the unit has no fixed factor.

        Args:
            value: the printed number.
            unit: the printed unit (亿元, 万亩, 个百分点).
        """
        if unit not in self._cache:
            self._cache[unit] = self._find(fold(unit))
        found = self._cache[unit]
        return (_rounded(Fraction(str(value)) * found[0]), found[1]) if found else None

    def _find(self, unit: str) -> tuple[Fraction, str] | None:
        if not unit:
            return None
        if unit in self._table:
            return self._table[unit]
        for magnitude, factor in _MAGNITUDES.items():
            rest = unit.removeprefix(magnitude)
            if rest != unit and rest:
                known = self._table.get(rest, (Fraction(1), rest))
                return known[0] * factor, known[1]
        return Fraction(1), unit
