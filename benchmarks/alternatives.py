"""Time the parts that were chosen against those looked at instead: docs/dependencies.md quotes this.

usage: python benchmarks/alternatives.py

Measures what is installed of them (``pip install pyahocorasick regex pydantic`` for all), on the sample
articles and on the project's own lexicons and rules; prints rates and ratios. Ratios hold, rates drift.
"""

from __future__ import annotations

import gc
import json
import re
import statistics
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import ahocorasick_rs
import msgspec
import re2
import rjieba

from kg.extract import load_extractor
from kg.extract.pattern import expand
from kg.extract.rulebook import load_rules
from kg.lexicon import load_lexicons
from kg.model import decode_record, encode_record
from kg.read import ReadOptions, find_sources, read_document
from kg.resources import data_folder, lexicon_folder, rules_folder

DOCS = [read_document(source, ReadOptions()) for source in find_sources([data_folder("seeds/articles")])]
TEXT = "\n".join(doc.text for doc in DOCS)
Runs = dict[str, Callable[[], object]]


def optional(name: str) -> Any:
    """The module, or None where it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        return None


def race(title: str, runs: Runs, size: int, unit: str) -> None:
    """Run all in turns, five times; print the median rate of each and its ratio to the first."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run()
    for _ in range(5):
        for name, run in runs.items():
            gc.collect()
            begin = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - begin)
    print(f"\n{title}")
    base = statistics.median(times[next(iter(runs))])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"  {name:<40}{size / median:>14,.0f} {unit}/s {base / median:>9.2f}x")


def segmenters() -> None:
    """Han runs of the articles, as the extractor segments them."""
    runs = re.findall("[\u4e00-\u9fd5]+", TEXT)
    jieba = import_module("jieba")
    jieba.setLogLevel(60)
    race(
        "segmentation (characters)",
        {
            "jieba.cut": lambda: [list(jieba.cut(run)) for run in runs],
            "rjieba.cut": lambda: [rjieba.cut(run, True) for run in runs],
        },
        sum(map(len, runs)),
        "chars",
    )


def matchers() -> None:
    """All names of the lexicons in the articles, overlapping."""
    names = sorted(
        {form for entry in load_lexicons([lexicon_folder()]).entries for form in entry.forms if form}
    )
    automaton = ahocorasick_rs.AhoCorasick(names)
    runs: Runs = {}
    if other := optional("ahocorasick"):
        theirs = other.Automaton()
        for name in names:
            theirs.add_word(name, name)
        theirs.make_automaton()
        runs["pyahocorasick"] = lambda: list(theirs.iter(TEXT))
    runs["ahocorasick-rs"] = lambda: automaton.find_matches_as_indexes(TEXT, overlapping=True)
    race(f"{len(names):,} names (characters)", runs, len(TEXT), "chars")


def patterns() -> None:
    """The patterns of the mention rules over the lines of the articles."""
    book = load_rules([rules_folder()])
    sources = [expand(rule.rule.pattern, book.words) for rule in book.of_layer("mentions")]
    lines = [line for line in TEXT.splitlines() if line.strip()]
    chosen = re2.Options()
    chosen.max_mem = 256 << 20
    together = re2.Set.SearchSet(chosen)
    literals = re2.Filter()
    for source in sources:
        together.Add(source)
        literals.Add(source)
    together.Compile()
    literals.Compile()
    runs: Runs = {"re, one by one": _one_by_one([re.compile(source) for source in sources], lines)}
    if regex := optional("regex"):
        runs["regex, one by one"] = _one_by_one([regex.compile(source) for source in sources], lines)
    single = [re2.compile(source) for source in sources]
    runs["google-re2, one by one"] = _one_by_one(single, lines)
    runs["google-re2, set first"] = lambda: [
        [list(single[index].finditer(line)) for index in together.Match(line) or ()] for line in lines
    ]
    runs["google-re2, filter of literals first"] = lambda: [
        [list(single[index].finditer(line)) for index in literals.Match(line, True) or ()] for line in lines
    ]
    race(f"{len(sources)} patterns (characters)", runs, sum(map(len, lines)), "chars")


def _one_by_one(compiled: Iterable[Any], lines: list[str]) -> Callable[[], object]:
    kept = list(compiled)
    return lambda: [[list(pattern.finditer(line)) for pattern in kept] for line in lines]


def records() -> None:
    """Reading the articles' records back from JSON, validated."""
    extractor = load_extractor()
    encoded = [encode_record(extractor.extract(doc)) for doc in DOCS]
    runs: Runs = {"json, not validated": lambda: [json.loads(line) for line in encoded]}
    if pydantic := optional("pydantic"):
        adapter = pydantic.TypeAdapter(_model(pydantic))
        runs["pydantic"] = lambda: [adapter.validate_json(line) for line in encoded]
    runs["msgspec"] = lambda: [decode_record(line) for line in encoded]
    race("records read (bytes)", runs, sum(map(len, encoded)), "bytes")


def _model(pydantic: Any) -> Any:
    """The same classes for pydantic, made from the structs."""
    made: dict[Any, Any] = {}

    def model(struct: Any) -> Any:
        if struct not in made:
            fields = {
                field.name: (translated(field.type), ... if field.required else None)
                for field in msgspec.structs.fields(struct)
            }
            made[struct] = pydantic.create_model(struct.__name__, **fields)
        return made[struct]

    def translated(kind: Any) -> Any:
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return model(kind)
        if parts := getattr(kind, "__args__", ()):
            inner = tuple(translated(part) for part in parts)
            if getattr(kind, "__origin__", None) is list:
                return list[inner[0]]  # type: ignore[valid-type]
            union = inner[0]
            for part in inner[1:]:
                union = union | part
            return union
        return getattr(kind, "__origin__", kind)

    from kg.model import Record

    return model(Record)


def main() -> None:
    """Run all races."""
    segmenters()
    matchers()
    patterns()
    records()


if __name__ == "__main__":
    main()
