"""Documents to records: names, people, figures and the facts that tie them, found by rules that are data."""

from kg.extract.pipeline import Extractor, load_extractor

__all__ = ["Extractor", "load_extractor"]
