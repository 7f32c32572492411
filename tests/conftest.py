"""What holds for all tests: property tests try the same cases on every machine, however slow it is."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("fangzhi", derandomize=True, deadline=None)
settings.load_profile("fangzhi")
