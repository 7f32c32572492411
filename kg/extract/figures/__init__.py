"""Times, figures, and the two layers that they carry: observations of areas, quantities of named things."""

from kg.extract.figures.finder import FigureFinder

__all__ = ["FigureFinder"]
