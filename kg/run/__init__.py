"""All of it, at scale: the build with its cache, workers and safe switch."""

from kg.run.build import Material, Steps, build
from kg.run.generation import current_generation
from kg.run.options import BuildOptions, BuildSummary
from kg.run.progress import Bar, JsonLog, Progress, Silent

__all__ = [
    "Bar", "BuildOptions", "BuildSummary", "JsonLog", "Material", "Progress", "Silent", "Steps", "build",
    "current_generation",
]  # fmt: skip
