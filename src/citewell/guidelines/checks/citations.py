"""What is cited must carry what is said: the source, the direction, the grade and its standing."""

from collections.abc import Iterator

from citewell.guidelines.parts import citations
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Statement
from citewell.model.problems import Problem
from citewell.model.sources import Finding, Reading, SourceStatus

_FALLEN = (SourceStatus.WITHDRAWN, SourceStatus.RETRACTED)


def everything_said_is_cited(catalog: Catalog) -> Iterator[Problem]:
    """An empty list of citations is only for what the pack says of its own scope."""
    exclusions = {exclusion.id for exclusion in catalog.pack.exclusions}
    for cited in citations(catalog.pack):
        if not cited.cites and cited.what not in exclusions:
            yield Problem(
                cited.path, cited.line, "citation.none", f"{cited.what} cites nothing", "cite a finding"
            )


def secondary_readings_name_their_page(catalog: Catalog) -> Iterator[Problem]:
    """What was read at second hand says where."""
    for source in catalog.pack.sources:
        for finding in source.findings:
            if finding.reading is not Reading.PRIMARY and not finding.via:
                message = f'"{finding.id}" was read at second hand ({finding.reading.value}) but has no "via"'
                yield Problem(
                    source.path, finding.line, "finding.via", message, "name the page it was read on"
                )


def no_statement_rests_on_fallen_sources(catalog: Catalog) -> Iterator[Problem]:
    """A withdrawn or retracted source may stand beside others, not alone."""
    for cited in citations(catalog.pack):
        sources = [catalog.findings[cite][0] for cite in cited.cites if cite in catalog.findings]
        if sources and all(source.status in _FALLEN for source in sources):
            status = sources[0].status.value
            message = f"{cited.what} rests on {status} sources alone"
            hint = "cite a source that stands, or take the statement out"
            yield Problem(cited.path, cited.line, "citation.fallen", message, hint)


def recommendations_match_their_source(catalog: Catalog) -> Iterator[Problem]:
    """A recommendation cites its own source, in the direction and with the grade printed there."""
    for statement in catalog.pack.statements:
        if not statement.source or statement.source not in catalog.sources:
            continue
        findings = _findings_of(statement.source, statement.cites, catalog)
        if not findings:
            message = f'{statement.id} speaks for "{statement.source}" but cites none of its findings'
            yield _fault(statement, "citation.speaker", message, "cite the finding that says it")
        else:
            yield from _direction(statement, findings)
            yield from _grade(statement, findings)


def sides_match_their_source(catalog: Catalog) -> Iterator[Problem]:
    """A side of a disagreement cites its own source, with the grade printed there; there are two at least."""
    for disagreement in catalog.pack.disagreements:
        if len(disagreement.sides) < 2:
            message = f"{disagreement.id} has fewer than two sides"
            yield Problem(
                disagreement.path, disagreement.line, "disagreement.sides", message, "add the other side"
            )
        for side in disagreement.sides:
            findings = _findings_of(side.source, side.cites, catalog)
            if side.source in catalog.sources and not findings:
                message = f'the side of {side.body} cites no finding of "{side.source}"'
                hint = "cite the finding that says it"
                yield Problem(disagreement.path, side.line, "citation.speaker", message, hint)
            elif findings and side.grade and side.grade not in _grades(findings):
                message = f'{side.body}: the cited findings do not print the grade "{side.grade}"'
                yield Problem(disagreement.path, side.line, "grade.differs", message, _printed(findings))


def _findings_of(source: str, cites: tuple[str, ...], catalog: Catalog) -> list[Finding]:
    found = (catalog.findings[cite] for cite in cites if cite in catalog.findings)
    return [finding for owner, finding in found if owner.id == source]


def _direction(statement: Statement, findings: list[Finding]) -> Iterator[Problem]:
    printed = {finding.direction for finding in findings if finding.direction is not None}
    if statement.direction is not None and printed and statement.direction not in printed:
        told = ", ".join(sorted(direction.value for direction in printed))
        message = f'{statement.id} points "{statement.direction.value}", its cited finding "{told}"'
        yield _fault(statement, "direction.differs", message, "both must say the same")


def _grade(statement: Statement, findings: list[Finding]) -> Iterator[Problem]:
    printed = _grades(findings)
    if statement.grade and statement.grade not in printed:
        message = f'{statement.id} is graded "{statement.grade}", which its cited findings do not print'
        yield _fault(statement, "grade.differs", message, _printed(findings))
    elif not statement.grade and statement.direction is not None and all(f.grade for f in findings):
        message = f"{statement.id} leaves out the grade of its cited finding"
        yield _fault(statement, "grade.missing", message, _printed(findings))


def _grades(findings: list[Finding]) -> set[str]:
    return {finding.grade for finding in findings if finding.grade}


def _printed(findings: list[Finding]) -> str:
    printed = ", ".join(f'"{grade}"' for grade in sorted(_grades(findings)))
    return f"printed there: {printed}" if printed else "the cited findings print no grade: leave it out"


def _fault(statement: Statement, code: str, message: str, hint: str) -> Problem:
    return Problem(statement.path, statement.line, code, message, hint)
