"""What all records say of one fact → the fact, a conflict, or why it stays unknown."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from citewell.interop.reading.statements import Statement
from citewell.model.guidelines import FactDefinition, FactType
from citewell.model.patients import Conflict, FileFact
from citewell.text.units import with_unit

# So many sides of a conflict are told, and so many in words.
_MOST_SIDES = 20
_MOST_TOLD = 3
_EVER = (datetime.min, datetime.max)


def settled(definition: FactDefinition, statements: Sequence[Statement]) -> FileFact | Conflict | str:
    """The one value of a fact; where there is none, the conflict, or in words why it cannot be used.

    What lasts holds beside everything; of measured and coded results the newest counts, and one that is
    newest and cannot be read is not replaced by an older one.
    """
    newest = _newest([each for each in statements if not each.lasting])
    current = [each for each in statements if each.lasting] + newest
    readable = [each for each in current if not each.value.fault]
    lasting = any(each.lasting for each in readable)
    if not readable or (len(readable) < len(current) and not lasting):
        (spoilt, *_) = [each for each in current if each.value.fault]
        return f"{_fact(spoilt).source} is not used: {spoilt.value.fault}"
    sides = {_key(each.value.given, definition): each for each in sorted(readable, key=_end)}
    facts = [_fact(each) for each in sides.values()]
    return facts[0] if len(facts) == 1 else _conflict(definition, facts)


def _newest(statements: Sequence[Statement]) -> list[Statement]:
    """Those that are not certainly older than another one."""
    if not statements:
        return []
    zoned = [each.moment.instant for each in statements if each.moment and each.moment.instant]
    newest_instant = max(zoned, default=None)
    unzoned = [_bounds(each)[0] for each in statements if not (each.moment and each.moment.instant)]
    newest_unzoned = max(unzoned, default=datetime.min)
    newest_start = max(_bounds(each)[0] for each in statements)

    def is_older(each: Statement) -> bool:
        if each.moment and each.moment.instant and newest_instant:
            return each.moment.instant < newest_instant or _bounds(each)[1] < newest_unzoned
        return _bounds(each)[1] < newest_start

    # Zones can make days and instants follow each other in a ring; then nothing is the newest.
    return [each for each in statements if not is_older(each)] or list(statements)


def _bounds(statement: Statement) -> tuple[datetime, datetime]:
    return (statement.moment.start, statement.moment.end) if statement.moment else _EVER


def _end(statement: Statement) -> datetime:
    return statement.moment.end if statement.moment else datetime.min


def _key(given: str, definition: FactDefinition) -> str | Decimal:
    return Decimal(given) if definition.type is FactType.NUMBER else given


def _fact(statement: Statement) -> FileFact:
    return FileFact(
        fact=statement.rule.definition.id,
        given=statement.value.given,
        resource=statement.record.name,
        path=statement.place,
        date=statement.moment.told if statement.moment else "",
        code=statement.code,
    )


def _conflict(definition: FactDefinition, facts: Sequence[FileFact]) -> Conflict:
    told = [f"{_shown(each.given, definition)} ({each.where})" for each in facts[:_MOST_TOLD]]
    more = f" and {len(facts) - _MOST_TOLD} more" if len(facts) > _MOST_TOLD else ""
    message = f"the record says {' and '.join(told)}{more}"
    return Conflict(fact=definition.id, message=message, sides=tuple(facts[:_MOST_SIDES]))


def _shown(given: str, definition: FactDefinition) -> str:
    if definition.type is FactType.NUMBER:
        unit = with_unit(2, definition.unit).partition(" ")[2]
        return f"{given} {unit}".rstrip()
    return next((choice.label for choice in definition.choices if choice.id == given), given)


def in_order(
    found: Iterable[Statement], definitions: Iterable[FactDefinition]
) -> Iterator[tuple[FactDefinition, list[Statement]]]:
    """The statements by fact, in the order of the definitions."""
    by_fact: dict[str, list[Statement]] = {}
    for each in found:
        by_fact.setdefault(each.rule.definition.id, []).append(each)
    yield from ((each, by_fact[each.id]) for each in definitions if each.id in by_fact)
