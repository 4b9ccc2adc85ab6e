"""Which unknown facts are worth asking for, in the order in which asking would change most."""

from collections.abc import Iterable, Mapping

from citewell.guidelines.logic import Circumstances, undecided
from citewell.guidelines.verdicts import DOES_NOT_APPLY, UNKNOWN
from citewell.model.answers import Verdict
from citewell.model.applied import Disposed, Missing
from citewell.model.catalog import Catalog

_NOT_COUNTED = 9


def missing_facts(
    catalog: Catalog, known: Circumstances, disposed: Disposed | None, verdicts: Mapping[str, Verdict]
) -> tuple[Missing, ...]:
    """Unknown facts with what they decide.

    First those that alone could change the disposition, the most urgent disposition first; then
    those that open one together with others; then by the number of recommendations they settle.
    """
    opened = _opened_dispositions(catalog, known)
    rank = _disposition_rank(catalog, disposed, known, opened)
    decides = _decided_recommendations(verdicts.values())
    asked = dict.fromkeys((*rank, *decides))
    last = (len(catalog.pack.dispositions), 0)
    ordered = sorted(asked, key=lambda fact: (rank.get(fact, last), -len(decides.get(fact, ())), fact))
    return tuple(
        Missing(fact=fact, decides=(*opened.get(fact, ()), *decides.get(fact, ()))) for fact in ordered
    )


def _disposition_rank(
    catalog: Catalog, disposed: Disposed | None, known: Circumstances, opened: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[int, int]]:
    """Unknown fact → (position of the most urgent disposition it can lead to, facts needed for it).

    A fact that no small set of assumptions needs ranks behind those, by the disposition it leaves open.
    """
    position = {d.id: n for n, d in enumerate(catalog.pack.dispositions)}
    rank = {fact: (position[ids[0]], _NOT_COUNTED) for fact, ids in opened.items()}
    for flip in disposed.flips if disposed else ():
        for assumption in flip.assumptions:
            if assumption.fact not in known.facts:
                here = (position[flip.to], len(flip.assumptions))
                rank[assumption.fact] = min(rank.get(assumption.fact, here), here)
    return rank


def _opened_dispositions(catalog: Catalog, known: Circumstances) -> dict[str, tuple[str, ...]]:
    opened: dict[str, dict[str, None]] = {}
    for disposition in catalog.pack.dispositions:
        for reason in disposition.reasons:
            for fact in undecided(reason.when, known):
                opened.setdefault(fact, {})[disposition.id] = None
    return {fact: tuple(ids) for fact, ids in opened.items()}


def _decided_recommendations(verdicts: Iterable[Verdict]) -> dict[str, tuple[str, ...]]:
    """Unknown fact → the recommendations it settles, and those whose drugs it could still rule out."""
    decides: dict[str, list[str]] = {}
    for verdict in verdicts:
        settling = verdict.missing if verdict.verdict == UNKNOWN else ()
        excluding = verdict.not_excluded if verdict.verdict != DOES_NOT_APPLY else ()
        for fact in dict.fromkeys((*settling, *excluding)):
            decides.setdefault(fact, []).append(verdict.statement)
    return {fact: tuple(ids) for fact, ids in decides.items()}
