"""What came out for a patient as FHIR R4 Parameters: for programs that will not read sentences.

FHIR R4 (4.0.1): Parameters §2.35, the `outputParameters` of a GuidanceResponse.
"""

from collections.abc import Iterator

from citewell.interop.fhir.artifacts import Publication
from citewell.interop.fhir.codings import Json, decimal_of, filled
from citewell.interop.fhir.plans import STATEMENT
from citewell.model.answers import Application, ScoreResult, ShownDisposition, UnderstoodFact, Verdict


def outputs(application: Application, published: Publication) -> Json:
    """The facts gone by, where to go, every verdict and every score of which something is known."""
    return {"resourceType": "Parameters", "parameter": list(_parameters(application, published))}


def _parameters(application: Application, published: Publication) -> Iterator[Json]:
    yield from (_fact(fact) for fact in application.understood)
    if application.disposition:
        yield _disposition(application.disposition)
    yield from (_verdict(verdict, published) for verdict in application.verdicts)
    yield from (_score(score) for score in application.scores)


def _fact(fact: UnderstoodFact) -> Json:
    """origin: by what it is known, "derived" where it follows from others."""
    return _named("fact", id=_code(fact.id), value=_text(fact.given), origin=_text(fact.origin))


def _disposition(shown: ShownDisposition) -> Json:
    return _named(
        "disposition",
        id=_code(shown.id),
        severity=_code(shown.severity),
        provisional={"valueBoolean": shown.provisional},
    )


def _verdict(verdict: Verdict, published: Publication) -> Json:
    """verdict: `applies`, `does-not-apply` or `unknown`, which is not false."""
    plan = published.pinned("PlanDefinition", STATEMENT, verdict.statement)
    return _named(
        "verdict",
        id=_code(verdict.statement),
        plan={"valueCanonical": plan},
        verdict=_code(verdict.verdict.replace(" ", "-")),
    )


def _score(score: ScoreResult) -> Json:
    """lowest, highest: the same once every item is known; neither, for a score without points."""
    return _named(
        "score",
        id=_code(score.id),
        result=_text(score.label),
        lowest=_number(score.low),
        highest=_number(score.high),
    )


def _named(name: str, **parts: Json) -> Json:
    return {"name": name, "part": [{"name": each, **value} for each, value in parts.items() if value]}


def _code(value: str) -> Json:
    return filled(valueCode=value)


def _text(value: str) -> Json:
    return filled(valueString=value)


def _number(value: float | None) -> Json:
    return {} if value is None else {"valueDecimal": decimal_of(value)}
