"""What each sentence of an abstract is there for, from its words and from those around it.

A classifier reads each sentence alone; the most probable row of roles weighs in which role follows which, and
where in an abstract a role stands (Viterbi's algorithm over a hidden Markov model, as in Lin et al.,
Generative content models for structural analysis of medical abstracts, BioNLP 2006). Text longer than an
abstract has no such order: there each sentence is read alone.
"""

from collections.abc import Sequence
from math import log

from citewell.retrieval.evidence.records import ROLES, Role
from citewell.retrieval.evidence.sentence import sentence_of
from citewell.retrieval.evidence.weights import Order, Weights, weights

LONGEST_ABSTRACT = 40
_LEAST = 1e-9


def roles_of(sentences: Sequence[str], *, model: Weights | None = None) -> tuple[Role, ...]:
    """The role of each sentence; of a text of more than 40 sentences, each is read alone."""
    model = model or weights()
    shares = [model.roles.shares(sentence_of(text).hashed) for text in sentences]
    return in_order(shares, model.order)


def in_order(shares: Sequence[Sequence[float]], order: Order) -> tuple[Role, ...]:
    """The most probable row of roles, given how probable each is for each sentence alone."""
    if not shares:
        return ()
    if len(shares) > LONGEST_ABSTRACT:
        return tuple(ROLES[max(range(len(ROLES)), key=lambda n: (one[n], -n))] for one in shares)
    return tuple(ROLES[n] for n in _best_path(shares, order))


def _best_path(shares: Sequence[Sequence[float]], order: Order) -> list[int]:
    numbers = range(len(ROLES))
    best = [order.first[n] + _seen(shares, 0, n, order) for n in numbers]
    came: list[list[int]] = []
    for at in range(1, len(shares)):
        origin = [max(numbers, key=lambda m: (best[m] + order.then[m][n], -m)) for n in numbers]
        best = [best[origin[n]] + order.then[origin[n]][n] + _seen(shares, at, n, order) for n in numbers]
        came.append(origin)
    path = [max(numbers, key=lambda n: (best[n] + order.last[n], -n))]
    for origin in reversed(came):
        path.append(origin[path[-1]])
    return path[::-1]


def _seen(shares: Sequence[Sequence[float]], at: int, role: int, order: Order) -> float:
    """What a sentence itself, and where it stands, add to a role."""
    where = order.place[place_of(at, len(shares), len(order.place))][role]
    return order.trust * log(max(shares[at][role], _LEAST)) + where


def place_of(at: int, count: int, places: int) -> int:
    """Which of so many equal parts of an abstract its sentence number `at` stands in."""
    return min(at * places // max(count, 1), places - 1)
