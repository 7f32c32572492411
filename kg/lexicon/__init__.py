"""Names with types: loading the TSV lexicons and finding their forms in a text."""

from kg.lexicon.divisions import Division, Divisions
from kg.lexicon.load import Entry, Lexicon, load_lexicons, read_lexicons
from kg.lexicon.match import Hit, TermMatcher

__all__ = [
    "Division",
    "Divisions",
    "Entry",
    "Hit",
    "Lexicon",
    "TermMatcher",
    "load_lexicons",
    "read_lexicons",
]
