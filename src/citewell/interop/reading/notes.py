"""What a reader must know of a record beside its facts: counted, a sentence each, and not too many."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from citewell.interop.reading.elements import Record
from citewell.interop.reading.patients import has_died
from citewell.interop.reading.statements import Unused
from citewell.model.guidelines import FactDefinition

_MOST_KINDS = 8
_MOST_DOUBTS = 12


def notes_on(
    *,
    patient: Sequence[Record],
    doubts: Mapping[str, str],
    unread: Mapping[str, int],
    dropped: Mapping[str, int],
    definitions: Mapping[str, FactDefinition],
) -> Iterator[str]:
    """The notes on a reading.

    doubts: by fact, what was not used. dropped: by reason, how many resources were put aside unread.
    """
    if any(has_died(record.resource) for record in patient):
        yield "The record says that the patient has died."
    told = [f"{each.label}: {doubts[fact]}." for fact, each in definitions.items() if fact in doubts]
    yield from told[:_MOST_DOUBTS]
    if len(told) > _MOST_DOUBTS:
        yield f"{len(told) - _MOST_DOUBTS} more facts cannot be used as the record tells them."
    yield from (f"Left aside: {n} {why}." for why, n in dropped.items() if n)
    if unread:
        yield f"No pack has a mapping for: {_listed(unread)}."


def doubts_on(unused: Iterable[Unused], found: Mapping[str, object]) -> dict[str, str]:
    """By fact, what of it was not used: of a fact that is found, only what may speak against it.

    found: by fact, what became of it; a text, where that is why it cannot be used.
    """
    counted: dict[str, Counter[str]] = {}
    for each in unused:
        fact = each.rule.definition.id
        if each.doubtful or fact not in found:
            counted.setdefault(fact, Counter())[f"{each.record.kind} ({each.reason})"] += 1
    doubts = {fact: each for fact, each in found.items() if isinstance(each, str)}
    for fact, counts in counted.items():
        doubts[fact] = "; ".join(filter(None, (doubts.get(fact), f"not used: {_listed(counts)}")))
    return doubts


def _listed(counts: Mapping[str, int]) -> str:
    told = [f"{count} {name}" for name, count in sorted(counts.items())]
    more = [f"and {len(told) - _MOST_KINDS} kinds more"] if len(told) > _MOST_KINDS else []
    return ", ".join([*told[:_MOST_KINDS], *more])
