"""A pack's worked cases, tried on the engine: what an editor expects against what is given."""

from collections.abc import Iterable, Iterator, Mapping

from citewell.engine import Engine
from citewell.errors import InputError
from citewell.model.answers import Answer, Verdict
from citewell.model.applications import Application, Part
from citewell.model.catalog import Catalog
from citewell.model.worked import Case, Expectation


def differences(case: Case, engine: Engine, catalog: Catalog) -> tuple[str, ...]:
    """Where the engine departs from what the case expects, a line each; none when the case holds."""
    try:
        if case.question:
            return tuple(_answer_differences(case.expect, engine.answer(case.question, facts=case.facts)))
        application = engine.apply(case.says, facts=case.facts)
    except InputError as error:
        return (f"refused: {error.message}",)
    return tuple(_application_differences(case.expect, application, catalog))


def _answer_differences(expect: Expectation, answer: Answer) -> Iterator[str]:
    if expect.abstained is not None and answer.abstained is not expect.abstained:
        yield f"abstained: expected {expect.abstained}, got {answer.abstained} ({answer.reason})"
    claims = {claim.id for claim in (*answer.bottom_line, *(c for s in answer.sections for c in s.claims))}
    yield from (f"claim {one} is missing" for one in expect.claims if one not in claims)
    yield from (f"claim {one} should not be there" for one in expect.not_claims if one in claims)
    shown = {disagreement.id for disagreement in answer.disagreements}
    yield from (f"disagreement {one} is missing" for one in expect.disagreements if one not in shown)
    if expect.disposition:
        given = answer.disposition.id if answer.disposition else "none"
        yield from _differs("disposition", expect.disposition, given)
    yield from _understood_differences(expect.understood, {f.id: f.given for f in answer.understood})


def _application_differences(
    expect: Expectation, application: Application, catalog: Catalog
) -> Iterator[str]:
    disposition = application.disposition
    if expect.disposition:
        yield from _differs("disposition", expect.disposition, disposition.id if disposition else "none")
    if expect.provisional is not None and disposition is not None:
        yield from _differs("provisional", str(expect.provisional), str(disposition.provisional))
    part = next((part for part in application.parts if part.pack == catalog.pack.id), application.leading)
    verdicts = {verdict.statement: verdict.verdict for verdict in part.verdicts}
    for statement, wanted in sorted(expect.verdicts.items()):
        yield from _differs(statement, wanted, verdicts.get(statement, "no such recommendation"))
    yield from _safety_differences(expect, {verdict.statement: verdict for verdict in part.verdicts})
    scores = {score.id: score.label for score in part.scores}
    for score, wanted in sorted(expect.scores.items()):
        yield from _differs(score, wanted, scores.get(score, "not scored"))
    if expect.missing_first:
        yield from _differs(
            "missing first",
            expect.missing_first,
            application.missing[0].id if application.missing else "nothing",
        )
    if expect.excluded:
        yield from _differs("excluded", expect.excluded, _excluded(part, catalog))
    yield from _understood_differences(expect.understood, {f.id: f.given for f in application.understood})


def _safety_differences(expect: Expectation, found: Mapping[str, Verdict]) -> Iterator[str]:
    for statement, facts in sorted(expect.not_excluded.items()):
        still_open = found[statement].not_excluded if statement in found else ()
        yield from (f"{statement}: {fact} is taken for settled" for fact in facts if fact not in still_open)
    for statement, drugs in sorted(expect.cautions.items()):
        told = {note.drug for note in found[statement].notes} if statement in found else set()
        yield from _differs(f"{statement}, cautions", _listed(drugs), _listed(told))


def _excluded(part: Part, catalog: Catalog) -> str:
    said = {e.wording.clinician: e.id for e in catalog.pack.exclusions}
    return ", ".join(said[text] for text in part.excluded) or "nothing"


def _understood_differences(expected: Mapping[str, str], shown: Mapping[str, str]) -> Iterator[str]:
    for fact, wanted in sorted(expected.items()):
        given = shown.get(fact, "unknown")
        yield from _differs(fact, wanted, given)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names))) or "none"


def _differs(what: str, wanted: str, given: str) -> Iterator[str]:
    if wanted != given:
        yield f"{what}: expected {wanted}, got {given}"
