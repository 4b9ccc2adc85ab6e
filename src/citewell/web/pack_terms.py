"""What a pack works with, as items: facts, dated values, words, topics, populations and sources."""

from collections.abc import Iterable, Iterator

from citewell.answers.formats.words import age_words, number_words
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition, FactType, GlossaryEntry, ValueDefinition
from citewell.model.sources import Source
from citewell.text.units import with_unit
from citewell.web.pack_records import Item, Line, Shelf

# So many of the words that tell a fact show what it listens to.
_MOST_WORDS = 12


def facts(shelf: Shelf) -> Iterator[Item]:
    """The facts the pack asks for, and what they follow from."""
    for fact in shelf.catalog.pack.facts:
        lines = [
            Line(name="Takes", text=_takes(fact)),
            *(
                Line(name=f"Follows: {rule.value}", text=f"when {shelf.phrase(rule.when)}")
                for rule in fact.derive
            ),
            Line(
                name="Told by",
                text="; ".join((*fact.terms, *(each.phrase for each in fact.readings))[:_MOST_WORDS]),
            ),
            Line(name="Denied by", text="; ".join(fact.denials[:_MOST_WORDS])),
        ]
        yield Item(
            id=fact.id,
            title=fact.label,
            text=fact.ask_clinician,
            patient=fact.ask_patient,
            lines=tuple(line for line in lines if line.text),
        )


def _takes(fact: FactDefinition) -> str:
    if fact.type is FactType.YES_NO:
        return "yes or no"
    if fact.type is FactType.CHOICE:
        return "one of " + ", ".join(choice.label for choice in fact.choices)
    unit = with_unit(2, fact.unit).partition(" ")[2]
    limits = (
        f"{number_words(fact.minimum)} to {number_words(fact.maximum)}" if fact.maximum is not None else ""
    )
    kind = "a whole number" if fact.whole else "a number"
    return " ".join(part for part in (kind, limits, unit) if part)


def values(shelf: Shelf) -> Iterator[Item]:
    """The clinical numbers with their editions."""
    yield from map(_value, shelf.catalog.pack.values)


def _value(value: ValueDefinition) -> Item:
    editions = (
        Line(name=f"Since {each.since}", text=with_unit(each.value, value.unit), cites=each.cites)
        for each in value.editions
    )
    return Item(id=value.id, title=value.label, lines=tuple(editions))


def glossary(shelf: Shelf) -> Iterator[Item]:
    """The terms in plain words."""
    yield from map(_entry, shelf.catalog.pack.glossary)


def _entry(entry: GlossaryEntry) -> Item:
    forms = Line(name="Also", text=", ".join(entry.forms))
    return Item(id=entry.term, title=entry.term, text=entry.plain, lines=(forms,) if entry.forms else ())


def topics(shelf: Shelf) -> Iterator[Item]:
    """The pages of the pack, by their sections."""
    for topic in shelf.catalog.pack.topics:
        yield Item(
            id=topic.id,
            title=topic.title,
            text=" ".join(topic.questions),
            lines=tuple(
                Line(name=section.title, text=_titles(section.items, shelf.catalog))
                for section in topic.sections
            ),
        )


def _titles(items: Iterable[str], catalog: Catalog) -> str:
    return "; ".join(catalog.statements[item].title for item in items if item in catalog.statements)


def populations(shelf: Shelf) -> Iterator[Item]:
    """Whom the pack is for."""
    for each in shelf.catalog.pack.populations:
        line = Line(name="Whoever", text=shelf.phrase(each.when))
        yield Item(id=each.id, title=each.name, patient=each.patient, lines=(line,))


def sources(shelf: Shelf) -> Iterator[Item]:
    """What the pack rests on."""
    yield from (source_item(source, shelf.year) for source in shelf.catalog.pack.sources)


def source_item(source: Source, year: int) -> Item:
    """One source; the year is what its age is counted from."""
    kind = "danger" if source.status.fallen else "approved" if source.status.value == "current" else "plain"
    count = len(source.findings)
    lines = (
        Line(name="Age", text=age_words(source.year, year)),
        Line(name="Read in it", text=f"{count} finding{'' if count == 1 else 's'}"),
        Line(name="Note", text=source.status_note),
    )
    return Item(
        id=source.id,
        title=source.title,
        text=". ".join(dict.fromkeys(part for part in (source.short, source.body, source.authors) if part)),
        badges=((source.type.value, "plain"), (source.status.value.capitalize(), kind)),
        lines=tuple(line for line in lines if line.text),
    )
