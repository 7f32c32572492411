"""The measure of a figure that belongs to one named thing; None where it is a statistic instead."""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.extract.figures.owners import Owner
from kg.extract.figures.statements import Statement
from kg.extract.figures.wording import Wording

_MONEY = re.compile(r"(?:元|美元|欧元|港元)$")
_AREA = re.compile(r"(?<!/)(?:亩|公顷|平方公里|平方千米|平方米|平米|平)$")
_LENGTH = re.compile(r"(?<![立平]方)(?<![/方])(?:公里|千米|米)$")
# a measure of height, breadth or way is no length of the thing
_DIMENSION = re.compile(
    r"(?:高|高度|水头|宽|宽度|深|深度|海拔|直径|半径|厚|厚度|距|距离|跨度|方圆|落差)$|^距|^方圆"
)
# shares that a park's plan has, and no statistics of it
_PARK_PLAN = re.compile(r"(?:绿化率|绿地率|容积率|建筑密度|得房率|层高|净高|荷载|承重|车位|车位配比)$")
_PEOPLE = re.compile(r"(?:人|名|员|位)$")
_PARK_STATISTIC = re.compile(
    r"从业|就业人数|产值|收入|营收|增加值|税|利润|进出口|出口|进口|外资|规上|规模以上|投资(?:增长|完成)|完成投资|高新技术企业|专精特新|上市"
)
_PARK_COUNT = re.compile(r"入驻|落户|引进|现有企业|签约|进驻|入园|集聚")


class QuantityMeasure:
    """Decides between quantity and observation, and names the quantity's measure."""

    def __init__(self, words: Wording, counters: Collection[str]) -> None:
        def pattern(name: str) -> re.Pattern[str]:
            return re.compile(
                f"{words.any(name)}(?:约|达|为|规模|总额|面积|人数|能力|额)?$|^{words.any(name)}"
            )

        self._classes = [
            ("invested", pattern("invested_words")), ("investment", pattern("investment_words")),
            ("output-value", pattern("output_words")), ("revenue", pattern("revenue_words")),
        ]  # fmt: skip
        self._capacity = re.compile(
            f"^{words.any('capacity_words')}|[年日]产|年加工|年处理|日处理|(?:产能|能力|库容|装机|装机容量|装机规模|床位|规模)$"
        )
        self._area, self._length, self._people = (
            pattern("area_words"),
            pattern("length_words"),
            pattern("employee_words"),
        )
        self._counters = frozenset(counters)

    def of(self, said: Statement, owner: Owner, ahead: bool = False) -> str | None:
        """Return the quantity's measure, ``""`` for a figure that is neither, None for an observation.

        ``ahead``: the figure tells what the thing will yield when it is complete.
        """
        if owner.type == "Place":
            return None
        if owner.type == "Park":
            return self._plain(said) if ahead and said.measure == "value" else self._of_park(said)
        if said.measure != "value" or said.unit in ("%", "倍", "成"):
            return ""
        measure = self._plain(said)
        return "other" if measure == "investment" and owner.type in ("Event", "Programme") else measure

    def _of_park(self, said: Statement) -> str | None:
        name, unit = said.indicator, said.unit
        if _PARK_PLAN.search(name):
            return "other"
        if said.measure != "value" or _PARK_STATISTIC.search(name):
            return None
        if _AREA.search(unit) and self._area.search(name):
            return "area"
        if self._people.search(name) and _PEOPLE.search(unit):
            return "employees"
        if _MONEY.search(unit) and (
            name.startswith(("总投资", "计划投资", "投资")) or name.endswith("总投资")
        ):
            return "investment"
        if _LENGTH.search(unit):
            return "length" if self._length.search(name) else "other"
        return "count" if _PARK_COUNT.search(said.left) and self._is_count(unit) else None

    def _plain(self, said: Statement) -> str:
        name, unit = said.indicator, said.unit
        left = said.left + name
        if _MONEY.search(unit):
            if "完成" in left and "投资" in left:
                return "invested"
            return next((measure for measure, pattern in self._classes if pattern.search(name)), "other")
        if self._capacity.search(name):
            return "capacity"
        if _AREA.search(unit) and self._area.search(name):
            return "area"
        if _LENGTH.search(unit):
            return "other" if _DIMENSION.search(name) else "length"
        if self._people.search(name) and _PEOPLE.search(unit):
            return "employees"
        if _AREA.search(unit):
            return "area"
        return "count" if self._is_count(unit) else "other"

    def _is_count(self, unit: str) -> bool:
        return unit in self._counters or unit.lstrip("十百千万亿") in self._counters
