"""What the graph says of its documents, and of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.graph import vocabulary as v
from kg.graph.edtf import EdtfError, bounds
from kg.graph.identity import Identity, Thing
from kg.graph.iri import local
from kg.graph.keys import Key, Keys
from kg.graph.terms import edtf, en, iri, text, triple, typed, zh
from kg.model import Record

_ARTICLE, _DATASET, _CUBE = v.term("schema:Article"), v.term("void:Dataset"), v.term("qb:DataSet")
_FZ = {
    name: v.term(f"fz:{name}")
    for name in ("sha256", "characters", "encoding", "region", "regionLabel", "begin", "end")
}
_S = {name: v.term(f"schema:{name}") for name in ("headline", "datePublished", "publisher", "author", "url")}
_VOID = {
    name: v.term(f"void:{name}")
    for name in ("triples", "entities", "documents", "classPartition", "class", "vocabulary", "uriSpace")
}
_STRUCTURE, _DSD = v.term("qb:structure"), v.term("fz:dsd")
_LICENCE, _DATE = v.term("dcterms:license"), v.term("dcterms:date")


def region_place(record: Record, keys: Keys, identity: Identity) -> str | None:
    """Return the local part of the IRI of the place that a document is about, or None if unknown."""
    code = keys.region(record)
    return None if code.startswith("x") else place_of(code, keys, identity)


def place_of(code: str, keys: Keys, identity: Identity) -> str | None:
    """Return the local part of the IRI of a division: the thing with its code, else the one it would have."""
    thing = identity.by_code.get(code)
    if thing:
        return thing.local
    division = keys.divisions.by_code.get(code)
    return Key("place", division.name, keys.telling(division.name, code), code).local if division else None


def describe_document(record: Record, subject: str, base: str, region: str | None) -> Iterator[str]:
    """Yield the triples of one document and of its data set.

    Args:
        record: what the document says.
        subject: the document's IRI, as a term.
        base: the base IRI.
        region: local part of the IRI of the place that it is about.
    """
    source = record.source
    yield triple(subject, v.TYPE, _ARTICLE)
    yield triple(subject, v.IDENTIFIER, text(record.doc))
    title = source.title if source and source.title else record.doc
    yield triple(subject, _S["headline"], zh(title))
    yield triple(subject, v.TITLE, zh(title))
    yield from times(subject, _S["datePublished"], record.date)
    if region:
        yield triple(subject, _FZ["region"], f"<{base}{region}>")
    if record.region:
        yield triple(subject, _FZ["regionLabel"], zh(record.region))
    if source:
        for key, value in ((_S["publisher"], source.publisher), (_S["author"], source.author)):
            if value:
                yield triple(subject, key, zh(value))
        if source.url:
            yield triple(subject, _S["url"], typed(source.url, "anyURI"))
        if source.sha256:
            yield triple(subject, _FZ["sha256"], text(source.sha256))
        if source.characters:
            yield triple(subject, _FZ["characters"], typed(str(source.characters), "nonNegativeInteger"))
        yield triple(subject, _FZ["encoding"], text(source.encoding))
    if record.observations:
        cube = f"<{base}{local('cube', record.doc)}>"
        yield triple(cube, v.TYPE, _CUBE)
        yield triple(cube, _STRUCTURE, _DSD)
        yield triple(cube, v.SOURCE, subject)
        yield triple(cube, v.LABEL, zh(f"{title}：统计数据"))


def times(subject: str, predicate: str, value: str | None) -> Iterator[str]:
    """Yield an EDTF value with its first and last day; nothing for a value that cannot be read."""
    try:
        days = bounds(value) if value else None
    except EdtfError:
        return
    if value and days:
        yield triple(subject, predicate, edtf(value))
        for key, day in zip(("begin", "end"), days, strict=True):
            if day:
                yield triple(subject, _FZ[key], typed(day, "date"))


def describe_graph(
    base: str, triples: int, documents: int, latest: str | None, licence: str | None, things: list[Thing]
) -> Iterator[str]:
    """Yield the ``void:Dataset``: counts, the latest date of its documents, the licence if given."""
    subject = f"<{base}dataset>"
    yield triple(subject, v.TYPE, _DATASET)
    yield triple(subject, v.TITLE, zh("方志图谱"))
    yield triple(subject, v.TITLE, en("Fangzhi graph"))
    yield triple(subject, _VOID["uriSpace"], text(base))
    yield triple(subject, _VOID["vocabulary"], f"<{v.FZ}>")
    for key, number in (("triples", triples), ("entities", len(things)), ("documents", documents)):
        yield triple(subject, _VOID[key], typed(str(number), "integer"))
    yield from times(subject, _DATE, latest)
    if licence:
        yield triple(subject, _LICENCE, iri(licence))
    counts = Counter(name for thing in things for name in thing.types)
    for name, number in sorted(counts.items()):
        part = f"<{base}dataset/{name}>"
        yield triple(subject, _VOID["classPartition"], part)
        yield triple(part, _VOID["class"], f"<{v.FZ}{name}>")
        yield triple(part, _VOID["entities"], typed(str(number), "integer"))


def later(one: str | None, two: str | None) -> str | None:
    """Return the later of two EDTF dates, by the last day that they can mean."""
    return max((_last(each), each) for each in (one or "", two or ""))[1] or None


def _last(value: str) -> str:
    try:
        return (bounds(value)[1] or "") if value else ""
    except EdtfError:
        return ""
