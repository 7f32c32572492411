"""Records → triples: identity across documents, facts with their evidence, and the three Turtle files.

One call does it::

    context = GraphContext(lexicon=load_lexicons([...]), text_of=texts.get)
    summary = build_graph(records, context, folder)        # writes graph.ttl, evidence.ttl, background.ttl

``records`` is iterated twice (names first, then facts), so pass a list or an object whose ``__iter__`` starts
anew (a reader of records.jsonl); a bare iterator is copied into a list. The order of the records and of the
facts in them never matters: equal records give equal bytes. ``text_of`` gives a document's decoded source by
``Record.doc`` (``None``: unknown); it is needed for the words before and after a quote, to check each quote
against its offsets, and to place mentions and evidence of hand-written records that have no offsets.
Memory is bounded by the table of names: triples are spilled to sorted runs on disk and merged.

What is where
    graph.ttl       what the texts say: ``rdf:type``, names, the plain relations and ``fz:received``, the fact nodes
                    (``fz:Tenure``, ``fz:Conferral``, ``fz:Milestone``, ``fz:Quantity``, ``fz:Observation``), and the
                    posts and indicators that no lexicon knows. Nothing else, so each triple of it has words:
    evidence.ttl    ``rdf:Statement`` of each relation; ``prov:wasDerivedFrom`` from facts to ``fz:Evidence``;
                    ``fz:mention`` from things to ``fz:Mention`` (with ``fz:form``, the name that stands or is meant
                    there, and ``fz:states``, the classes that the document gives the thing); selectors, anchors,
                    activities, rules; documents, their data sets, the ``void:Dataset``; ``dcterms:isReplacedBy`` and
                    ``fz:Identification`` (why two names are one).
    background.ttl  what lexicons know of things in graph.ttl: codes, parent divisions, industries and GB/T 4754,
                    indicators and posts; each statement reified with its ``dcterms:source``.

From a triple of graph.ttl to its words::

    fact node, post, indicator   ?s prov:wasDerivedFrom ?ev
    plain relation, fz:received  ?st rdf:subject ?s; rdf:predicate ?p; rdf:object ?o; prov:wasDerivedFrom ?ev
    name of a thing              ?s fz:mention ?ev . ?ev fz:form ?name      (same literal as the label)
    type of a thing              ?s fz:mention ?ev . ?ev fz:states ?class
    then                         ?ev oa:hasSource ?doc; oa:hasSelector [a oa:TextQuoteSelector; oa:exact ?quote],
                                 [a oa:TextPositionSelector; oa:start ?start; oa:end ?end]

``GraphSummary`` returns counts, what was skipped and why, the table of names (``things``: IRI, label, names, types,
documents, degree) and the merge log (``merges``).
"""

from kg.graph.build import GraphContext, GraphSummary, build_graph
from kg.graph.corrections import Corrections, load_corrections
from kg.graph.identity import Merge, Thing
from kg.graph.ontology import Ontology, load_ontology

__all__ = [
    "Corrections",
    "GraphContext",
    "GraphSummary",
    "Merge",
    "Ontology",
    "Thing",
    "build_graph",
    "load_corrections",
    "load_ontology",
]
