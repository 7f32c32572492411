"""Scores of records against gold: precision, recall, F1 by layer, errors listed, two results compared."""

from kg.evaluate.report import Evaluation, evaluate, load_gold, load_records, score

__all__ = ["Evaluation", "evaluate", "load_gold", "load_records", "score"]
