"""What an answer may not leave out, and what a verified answer lacks of it."""

from collections.abc import Iterator

from citewell.answers.claims import claim_of
from citewell.answers.desk import statements_of
from citewell.answers.once import Told, claims_of
from citewell.answers.scope import Scope
from citewell.model.answers import Answer, Claim
from citewell.model.catalog import Catalog
from citewell.model.guidelines import MustMention, Statement


def always_said(scope: Scope, catalog: Catalog) -> Iterator[Statement]:
    """What every answer of the populations' topics must mention, narrow ones too."""
    for item in _required(scope, catalog):
        yield from statements_of(item.any_of[:1], catalog)


def _required(scope: Scope, catalog: Catalog) -> Iterator[MustMention]:
    seen: set[str] = set()
    for topic in catalog.pack.topics:
        if any(p in scope.populations for p in topic.populations):
            for item in topic.must_mention:
                fits = not item.about or any(c in scope.focus for c in item.about)
                if item.scope == "every" and fits and item.any_of[0] not in seen:
                    seen.add(item.any_of[0])
                    yield item


def lacks(answer: Answer, scope: Scope, catalog: Catalog) -> tuple[str, ...]:
    """The must-mention items that a verified answer does not have: said, never passed over.

    What another pack says in the same words, or on the same grounds, is said.
    """
    said = _said(answer, catalog)
    told = Told.of(claims_of(answer))
    topic = catalog.topics.get(answer.topic)
    required = topic.must_mention if topic else tuple(_required(scope, catalog))
    return tuple(
        f"Incomplete: {item.what}"
        for item in required
        if not said.intersection(item.any_of)
        and not any(told.has(claim) for claim in _claims(item, catalog, answer))
        and (item.scope == "every" or topic is not None)
        and (not item.about or any(c in scope.focus for c in item.about) or topic is not None)
    )


def _claims(item: MustMention, catalog: Catalog, answer: Answer) -> Iterator[Claim]:
    statements = statements_of(item.any_of, catalog)
    return (claim_of(statement, catalog, answer.audience) for statement in statements)


def lost(before: Answer, after: Answer, catalog: Catalog) -> tuple[str, ...]:
    """The must-mention items that one answer says and the other, made of it, no longer does."""
    said, still = _said(before, catalog), _said(after, catalog)
    required = (
        item
        for topic in catalog.pack.topics
        for item in topic.must_mention
        if item.scope == "every" or topic.id == before.topic
    )
    gone = (item for item in required if said & set(item.any_of) and not still & set(item.any_of))
    return tuple(dict.fromkeys(item.what for item in gone))


def _said(answer: Answer, catalog: Catalog) -> frozenset[str]:
    """The ids of the pack's claims that an answer makes."""
    return frozenset(claim.id for claim in claims_of(answer) if claim.pack == catalog.pack.id)
