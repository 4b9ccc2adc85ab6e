"""Where the recommendations of two packs oppose each other, an editor has written the disagreement.

Two recommendations oppose each other when bodies that differ speak for and against one thing, the one that
they are foremost about, in answer to one kind of question, for a patient there can be. What is said against a
class speaks against all in it; what is said for a class does not speak for each. (A drug that is only one of
those given is no such thing: what speaks against it wherever it is given is drug safety, in a base.)
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from citewell.guidelines.checks.across.members import Found, Member, pairs
from citewell.guidelines.checks.consistency import conflict
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion
from citewell.model.guidelines import Disagreement, Statement
from citewell.model.problems import Problem
from citewell.model.sources import Direction

_FAVOURS = (Direction.FOR, Direction.OPTION)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A recommendation with the pack that makes it."""

    member: Member
    statement: Statement

    @property
    def body(self) -> str:
        return self.member.catalog.sources[self.statement.source].body

    @property
    def concept(self) -> str:
        return self.statement.about[0]


def oppositions_are_written(members: Sequence[Member]) -> Iterator[Found]:
    """Two recommendations that oppose each other across packs are sides of a disagreement of one of them."""
    for one, other in pairs(members):
        both = _joined(one.catalog, other.catalog)
        debates = (*one.catalog.pack.disagreements, *other.catalog.pack.disagreements)
        for mine, theirs in _on_one_thing(one, other, both):
            if _oppose(mine, theirs, both) and not _written(mine, theirs, debates, both):
                yield Found(one, _fault(mine, theirs))


def findings_are_told_alike(members: Sequence[Member]) -> Iterator[Found]:
    """What two packs make of one finding has one direction and one grade."""
    first: dict[str, _Spoken] = {}
    for member in members:
        for theirs in _spoken(member):
            mine = first.setdefault(_finding(theirs.statement), theirs)
            told, before = _told(theirs.statement), _told(mine.statement)
            if mine.member is not member and _finding(theirs.statement) and told != before:
                yield Found(member, _told_otherwise(mine, theirs))


def _spoken(member: Member) -> list[_Spoken]:
    return [
        _Spoken(member, statement)
        for statement in member.catalog.recommendations
        if statement.about and statement.source in member.catalog.sources
    ]


def _on_one_thing(one: Member, other: Member, both: Catalog) -> Iterator[tuple[_Spoken, _Spoken]]:
    """The recommendations of two packs on one concept, or on a wider and a narrower one."""
    by_concept: defaultdict[str, list[_Spoken]] = defaultdict(list)
    for theirs in _spoken(other):
        by_concept[theirs.concept].append(theirs)
    narrower: defaultdict[str, set[str]] = defaultdict(set)
    for concept in by_concept:
        for wide in both.broader.get(concept, ()):
            narrower[wide].add(concept)
    for mine in _spoken(one):
        near = {mine.concept, *both.broader.get(mine.concept, ()), *narrower[mine.concept]}
        yield from ((mine, theirs) for concept in sorted(near) for theirs in by_concept.get(concept, ()))


def _oppose(one: _Spoken, other: _Spoken, both: Catalog) -> bool:
    for favours, against in ((one, other), (other, one)):
        if (
            favours.statement.direction in _FAVOURS
            and against.statement.direction is Direction.AGAINST
            and both.covers(against.concept, favours.concept)
            and not set(favours.statement.aspects).isdisjoint(against.statement.aspects)
            and one.body != other.body
        ):
            return _can_meet(one, other, both)
    return False


def _can_meet(one: _Spoken, other: _Spoken, both: Catalog) -> bool:
    """Whether there can be a patient for whom both are made."""
    return any(
        not conflict((*mine, *theirs), both) for mine, theirs in product(_patients(one), _patients(other))
    )


def _patients(spoken: _Spoken) -> Iterator[tuple[Criterion, ...]]:
    """For each population what makes it, and what the recommendation needs besides."""
    needed = (spoken.statement.applies_when,) if spoken.statement.applies_when else ()
    populations = spoken.member.catalog.populations
    for name in spoken.statement.populations:
        if name in populations:
            yield (populations[name].when, *needed)


def _written(one: _Spoken, other: _Spoken, debates: Sequence[Disagreement], both: Catalog) -> bool:
    """Whether a disagreement on the concept, or a wider or narrower one, has both sources among its sides."""
    sources = {one.statement.source, other.statement.source}
    named = {one.concept, other.concept}
    return any(
        sources <= {side.source for side in debate.sides}
        and any(both.covers(*each) or both.covers(*each[::-1]) for each in product(debate.about, named))
        for debate in debates
    )


def _joined(one: Catalog, other: Catalog) -> Catalog:
    """What criteria and concepts of two packs rest on, for looking at both together."""
    return replace(
        one,
        facts={**other.facts, **one.facts},
        values={**other.values, **one.values},
        criteria={**other.criteria, **one.criteria},
        broader={**other.broader, **one.broader},
    )


def _finding(statement: Statement) -> str:
    """The foremost finding of its own source that a recommendation cites."""
    own = (cite for cite in statement.cites if cite.partition("#")[0] == statement.source)
    return next(own, "")


def _told(statement: Statement) -> str:
    direction = statement.direction.value if statement.direction else ""
    return f"{direction}, {statement.grade}" if statement.grade else direction


def _told_otherwise(one: _Spoken, other: _Spoken) -> Problem:
    message = (
        f'{other.statement.id} makes "{_told(other.statement)}" of {_finding(other.statement)}, '
        f'{one.statement.id} of {one.member.name} "{_told(one.statement)}"'
    )
    where = (other.statement.path, other.statement.line)
    return Problem(*where, "across.recommendation", message, "both say the same")


def _fault(one: _Spoken, other: _Spoken) -> Problem:
    mine, theirs = one.statement, other.statement
    message = (
        f"{mine.id} ({one.body}) and {theirs.id} of {other.member.name} ({other.body}) oppose each other "
        f'on "{one.concept}", and no disagreement has both'
    )
    hint = f"write the disagreement, with {mine.source} and {theirs.source} among its sides"
    return Problem(mine.path, mine.line, "across.disagreement", message, hint)
