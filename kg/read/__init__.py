"""Files to documents: finding, decoding, layout, mastheads, metadata."""

from kg.read.document import document_from_bytes, document_from_text, read_document, text_of
from kg.read.metadata import check_date, metadata_row
from kg.read.sources import ReadOptions, Skipped, SourceFile, Sources, find_sources, scan_sources

__all__ = [
    "ReadOptions", "Skipped", "SourceFile", "Sources", "check_date", "document_from_bytes",
    "document_from_text",
    "find_sources", "metadata_row", "read_document", "scan_sources", "text_of",
]  # fmt: skip
