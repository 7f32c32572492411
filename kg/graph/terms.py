"""N-Triples terms and triples as strings. Escaping is pyoxigraph's, never ours."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")
_DATATYPES = {
    name: NamedNode(XSD + name)
    for name in ("date", "gYear", "integer", "nonNegativeInteger", "decimal", "boolean", "anyURI")
}
DIGITS = 18
"""Digits after the point that a decimal keeps: Oxigraph's decimals have eighteen."""

Triple = str
"""One N-Triples line without its line end: ``<s> <p> <o> .``"""


def iri(value: str) -> str:
    """Return an IRI as a term.

    Raises:
        ValueError: it is no IRI.
    """
    return str(NamedNode(value))


def triple(subject: str, predicate: str, object_: str) -> Triple:
    """Join three terms.

    >>> triple("<a:b>", "<a:c>", '"d"')
    '<a:b> <a:c> "d" .'
    """
    return f"{subject} {predicate} {object_} ."


def _clean(value: str) -> str:
    """Replace lone surrogates (they have no UTF-8) by U+FFFD."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def text(value: str) -> str:
    r"""Return a plain literal (xsd:string).

    >>> print(text('甲"乙'))
    "甲\"乙"
    """
    return str(Literal(_clean(value)))


def zh(value: str) -> str:
    """Return a literal tagged ``@zh``."""
    return str(Literal(_clean(value), language="zh"))


def en(value: str) -> str:
    """Return a literal tagged ``@en``."""
    return str(Literal(_clean(value), language="en"))


def edtf(value: str) -> str:
    """Return an EDTF literal."""
    return str(Literal(_clean(value), datatype=EDTF))


@lru_cache(maxsize=65536)
def typed(value: str, datatype: str) -> str:
    """Return a literal of an XSD type, given by its local name.

    >>> typed("2020", "gYear")
    '"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    """
    return str(Literal(value, datatype=_DATATYPES[datatype]))


def boolean(value: bool) -> str:
    """Return an xsd:boolean."""
    return typed("true" if value else "false", "boolean")


def decimal(value: int | float | Decimal | Fraction) -> str:
    """Return an xsd:decimal in canonical form (XSD 1.1: no point without digits after it).

    >>> canonical(0.50), canonical(2000.0), canonical(Fraction(2000, 3)), canonical(-0.0)
    ('0.5', '2000', '666.666666666666666667', '0')
    """
    return typed(canonical(value), "decimal")


def canonical(value: int | float | Decimal | Fraction) -> str:
    """Return a number's canonical decimal digits, at most 18 of them after the point."""
    if type(value) is int:
        return str(value)
    exact = value if isinstance(value, Fraction) else Fraction(str(value))
    scaled = round(exact * 10**DIGITS)
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(DIGITS + 1, "0")
    whole, rest = digits[:-DIGITS], digits[-DIGITS:].rstrip("0")
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
