"""rjieba stands in for jieba: on what the extractor segments, Han characters, the tokens are equal."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.tokens import split_sentences, tokenize
from kg.resources import data_folder

jieba.setLogLevel(60)
SHARED = Path(__file__).resolve().parents[3] / "shared"
HAN = re.compile("[\u4e00-\u9fd5]+")  # jieba.finalseg's own class
RARE = "\u3400\u4dbf\u9fd6\u9fff〇\uf900\ufaff\U00020000\U0003134a"


def by_jieba(text: str) -> list[str]:
    return [token for token in jieba.cut(text, HMM=True) if token.strip()]


def by_us(text: str) -> list[str]:
    return [text[start:end] for start, end in tokenize(text)]


def differing(runs: Iterable[str]) -> list[tuple[str, list[str], list[str]]]:
    """Return the runs that the two segment differently, with both readings."""
    read = ((run, by_jieba(run), by_us(run)) for run in runs)
    return [(run, theirs, ours) for run, theirs, ours in read if theirs != ours]


def han_runs(paths: Iterable[Path]) -> list[str]:
    texts = [path.read_text(encoding="utf-8-sig", errors="replace") for path in paths]
    return sorted({run for text in texts for run in HAN.findall(text)})


def test_sample_articles() -> None:
    runs = han_runs(data_folder("seeds/articles").glob("*.txt"))
    assert len(runs) > 1000
    assert differing(runs) == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared with the reports and articles is not at hand")
def test_reports_and_articles() -> None:
    runs = han_runs(
        [
            path
            for folder in ("seeds", "corpus", "gold/docs")
            for path in sorted((SHARED / folder).rglob("*.txt"))
        ]
    )
    assert len(runs) > 30_000
    assert differing(runs) == []


def test_words_and_characters_at_random() -> None:
    """Mixtures that no text holds: dictionary words side by side, unknown ones between them."""
    source = random.Random(754)
    jieba.initialize()
    words = sorted(word for word in jieba.dt.FREQ if HAN.fullmatch(word))
    characters = [chr(code) for code in range(0x4E00, 0x9FD6)]
    assert len(words) > 300_000
    runs = [
        "".join(source.choice(words if source.random() < share else characters) for _ in range(length))
        for share in (0.0, 0.5, 0.8, 1.0)
        for length in source.choices(range(1, 25), k=4000)
    ]
    assert differing(runs) == []


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5) | st.sampled_from(RARE), max_size=60)
)
def test_any_han(run: str) -> None:
    """Rare characters, which jieba leaves single, included."""
    assert by_us(run) == by_jieba(run)


def test_whole_texts() -> None:
    """Of a whole text nearly all Han tokens agree too.

    A digit beside it can change what jieba makes of a pair that its dictionary has but its best path splits,
    and a few words of the dictionary are of both scripts (T恤); the extractor wants neither.
    """
    same = total = 0
    for path in sorted(data_folder("seeds/articles").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        ours = {span for span in tokenize(text) if HAN.fullmatch(text[slice(*span)])}
        theirs, start = set(), 0
        for token in jieba.cut(text, HMM=True):
            if HAN.fullmatch(token):
                theirs.add((start, start + len(token)))
            start += len(token)
        same += len(ours & theirs)
        total += len(ours | theirs)
    assert total > 5000
    assert same / total > 0.998, f"{same} of {total} Han tokens agree"


@given(st.text(max_size=80))
def test_tokens_cover_what_is_no_white_space(text: str) -> None:
    at = 0
    for start, end in tokenize(text):
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


@given(st.text(st.sampled_from("云岭。！？\n “”，；"), max_size=60))
def test_sentences_are_in_order_and_lose_no_word(text: str) -> None:
    at = 0
    for start, end in split_sentences(text):
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


def test_latin_words_and_numbers_stay_whole() -> None:
    assert by_us("云岭5G基站2.5万座，A380于2021-01-07首飞") == [
        "云岭", "5G", "基站", "2.5", "万座", "，", "A380", "于", "2021", "-", "01", "-", "07", "首飞",
    ]  # fmt: skip
