"""CSV: the tables of a build, in a folder."""

from __future__ import annotations

from kg.export.job import Job
from kg.store import write_tables


def write_csv(job: Job) -> dict[str, int]:
    """Write one table per fact layer, and those of things and documents."""
    counts = write_tables(job.store, job.target, job.lang)
    return {"tables": len(counts), "rows": sum(counts.values())}
