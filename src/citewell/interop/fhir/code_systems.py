"""The pack's own words as CodeSystems: what it is about, whom it is for, what a score's items can be."""

from collections.abc import Iterator

from citewell.interop.fhir.actions import CONCEPTS, POPULATIONS
from citewell.interop.fhir.artifacts import Publication, metadata
from citewell.interop.fhir.codings import Json, filled
from citewell.interop.fhir.narrative import narrative
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Concept, Population
from citewell.model.scores import Score

SCORE_OPTIONS = "score-options"
_FOR_PATIENTS = {"display": "for patients"}
_PROPERTIES = [
    {"code": "kind", "type": "code", "description": "What kind of thing it is."},
    {
        "code": "parent",
        "uri": "http://hl7.org/fhir/concept-properties#parent",
        "type": "code",
        "description": "What is broader.",
    },
]


def code_systems(published: Publication, catalog: Catalog) -> Iterator[Json]:
    """One for each kind of word that the pack has; codes are the pack's ids."""
    pack = catalog.pack
    concepts = [_concept(each) for each in pack.concepts]
    populations = [_population(each) for each in pack.populations]
    options = [option for score in pack.scores for option in _options(score)]
    yield from _system(published, CONCEPTS, f"Concepts: {pack.title}", concepts, _PROPERTIES)
    yield from _system(published, POPULATIONS, f"Populations: {pack.title}", populations, [])
    yield from _system(published, SCORE_OPTIONS, f"Options of scores: {pack.title}", options, [])


def _system(
    published: Publication, name: str, title: str, concepts: list[Json], properties: list[Json]
) -> Iterator[Json]:
    if concepts:
        yield filled(
            **metadata(published, "CodeSystem", name, title=title, description=title),
            text=narrative(title, [f"{len(concepts)} codes."]),
            caseSensitive=True,
            content="complete",
            count=len(concepts),
            property=properties,
            concept=concepts,
        )


def _concept(concept: Concept) -> Json:
    broader = [{"code": "parent", "valueCode": each} for each in concept.broader]
    return filled(
        code=concept.id,
        display=concept.label,
        designation=_for_patients(concept.patient),
        property=[{"code": "kind", "valueCode": concept.kind.value}, *broader],
    )


def _population(population: Population) -> Json:
    return filled(code=population.id, display=population.name, designation=_for_patients(population.patient))


def _for_patients(words: str) -> list[Json]:
    return [{"use": _FOR_PATIENTS, "value": words}] if words else []


def _options(score: Score) -> Iterator[Json]:
    for item in score.items:
        for option in item.options:
            yield {"code": option_code(score.id, item.id, option.id), "display": option.label}


def option_code(score: str, item: str, option: str) -> str:
    """The code of an option of an item of a score."""
    return f"{score}/{item}/{option}"
