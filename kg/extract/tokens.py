"""Segmentation of passages into tokens and sentences.

Only runs of Chinese characters are segmented (with rjieba, the Rust port of jieba's algorithm and dictionary:
``tests/extract/test_tokens.py`` proves equal tokens); Latin words, numbers and punctuation are split here, so
that ``2021-01-07`` or ``2.5G`` come out alike whatever the segmenter.
"""

from __future__ import annotations

import re
from functools import lru_cache

import rjieba

# a run of the Han characters that jieba segments (it leaves the rarer ones, and 〇, single, and so does the
# last branch); a word of Latin letters or digits (5G, A380, C919); any other single character
_RUNS = re.compile(
    r"([\u4e00-\u9fd5]+)|\d[A-Z](?![A-Za-z])"
    r"|[A-Za-zＡ-Ｚａ-ｚ][A-Za-z0-9Ａ-Ｚａ-ｚ０-９+#&.\-]*|\d+(?:[.,]\d+)*|\S"
)
_SENTENCE = re.compile(r"[^。！？!?\n…]+(?:[。！？!?…]+[”’」』）)]*|\n|$)|[。！？!?…]+|\n")
MAX_SENTENCE = 1500


def tokenize(text: str) -> list[tuple[int, int]]:
    """Return the spans of the tokens of a text, white space left out.

    >>> [("智造产业园"[a:b]) for a, b in tokenize("智造产业园")]
    ['智造', '产业园']
    """
    out: list[tuple[int, int]] = []
    for match in _RUNS.finditer(text):
        start = match.start()
        if match[1]:
            for word in rjieba.cut(match[1], True):
                out.append((start, start + len(word)))
                start += len(word)
        else:
            out.append(match.span())
    return out


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences (。！？ and line ends); very long ones are cut at commas or hard."""
    out: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > MAX_SENTENCE:
            cut = max(text.rfind(c, start, start + MAX_SENTENCE) for c in "；，、,;") + 1
            cut = cut if cut > start else start + MAX_SENTENCE
            out.append((start, cut))
            start = cut
        if text[start:end].strip():
            out.append((start, end))
    return out


@lru_cache(maxsize=200_000)
def is_common(word: str) -> bool:
    """Tell whether a word stands in the segmenter's general dictionary."""
    return bool(rjieba.has_word(word))
