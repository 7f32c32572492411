"""How the program speaks: messages in Chinese and English, streams that cannot fail."""

from kg.console.catalogue import language, pick_language, set_language, translate, words
from kg.console.streams import echo, prepare_streams, safe, warn

__all__ = [
    "echo", "language", "pick_language", "prepare_streams", "safe", "set_language", "translate", "warn",
    "words",
]  # fmt: skip
