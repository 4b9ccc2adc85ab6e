"""What a reader must know of a record beside its facts: counted, a sentence each, and not too many."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from citewell.interop.reading.elements import Record
from citewell.interop.reading.statements import Unused
from citewell.model.guidelines import FactDefinition

_MOST_KINDS = 8
_MOST_DOUBTS = 12


def notes_on(
    *,
    patient: Sequence[Record],
    doubts: Mapping[str, str],
    unused: Sequence[Unused],
    unread: Mapping[str, int],
    dropped: Mapping[str, int],
    definitions: Mapping[str, FactDefinition],
) -> Iterator[str]:
    """The notes on a reading.

    doubts: by fact, why it stays unknown. dropped: by reason, how many resources were put aside unread.
    """
    if any(_is_dead(record) for record in patient):
        yield "The record says that the patient has died."
    told = [f"{definitions[fact].label}: {doubt}." for fact, doubt in doubts.items()]
    yield from told[:_MOST_DOUBTS]
    if len(told) > _MOST_DOUBTS:
        yield f"{len(told) - _MOST_DOUBTS} more facts cannot be used as the record tells them."
    counted = Counter((each.record.kind, each.reason) for each in unused)
    if counted:
        yield f"Set aside: {_listed({f'{kind} ({why})': n for (kind, why), n in counted.items()})}."
    yield from (f"Left aside: {n} {why}." for why, n in dropped.items() if n)
    if unread:
        yield f"No pack has a mapping for: {_listed(unread)}."


def _is_dead(record: Record) -> bool:
    return any(value is not False for name, value in record.resource.items() if name.startswith("deceased"))


def _listed(counts: Mapping[str, int]) -> str:
    told = [f"{count} {name}" for name, count in sorted(counts.items())]
    more = [f"and {len(told) - _MOST_KINDS} kinds more"] if len(told) > _MOST_KINDS else []
    return ", ".join([*told[:_MOST_KINDS], *more])
