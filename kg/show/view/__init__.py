"""graph.html: the network in one self-contained file, through pyvis.

``scene`` reads what is shown, ``layout`` places it, ``page`` writes the file; the page's own parts are
``page.html``, ``*.css`` and ``*.js`` beside this module. pyvis makes the nodes, edges and options and fills
the template; vis-network comes from pyvis's own folder and stands in the page, so nothing is ever loaded.
"""

from __future__ import annotations

from kg.show.view.page import ViewOptions, ViewSummary, render_scene, write_view

__all__ = ["ViewOptions", "ViewSummary", "render_scene", "write_view"]
