"""What came out for a patient as FHIR R4 Parameters: for programs that will not read sentences.

FHIR R4 (4.0.1): Parameters §2.35, the `outputParameters` of a GuidanceResponse.
"""

from collections.abc import Iterator, Mapping

from citewell.interop.fhir.artifacts import Publication
from citewell.interop.fhir.codings import Json, decimal_of, filled
from citewell.interop.fhir.plans import STATEMENT
from citewell.model.answers import ScoreResult, ShownDisposition, UnderstoodFact, Verdict
from citewell.model.applications import Application


def outputs(application: Application, published: Mapping[str, Publication]) -> Json:
    """The facts gone by, where to go, every verdict and every score of which something is known, by pack.

    published: by pack, where its artifacts are.
    """
    return {"resourceType": "Parameters", "parameter": list(_parameters(application, published))}


def _parameters(application: Application, published: Mapping[str, Publication]) -> Iterator[Json]:
    yield from (_fact(fact) for fact in application.understood)
    for part in application.parts:
        if part.disposition:
            yield _disposition(part.disposition, part.pack)
    for part in application.parts:
        yield from (_verdict(verdict, published[part.pack]) for verdict in part.verdicts)
        yield from (_score(score, part.pack) for score in part.scores)


def _fact(fact: UnderstoodFact) -> Json:
    """origin: by what it is known, "derived" where it follows from others."""
    return _named("fact", id=_code(fact.id), value=_text(fact.given), origin=_text(fact.origin))


def _disposition(shown: ShownDisposition, pack: str) -> Json:
    return _named(
        "disposition",
        id=_code(shown.id),
        pack=_code(pack),
        severity=_code(shown.severity),
        provisional={"valueBoolean": shown.provisional},
    )


def _verdict(verdict: Verdict, published: Publication) -> Json:
    """verdict: `applies`, `does-not-apply` or `unknown`, which is not false."""
    plan = published.pinned("PlanDefinition", STATEMENT, verdict.statement)
    return _named(
        "verdict",
        id=_code(verdict.statement),
        pack=_code(published.pack.id),
        plan={"valueCanonical": plan},
        verdict=_code(verdict.verdict.replace(" ", "-")),
    )


def _score(score: ScoreResult, pack: str) -> Json:
    """lowest, highest: the same once every item is known; neither, for a score without points."""
    return _named(
        "score",
        id=_code(score.id),
        pack=_code(pack),
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
