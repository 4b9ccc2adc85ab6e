"""A pack's scores as Questionnaires: every item with its options and their points, what the bands mean.

R4 §2.49; the points are in the extension ordinalValue. The sum itself is in the pack's CQL library.
"""

from collections.abc import Iterator

from citewell.interop.fhir.artifacts import Publication, cited, metadata
from citewell.interop.fhir.code_systems import SCORE_OPTIONS, option_code
from citewell.interop.fhir.codings import Json, coding, decimal_of, filled
from citewell.interop.fhir.extensions import PATIENT_WORDING, extension
from citewell.interop.fhir.narrative import narrative
from citewell.model.catalog import Catalog
from citewell.model.scores import Score, ScoreItem, ScoreOption
from citewell.model.wording import Wording

SCORE = "score"
_POINTS = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
_RELATED = "http://hl7.org/fhir/StructureDefinition/artifact-relatedArtifact"


def questionnaires(published: Publication, catalog: Catalog) -> Iterator[Json]:
    """Every score and classification of the pack, in its order."""
    for score in catalog.pack.scores:
        yield _questionnaire(published, catalog, score)


def _questionnaire(published: Publication, catalog: Catalog, score: Score) -> Json:
    bands = [
        _display(
            published,
            f"band-{n}",
            f"{decimal_of(band.low)} to {decimal_of(band.high)}: {band.label}",
            band.wording,
        )
        for n, band in enumerate(score.bands, start=1)
    ]
    return filled(
        **metadata(
            published, "Questionnaire", SCORE, score.id, title=score.title, description=score.use.clinician
        ),
        text=narrative(score.title, [score.use.clinician, score.not_for.clinician]),
        extension=[{"url": _RELATED, "valueRelatedArtifact": each} for each in cited(catalog, score.cites)],
        subjectType=["Patient"],
        item=[
            _display(published, "use", "What it is for", score.use),
            _display(published, "not-for", "What it is not for", score.not_for),
            *(_item(published, score, item) for item in score.items),
            *bands,
        ],
    )


def _display(published: Publication, link: str, title: str, wording: Wording) -> Json:
    return {
        "extension": [extension(published.base, PATIENT_WORDING, wording.patient)],
        "linkId": link,
        "prefix": title,
        "text": wording.clinician,
        "type": "display",
    }


def _item(published: Publication, score: Score, item: ScoreItem) -> Json:
    return {
        "linkId": f"item-{item.id}",
        "text": item.label,
        "type": "choice",
        "answerOption": [
            {"valueCoding": _answer(published, option_code(score.id, item.id, option.id), option)}
            for option in item.options
        ],
    }


def _answer(published: Publication, code: str, option: ScoreOption) -> Json:
    points = [] if option.points is None else [{"url": _POINTS, "valueDecimal": decimal_of(option.points)}]
    answer = coding(published.url("CodeSystem", SCORE_OPTIONS), code, option.label)
    return filled(extension=points, **answer)
