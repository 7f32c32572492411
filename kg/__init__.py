"""Fangzhi 方志: knowledge graphs from Chinese regional-development texts, each fact with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.store import load as load

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Give ``kg.load`` (see ``kg.store.load``), imported on first use so that ``import kg`` stays light."""
    if name == "load":
        from kg.store import load

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
