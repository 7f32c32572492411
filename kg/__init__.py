"""Fangzhi 方志: knowledge graphs from Chinese regional-development texts, each fact with its words."""

__version__ = "0.1.0"
