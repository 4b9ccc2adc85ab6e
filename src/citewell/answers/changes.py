"""What is different in an answer to a follow-up: the facts, where the patient should go, what applies."""

from collections.abc import Iterable, Iterator

from citewell.answers.desk import speaks_of_a_patient
from citewell.answers.patient import understood
from citewell.model.answers import Answer, Audience, UnderstoodFact
from citewell.model.applied import Applied
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.conversation import ASSUMED, BEFORE

_APPLIES = "applies"
_RULED_OUT = "does not apply"
_MOST_NAMED = 4
_MOST_FACTS = 4
# For professionals, for patients.
_WORDS = {
    "new": ("New", "New"),
    "assumed": ("Assumed", "Supposing"),
    "corrected": ("Corrected", "Changed"),
    "forgotten": ("No longer taken as known", "No longer taken as known"),
    "goes": ("Disposition", "What to do first"),
    "applies": ("Applies now", "Fits now"),
    "open": ("Depends on more now", "Cannot be said now"),
    "dropped": ("Does not apply now", "Does not fit now"),
}


def changes(
    before: Applied,
    now: Applied,
    catalog: Catalog,
    audience: Audience,
    *,
    shown: frozenset[str] | None,
    sent: tuple[Applied, Applied] | None = None,
) -> tuple[str, ...]:
    """What differs between a pack applied to the patient as known before and as known now, in words.

    shown: the statements on the page now, None for no page of the pack, on which no recommendation is told
    of. sent: the packs that say where the patient goes, before and now, where it is not this one.
    """
    lines = [*_facts(before, now, catalog, audience)]
    if shown is not None and speaks_of_a_patient(now.facts, catalog):
        known_before = speaks_of_a_patient(before.facts, catalog)
        lines += [*_disposition(*(sent or (before, now)), audience, known_before=known_before)]
    if shown is not None:
        lines += [*_verdicts(before, now, catalog, audience, shown)]
    return tuple(lines)


def _facts(before: Applied, now: Applied, catalog: Catalog, audience: Audience) -> Iterator[str]:
    was = {fact.id: fact for fact in understood(before, catalog) if fact.origin != "derived"}
    told = [fact for fact in understood(now, catalog) if fact.origin != "derived"]
    for name in ("corrected", "new", "assumed"):
        said = [_told(fact, was) for fact in told if _kind(fact, was) == name]
        yield from _line(name, said, audience)
    kept = {fact.id for fact in understood(now, catalog)}
    yield from _line("forgotten", [_plain(was[one]) for one in was if one not in kept], audience)


def _kind(fact: UnderstoodFact, was: dict[str, UnderstoodFact]) -> str:
    """How a fact differs from what was known: new, corrected, assumed, or "" where it does not."""
    old = was.get(fact.id)
    if old is not None and old.given == fact.given:
        return ""
    if fact.origin == ASSUMED:
        return "assumed"
    if fact.origin == BEFORE and old is None:
        return ""
    return "corrected" if old is not None else "new"


def _told(fact: UnderstoodFact, was: dict[str, UnderstoodFact]) -> str:
    old = was.get(fact.id)
    return _plain(fact) + (f" (was {old.value})" if old is not None else "")


def _plain(fact: UnderstoodFact) -> str:
    return f"{fact.label}: {fact.value}"


def _disposition(before: Applied, now: Applied, audience: Audience, *, known_before: bool) -> Iterator[str]:
    if before.disposition is None or now.disposition is None:
        return
    was, is_now = before.disposition.disposition, now.disposition.disposition
    if (before.pack.id, was.id) != (now.pack.id, is_now.id):
        said = f"{is_now.title} (was {was.title})" if known_before else is_now.title
        yield from _line("goes", [said], audience)


def _verdicts(
    before: Applied, now: Applied, catalog: Catalog, audience: Audience, shown: frozenset[str]
) -> Iterator[str]:
    """The recommendations whose verdict changed: those on the page by name, of the others how many."""
    changed: dict[str, list[str]] = {"applies": [], "dropped": [], "open": []}
    for statement in catalog.recommendations:
        was, verdict = before.verdicts.get(statement.id), now.verdicts.get(statement.id)
        if was and verdict and was.verdict != verdict.verdict:
            changed[_turn_to(verdict.verdict)].append(statement.id)
    for name, ids in changed.items():
        # What applies now is named wherever it stands; what falls, as long as it is still on the page.
        first = sorted(ids, key=lambda one: one not in shown)
        named = [catalog.statements[one].title for one in first if name == "applies" or one in shown]
        yield from _line(name, named[:_MOST_NAMED], audience, more=len(ids) - len(named[:_MOST_NAMED]))


def _turn_to(verdict: str) -> str:
    if verdict == _APPLIES:
        return "applies"
    return "dropped" if verdict == _RULED_OUT else "open"


def _line(name: str, said: Iterable[str], audience: Audience, *, more: int = 0) -> Iterator[str]:
    """One line, or none where there is nothing to say."""
    told = "; ".join(said)
    rest = f"{more} {'other ' if told else ''}recommendation{'' if more == 1 else 's'}" if more > 0 else ""
    if told or rest:
        professional, patient = _WORDS[name]
        lead = patient if audience is Audience.PATIENT else professional
        yield f"{lead}: {' and '.join(part for part in (told, rest) if part)}."


def taken_over(answer: Answer, facts: CaseFacts, phrases: Iterable[str]) -> str:
    """The words and facts that a question took over, in a line: "L2 compression fracture, 78 years".

    Many facts are counted: they all stand among what was understood.
    """
    carried = {fact.id for fact in facts if fact.origin in {BEFORE, ASSUMED} and fact.span is None}
    words = list(phrases)
    said = " ".join(words).casefold()
    facts_said: list[str] = []
    for fact in answer.understood:
        if fact.id in carried:
            value = fact.value if fact.given not in {"yes", "no"} else f"{fact.label.lower()}: {fact.value}"
            facts_said += [value] if value.casefold() not in said else []
    rest = len(facts_said) - _MOST_FACTS
    more = [f"{rest} more of the patient"] if rest > 1 else []
    return ", ".join((*words, *(facts_said[:_MOST_FACTS] if more else facts_said), *more))
