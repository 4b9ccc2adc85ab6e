"""A patient told by hand, in words and by a file → one set of facts, and the guidance applied to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from citewell.engine.applying import clash_words
from citewell.engine.fact_groups import facts_of_packs
from citewell.engine.pathways import pathway_of
from citewell.errors import InputError
from citewell.guidelines.apply import apply
from citewell.guidelines.facts import UNKNOWN_WORDS, definition_of, read_facts, read_value
from citewell.guidelines.logic import as_choice, circumstances, holds
from citewell.guidelines.wording import value_in_words
from citewell.model.answers import Audience
from citewell.model.applications import Application
from citewell.model.cases import CaseFacts, Truth
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.patients import (
    FactGroup,
    Fault,
    FileFact,
    FileReading,
    PatientResult,
    Spoken,
    Telling,
    Told,
)
from citewell.questions.parse import read_facts as read_sentence

# In characters: a patient is described in a paragraph.
LONGEST_WORDS = 2_000

if TYPE_CHECKING:
    from citewell.engine.answering import Engine


def asked_facts(engine: "Engine", audience: Audience) -> tuple[FactGroup, ...]:
    """The facts of every pack, each once, in the groups in which they are asked for."""
    return facts_of_packs(tuple(engine.catalogs.values()), audience)


def applied_to(engine: "Engine", telling: Telling, *, audience: Audience) -> PatientResult:
    """The guidance applied to what is told; without an application where something of it cannot be used."""
    told = told_of(engine, telling)
    if told.faults:
        return PatientResult(told=told)
    if not told.facts:
        message = "nothing is known of the patient yet: describe the patient, or fill in a fact"
        return PatientResult(told=replace(told, faults=(Fault(fact="", message=message),)))
    if clashes := tuple(_clashes(engine, told.facts)):
        return PatientResult(told=replace(told, faults=clashes))
    # What is left out of the facts was taken back: the words must not bring it in again.
    forget = tuple(fact for fact in engine.definitions if fact not in told.facts)
    application = engine.apply(telling.words, facts=told.facts, forget=forget, audience=audience)
    application = _with_places(application, told.read)
    catalog = engine.catalogs[application.leading.pack]
    own = {fact.id: fact.given for fact in application.understood if fact.id in catalog.facts}
    facts = read_facts(own, catalog.facts)
    pathway = pathway_of(catalog, facts, on=engine.today, audience=audience)
    fits = _fits(catalog, facts, on=engine.today)
    return PatientResult(told=told, application=application, fits=fits, pathway=pathway)


def applied_to_record(
    engine: "Engine",
    file: FileReading,
    *,
    words: str = "",
    facts: Mapping[str, str],
    forget: Sequence[str] = (),
    audience: Audience,
) -> Application:
    """The guidance applied to what a health record tells, with words and facts beside it.

    facts, forget: they settle what the record says otherwise, or both ways. Raises InputError, in one line,
    for what is left unsettled, and as `Engine.apply`.
    """
    settled = {*facts, *forget}
    left = replace(
        file,
        facts=tuple(each for each in file.facts if each.fact not in settled),
        conflicts=tuple(each for each in file.conflicts if each.fact not in settled),
    )
    told = told_of(engine, Telling(words=words, file=left))
    if told.faults:
        message = "; ".join(": ".join(filter(None, (each.fact, each.message))) for each in told.faults)
        raise InputError(message, hint="give the right value as a fact, or leave the fact unknown")
    read = {fact: each.given for fact, each in told.read.items()}
    application = engine.apply(words, facts=read | dict(facts), forget=forget, audience=audience)
    return _with_places(application, told.read)


def _with_places(application: Application, read: Mapping[str, FileFact]) -> Application:
    """The application, with where a record told them beside the facts that it told."""
    understood = (
        replace(fact, origin=read[fact.id].origin) if fact.id in read else fact
        for fact in application.understood
    )
    return replace(application, understood=tuple(understood))


def told_of(engine: "Engine", telling: Telling) -> Told:
    """All that is told as one set of facts.

    Words count only for what they say otherwise than when they were last heard, so that a correction made
    in the form stays. A file fills what is not known; where it says otherwise, that is a fault.
    """
    facts = {fact: given for fact, given in telling.facts.items() if not _is_unknown(given)}
    spoken = dict.fromkeys(facts, Spoken.FORM)
    faults = list(_refused(facts, engine))
    try:
        words = _read(telling.words, engine)
        heard = words if telling.heard == telling.words else _read(telling.heard, engine)
    except InputError as error:
        faults.append(Fault(fact="", message=error.message))
        return Told(facts=facts, spoken=spoken, heard=telling.heard, faults=tuple(faults))
    notes = list(_take_words(facts, heard, words, engine))
    spoken = {
        fact: Spoken.WORDS if words.get(fact) == given else spoken.get(fact, Spoken.FORM)
        for fact, given in facts.items()
    }
    faults += _take_file(facts, spoken, telling.file, engine)
    notes += telling.file.notes
    return Told(
        facts=facts,
        spoken=spoken,
        read={each.fact: each for each in telling.file.facts if spoken.get(each.fact) is Spoken.FILE},
        heard=telling.words,
        faults=tuple(faults),
        notes=tuple(notes),
    )


def _is_unknown(given: str) -> bool:
    return given.strip().casefold() in UNKNOWN_WORDS


def _refused(facts: Mapping[str, str], engine: "Engine") -> Iterator[Fault]:
    """What is wrong with the facts; of those that no pack knows, only the first is told."""
    unknown = next((fact for fact in facts if fact not in engine.definitions), None)
    for fact in [*filter(engine.definitions.__contains__, facts), *([unknown] if unknown else [])]:
        try:
            read_value(definition_of(fact, engine.definitions), facts[fact])
        except InputError as error:
            yield Fault(fact=fact if fact in engine.definitions else "", message=error.message)


def _read(words: str, engine: "Engine") -> dict[str, str]:
    """What words say, as it is given. Raises InputError for too many, and for a number out of its range."""
    if not words.strip():
        return {}
    if len(words) > LONGEST_WORDS:
        raise InputError(f"the description has {len(words):,} characters, at most {LONGEST_WORDS:,} are read")
    return {fact.id: as_choice(fact.value) for fact in read_sentence(words, lexicon=engine.lexicon).facts}


def _take_words(
    facts: dict[str, str], heard: Mapping[str, str], words: Mapping[str, str], engine: "Engine"
) -> Iterator[str]:
    """Brings what the words say now into the facts; yields what that changed of the form."""
    for fact, given in heard.items():
        if fact not in words and facts.get(fact) == given:
            del facts[fact]
    for fact, given in words.items():
        if given == heard.get(fact):
            continue
        before = facts.get(fact)
        facts[fact] = given
        if before not in (None, given, heard.get(fact)):
            label = engine.definitions[fact].label
            yield f"{label}: the words say {_shown(fact, given, engine)}; the form said {before}."


def _take_file(
    facts: dict[str, str], spoken: dict[str, Spoken], file: FileReading, engine: "Engine"
) -> Iterator[Fault]:
    """Fills what is not known from the file; yields what the file says otherwise, or both ways at once."""
    for conflict in file.conflicts:
        if conflict.fact not in facts:
            yield Fault(fact=conflict.fact, message=f"{conflict.message}: give the right one")
    for each in file.facts:
        if each.fact not in engine.definitions:
            continue
        before = facts.setdefault(each.fact, each.given)
        if before == each.given or _is_one(each.fact, before, each.given, engine):
            if spoken.get(each.fact) is not Spoken.WORDS:
                spoken[each.fact] = Spoken.FILE
            continue
        said, known = (_shown(each.fact, given, engine) for given in (each.given, before))
        message = f"the record says {said} ({each.where}), and beside it {known} is told: keep the right one"
        yield Fault(fact=each.fact, message=message)


def _is_one(fact: str, given: str, other: str, engine: "Engine") -> bool:
    """Whether two texts give a fact one value (1.5 and 1.50)."""
    definition = engine.definitions[fact]
    try:
        return read_value(definition, given) == read_value(definition, other)
    except InputError:
        return False


def _shown(fact: str, given: str, engine: "Engine") -> str:
    definition = engine.definitions[fact]
    try:
        return value_in_words(definition, read_value(definition, given))
    except InputError:
        return given


def _clashes(engine: "Engine", facts: Mapping[str, str]) -> Iterator[Fault]:
    """The facts that others rule out, each once, whichever pack says so."""
    given = read_facts(facts, engine.definitions)
    found: dict[str, str] = {}
    for catalog in engine.catalogs.values():
        for clash in apply(catalog, given, on=engine.today, what_if=False).contradictions:
            words = clash_words(clash.fact, clash.given, clash.because, catalog)
            found.setdefault(clash.fact, f"{words}: correct one of them")
    yield from (Fault(fact=fact, message=message) for fact, message in found.items())


def _fits(catalog: Catalog, facts: CaseFacts, *, on: str) -> Truth:
    """Whether the patient is one of those whom the pack is for."""
    known = circumstances(catalog.pack, facts, on=on)
    people = tuple(population.when for population in catalog.pack.populations)
    return holds(Criterion(op=Op.ANY, parts=people), known)
