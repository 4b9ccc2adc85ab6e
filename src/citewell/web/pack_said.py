"""What a pack says, as items: recommendations, statements, disagreements, dispositions and scores."""

from collections.abc import Iterator

from citewell.answers.formats.words import direction_word, number_words
from citewell.engine.pack_reading import part_of
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Disagreement, Disposition, Statement
from citewell.model.scores import Score, ScoreItem
from citewell.model.sources import Direction
from citewell.web.pack_records import Item, Line, Shelf

_LOUDNESS = {"critical": "danger", "warning": "pending"}


def statements(shelf: Shelf, part: str) -> Iterator[Item]:
    """The recommendations, or the other statements."""
    for statement in shelf.catalog.pack.statements:
        if part_of(statement) == part:
            yield _statement(statement, shelf)


def _statement(statement: Statement, shelf: Shelf) -> Item:
    catalog = shelf.catalog
    lines = [
        Line(name="For", text=", ".join(_population(p, catalog) for p in statement.populations)),
        Line(name="Applies when", text=shelf.phrase(statement.applies_when)),
        Line(name="Warns of orders of", text=", ".join(_concept(c, catalog) for c in statement.orders)),
        *(
            Line(
                name="Not when",
                text=f"{shelf.phrase(caution.when)}. {caution.wording.clinician}",
                cites=caution.cites,
            )
            for caution in statement.never_when
        ),
    ]
    if statement.parent in catalog.statements:
        parent = catalog.statements[statement.parent]
        lines.append(Line(name="Detail of", text=parent.title, link=(part_of(parent), parent.id)))
    return Item(
        id=statement.id,
        title=statement.title,
        text=statement.wording.clinician,
        patient=statement.wording.patient,
        badges=tuple(_grade(statement, catalog)),
        lines=tuple(line for line in lines if line.text),
        cites=statement.cites,
    )


def _population(population: str, catalog: Catalog) -> str:
    """What it is called; its id, where a pack with faults has no such population."""
    found = catalog.populations.get(population)
    return found.name if found else population


def _concept(concept: str, catalog: Catalog) -> str:
    """What it is called; its id, where a pack with faults has no such concept."""
    found = catalog.concepts.get(concept)
    return found.label if found else concept


def _grade(statement: Statement, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The grade as printed and the direction, as loud as they are strong."""
    if statement.direction is None:
        return
    words = ", ".join(part for part in (statement.grade, direction_word(statement.direction)) if part)
    grade = catalog.grades.get(statement.id)
    strength = grade.strength if grade else None
    kind = strength if strength in ("strong", "conditional") else "plain"
    if statement.direction in (Direction.AGAINST, Direction.OPTION):
        kind = statement.direction.value
    yield words[:1].upper() + words[1:], kind or "plain"


def disagreements(shelf: Shelf) -> Iterator[Item]:
    """The points on which bodies differ, with every side and the default."""
    yield from map(_disagreement, shelf.catalog.pack.disagreements)


def _disagreement(point: Disagreement) -> Item:
    sides = (
        Line(
            name=f"{side.body}: {side.stance}",
            text=f"{side.says.clinician}{f' ({side.grade})' if side.grade else ''}",
            cites=side.cites,
        )
        for side in point.sides
    )
    default = Line(name="Citewell’s default", text=point.default.clinician, cites=point.default_cites)
    lines = (*sides, default, Line(name="Why", text=point.why))
    return Item(
        id=point.id,
        title=point.title,
        text=point.question,
        patient=point.default.patient,
        lines=tuple(line for line in lines if line.text),
    )


def dispositions(shelf: Shelf) -> Iterator[Item]:
    """Where a patient should go, most urgent first, with the reasons."""
    yield from (_disposition(each, shelf) for each in shelf.catalog.pack.dispositions)


def _disposition(disposition: Disposition, shelf: Shelf) -> Item:
    reasons = (
        Line(
            name=f"When {shelf.phrase(reason.when)}",
            text=reason.wording.clinician,
            cites=reason.cites,
        )
        for reason in disposition.reasons
    )
    kind = _LOUDNESS.get(disposition.severity, "plain")
    return Item(
        id=disposition.id,
        title=disposition.title,
        text=disposition.wording.clinician,
        patient=disposition.wording.patient,
        badges=((disposition.severity.capitalize(), kind),),
        lines=tuple(reasons),
        cites=disposition.cites,
    )


def scores(shelf: Shelf) -> Iterator[Item]:
    """The scores with their tables and what their bands mean."""
    yield from (_score(score, shelf) for score in shelf.catalog.pack.scores)


def _score(score: Score, shelf: Shelf) -> Item:
    bands = (
        Line(name=f"{band.low:g} to {band.high:g}: {band.label}", text=band.wording.clinician)
        for band in score.bands
    )
    rows = (row for item in score.items for row in _rows(item, shelf))
    return Item(
        id=score.id,
        title=score.title,
        text=score.use.clinician,
        patient=score.use.patient,
        lines=(Line(name="Not for", text=score.not_for.clinician), *bands),
        cites=score.cites,
        columns=("Item", "Finding", "Points", "When"),
        table=tuple(rows),
    )


def _rows(item: ScoreItem, shelf: Shelf) -> Iterator[tuple[str, ...]]:
    for option in item.options:
        yield item.label, option.label, number_words(option.points), shelf.phrase(option.when)
