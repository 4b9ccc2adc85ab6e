"""Pairs of names mined from a library, with their evidence, for people to choose from.

What is good is written into `vocabulary/`, which every library is searched with; nothing goes there by
itself.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from citewell.model.library import Document
from citewell.retrieval.sections import clinical_passages
from citewell.retrieval.synonyms import brands, synonyms

_OFTEN = 2


class Evidence(StrEnum):
    """Why a pair is worth looking at; the surest first."""

    BRAND = "a drug and a name in brackets"
    BOTH_WAYS = "each is given for the other"
    LISTED = "one of them is a condition or an intervention that a document lists"
    OFTEN = "two documents or more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A pair of names that may mean the same, and in how many documents it stands."""

    term: str
    other: str
    evidence: Evidence
    documents: int


def candidates(documents: Iterable[Document], *, is_drug: Callable[[str], bool]) -> tuple[Candidate, ...]:
    """The pairs with evidence, the surest kind first, in it those of most documents, then by name.

    is_drug: whether a word is the name of a drug. The documents are read once; memory grows with the number
    of different pairs.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    drugs: Counter[tuple[str, str]] = Counter()
    listed: set[str] = set()
    for document in documents:
        text = "\n".join(document.text[p.start : p.end] for p in clinical_passages(document))
        drugs.update(set(brands(text, is_drug=is_drug)))
        pairs.update(set(synonyms(text)))
        listed.update(_plain(term) for term in (*document.conditions, *document.interventions))
    found = [_candidate(pair, count, Evidence.BRAND) for pair, count in drugs.items()]
    found += [
        _candidate(pair, count, evidence)
        for pair, count in pairs.items()
        if (evidence := _evidence(pair, pairs, listed))
    ]
    order = list(Evidence)
    return tuple(sorted(found, key=lambda c: (order.index(c.evidence), -c.documents, c.term, c.other)))


def _evidence(pair: tuple[str, str], pairs: Counter[tuple[str, str]], listed: set[str]) -> Evidence | None:
    if pair[::-1] in pairs:
        return Evidence.BOTH_WAYS if pair < pair[::-1] else None
    if not listed.isdisjoint(pair):
        return Evidence.LISTED
    return Evidence.OFTEN if pairs[pair] >= _OFTEN else None


def _candidate(pair: tuple[str, str], count: int, evidence: Evidence) -> Candidate:
    return Candidate(term=pair[0], other=pair[1], evidence=evidence, documents=count)


def _plain(term: str) -> str:
    """A listed term in small letters without what stands in brackets behind it."""
    return term.partition(" (")[0].strip().lower()
