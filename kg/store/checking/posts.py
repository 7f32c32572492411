"""Two people in one post at one time.

The time of a tenure is that of the document that tells it; documents whose dates may mean the same day are of one
time. Posts that several people hold (副…, …委员) raise no question, nor do words of succession beside the post.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from kg.store.checking.claims import Claim, Question, Sources, first_and_last, lists
from kg.store.facts import read_facts
from kg.store.opening import Store

_BESIDE = 6  # characters before the quote in which a word of another time may stand


def crowded_posts(store: Store, sources: Sources) -> Iterator[Question]:
    """Yield a question for each two people who hold one post of one body in documents of one time."""
    held: dict[tuple[str, str], dict[str, list[Claim]]] = {}
    for fact in read_facts(store, layers=["tenures"]):
        post, bodies, people = fact.values.get("post", ""), fact.things.get("of"), fact.things.get("person")
        if not bodies or not people or any(word in post for word in lists()["shared_posts"]):
            continue
        for quote in fact.quotes:
            near = quote.prefix[-_BESIDE:] + quote.exact
            if not any(word in near for word in lists()["other_times"]):
                claim = sources.claim(sources.name(people[0]), fact, quote)
                held.setdefault((bodies[0], post), {}).setdefault(people[0], []).append(claim)
    for (body, post), by_person in sorted(held.items()):
        for first, second in combinations(sorted(by_person), 2):
            pair = _at_one_time(by_person[first], by_person[second])
            if pair is not None:
                yield Question("posts", sources.name(body), (("post", post),), pair)


def _at_one_time(first: list[Claim], second: list[Claim]) -> tuple[Claim, Claim] | None:
    """The first two claims of documents with dates that may mean the same day; documents without date tell none."""
    pairs = (
        (a, b)
        for a in sorted(first, key=_order)
        for b in sorted(second, key=_order)
        if a.quote.document == b.quote.document or (a.date and b.date and _overlap(a.date, b.date))
    )
    return next(pairs, None)


def _order(claim: Claim) -> tuple[str, str, int]:
    return claim.date, claim.quote.file, claim.quote.start


def _overlap(first: str, second: str) -> bool:
    (begin, end), (start, stop) = first_and_last(first), first_and_last(second)
    return begin <= stop and start <= end
