"""Fangzhi 方志: knowledge graphs from Chinese regional-development texts, each fact with its words."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Give ``kg.load`` (see ``kg.store.load``) on first use.

    By name, not by an import: every room may import ``kg`` for its version, and none may so reach the store.
    """
    if name == "load":
        return import_module("kg.store").load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
