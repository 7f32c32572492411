"""A built graph in the forms of other programs: RDF, networks, tables, a workbook, a package that can be cited.

One call does it::

    summary = export(folder, "gexf", Path("graph.gexf"), lang="zh")

``folder`` is a generation of ``kg build`` (what ``kg.run.current_generation`` gives). ``FORMATS`` names the
forms. What is written stands aside until it is whole, then takes its place; every form is written from a
stream, and twice the same graph gives the same bytes.
"""

from kg.export.formats import FORMATS, ExportSummary, export

__all__ = ["FORMATS", "ExportSummary", "export"]
