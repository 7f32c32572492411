"""The steps of the pipeline that read times and figures and draft observations and quantities."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.figures.frames import FrameReader
from kg.extract.figures.numbers import Found, NumberFinder
from kg.extract.figures.owners import Owner, OwnerFinder
from kg.extract.figures.periods import PeriodReader
from kg.extract.figures.phrases import PhraseReader
from kg.extract.figures.quantities import QuantityMeasure
from kg.extract.figures.statements import Statement, StatementReader
from kg.extract.figures.times import TimeFinder
from kg.extract.figures.wording import Wording
from kg.extract.reading import Draft, Frame, Given, Passage, Reading, Thing
from kg.lexicon import Lexicon
from kg.model import BlockKind

_SILENT = {BlockKind.FURNITURE, BlockKind.MASTHEAD, BlockKind.BYLINE}
MAX_EVIDENCE = 120
NAMED_CAPACITY = re.compile(r"(?:年产|日产|年处理|日处理|年加工|年产能|年屠宰|年出栏|年生产)[^\d]{0,6}$")
NAMED_POWER = re.compile(r"(?:千瓦|千瓦时|兆瓦|MW|GW|MWh|kW|吉瓦)$")
# 全部投产后年产值可达…: what a park will yield is no statistic of it
YIELD = re.compile(r"(?:建成|达产|投产|达效|满产|入驻|运营|投用)(?:达产|达效|投产|运营|使用)?后[^。；]*$")


class FigureFinder:
    """Holds the word lists and lexicons in matching form; its methods are pipeline steps."""

    def __init__(self, lexicon: Lexicon, words: Mapping[str, Sequence[str]]) -> None:
        wording = self._wording = Wording(words)
        units = frozenset(
            form for entry in lexicon.of_type("Unit", "Counter") for form in entry.forms
            if (len(form) > 1 or entry.type == "Unit") and not form.endswith("级")
            and not (len(form) > 1 and form[0] in "个项家处座条" and form[1] not in "（(百千")
        )  # fmt: skip
        standing: dict[str, bool] = {}
        for entry in lexicon.of_type("Indicator"):
            for form in entry.forms:
                standing[form] = entry.extra.get("standing") == "yes"
        self._times = TimeFinder(wording)
        self._frames = FrameReader(wording, self._times)
        self._numbers = NumberFinder(wording, units)
        self._phrases = PhraseReader(wording, standing)
        self._statements = StatementReader(wording, self._numbers, self._phrases)
        self._measure = QuantityMeasure(wording, self._numbers.counters)

    def find_times(self, reading: Reading) -> Reading:
        """Decide the genre, find the times and the frames of the passages."""
        return self._frames.read(reading)

    def find_numbers(self, reading: Reading) -> Reading:
        """Find the figures of all passages."""
        for passage in reading.passages:
            passage.figures = [f.figure for s in passage.sentences for f in self._founds(passage, s)]
        return reading

    def _founds(self, passage: Passage, sentence: tuple[int, int]) -> list[Found]:
        if passage.block.kind in _SILENT:
            return []
        taken = [(t.start, t.end) for t in passage.times]
        return self._numbers.find(passage.text, *sentence, taken)

    def draft(self, reading: Reading) -> Reading:
        """Add the drafts of observations and quantities."""
        wide: Frame | None = None
        _ensure_region(reading)
        for passage in reading.passages:
            frame = reading.frames[passage.index]
            if frame.period and "/" in frame.period and "-" not in frame.period and not frame.target:
                wide = frame
            if passage.block.kind in _SILENT or not passage.figures:
                continue
            periods = PeriodReader(reading, passage, wide)
            subjects = OwnerFinder(self._wording, reading, passage)
            for sentence in passage.sentences:
                self._sentence(reading, passage, sentence, periods, subjects)
        return reading

    def _sentence(
        self,
        reading: Reading,
        passage: Passage,
        sentence: tuple[int, int],
        periods: PeriodReader,
        subjects: OwnerFinder,
    ) -> None:
        all_founds = self._founds(passage, sentence)
        self._inside_names(reading, passage, sentence, all_founds)
        covered = [
            m.span for m in passage.mentions
            if m.type not in ("Place", "Industry") and m.end > sentence[0] and m.start < sentence[1]
        ]  # fmt: skip
        founds = [
            f for f in all_founds
            if not any(a <= f.figure.start and f.figure.end <= b for a, b in covered)
        ]  # fmt: skip
        chain: list[tuple[Statement, Owner]] = []
        for said in self._statements.read(passage, sentence, founds):
            owner = subjects.find(said, sentence, chain)
            if owner is None:
                continue
            chain.append((said, owner))
            if said.silent:
                continue
            clause = passage.text[sentence[0] : said.found.figure.start]
            measure = self._measure.of(said, owner, bool(YIELD.search(clause)))
            drafts = (
                [self._observation(passage, sentence, said, owner, periods)]
                if measure is None
                else self._quantities(passage, said, owner, measure, chain)
            )
            reading.drafts.extend(d for d in drafts if d is not None)

    def _inside_names(
        self, reading: Reading, passage: Passage, sentence: tuple[int, int], founds: Sequence[Found]
    ) -> None:
        """Capacity and investment that a work's name tells (年产40万台…项目)."""
        for mention in passage.mentions:
            if mention.type not in ("Project", "Facility") or not sentence[0] <= mention.start < sentence[1]:
                continue
            for found in founds:
                figure = found.figure
                if not (mention.start <= figure.start and figure.end <= mention.end) or found.kind == "rank":
                    continue
                before = passage.text[mention.start : figure.start]
                measure = (
                    "capacity" if NAMED_CAPACITY.search(before) or NAMED_POWER.search(figure.unit) else ""
                )
                if measure and mention.entity >= 0:
                    given = Given(mention.entity, passage.index, mention.start, mention.end)
                    values: dict[str, object] = {
                        "measure": measure,
                        "value": figure.value,
                        "unit": figure.unit,
                    }
                    reading.drafts.append(
                        Draft(
                            "quantities",
                            passage.index,
                            mention.start,
                            mention.end,
                            {"subject": given},
                            values,
                            rule="figure:name",
                        )
                    )

    def _observation(
        self,
        passage: Passage,
        sentence: tuple[int, int],
        said: Statement,
        owner: Owner,
        periods: PeriodReader,
    ) -> Draft | None:
        if owner.type not in ("Place", "Park"):
            return None
        start, end = _evidence(said)
        period = periods.of(
            said, sentence, said.measure in ("value", "share") and self._phrases.is_standing(said.indicator)
        )
        values: dict[str, object] = {
            "indicator": said.indicator, "measure": said.measure, "value": said.value, "unit": said.unit or None,
        }  # fmt: skip
        draft = Draft(
            "observations",
            passage.index,
            start,
            end,
            {"area": owner.given},
            values,
            rule="figure:observation",
        )
        if period.edtf:
            values["period"] = period.edtf
            _state(draft, "period", period.where)
        if period.target:
            values["target"] = True
        if said.found.figure.bound:
            values["bound"] = said.found.figure.bound
        if said.source is not None and not (start <= said.root.span[0] and said.root.span[1] <= end):
            draft.stated["indicator"] = (passage.index, *said.root.span, "subject")
        return draft

    def _quantities(
        self,
        passage: Passage,
        said: Statement,
        owner: Owner,
        measure: str,
        chain: Sequence[tuple[Statement, Owner]],
    ) -> list[Draft | None]:
        if said.measure not in ("value", "share") or measure == "":
            return []
        out: list[Draft | None] = []
        start, end = _evidence(said)
        if (
            owner.mention is not None
            and owner.given.passage == passage.index
            and 0 <= start - owner.mention.start <= 60
        ):
            start = min(start, owner.mention.start)
        for given in (owner.given, *owner.others):
            values: dict[str, object] = {"measure": measure, "value": said.value, "unit": said.unit or None}
            if said.found.figure.bound:
                values["bound"] = said.found.figure.bound
            if owner.others:
                values["joint"] = True
            out.append(
                Draft(
                    "quantities",
                    passage.index,
                    start,
                    end,
                    {"subject": given},
                    values,
                    rule="figure:quantity",
                )
            )
        return out


def _ensure_region(reading: Reading) -> None:
    """A place that only the metadata name is an entity where figures are its own (annotation guide)."""
    if reading.region_name and not any(thing.region for thing in reading.entities):
        code = reading.region.code if reading.region else ""
        reading.entities.append(
            Thing("Place", reading.region_name, forms=[reading.region_name], code=code, region=True)
        )


def _evidence(said: Statement) -> tuple[int, int]:
    """The shortest stretch with indicator and figure."""
    figure = said.found.figure
    end = max(figure.end, said.span[1])
    start = said.span[0] if said.span[0] >= 0 else said.root.span[0]
    if not 0 <= figure.start - start <= MAX_EVIDENCE:
        start = said.begin if 0 <= figure.start - said.begin <= MAX_EVIDENCE else figure.start
    return min(start, figure.start), end


def _state(draft: Draft, name: str, where: tuple[int, int, int] | None) -> None:
    """Note where a value stands that is not in the evidence."""
    if where is None:
        draft.stated[name] = (-1, -1, -1, "masthead")
        return
    passage, start, end = where
    if passage != draft.passage or not (draft.start <= start and end <= draft.end):
        draft.stated[name] = (passage, start, end, "subject")
