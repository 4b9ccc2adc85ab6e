"""One recommendation, one patient: does it apply, and if not, which criterion failed."""

from collections.abc import Iterator

from citewell.guidelines.logic import Circumstances, deciding, holds, undecided
from citewell.guidelines.wording import comparison_in_words
from citewell.model.answers import Verdict
from citewell.model.cases import Truth
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Caution, Criterion, Op, Statement

APPLIES = "applies"
DOES_NOT_APPLY = "does not apply"
UNKNOWN = "unknown"


def population_criterion(statement: Statement, catalog: Catalog) -> Criterion:
    """That the patient belongs to one of the statement's populations."""
    return Criterion(
        op=Op.ANY, parts=tuple(catalog.populations[p].when for p in statement.populations)
    )


def verdict(statement: Statement, catalog: Catalog, known: Circumstances) -> Verdict:
    """Applies, does not apply, or unknown; a contraindication nobody excluded leaves it unknown."""
    required = tuple(_requirements(statement, catalog))
    forbidding = [c for c in statement.never_when if holds(c.when, known) is Truth.TRUE]
    failing = [c for c in required if holds(c, known) is Truth.FALSE]
    if failing or forbidding:
        return _refused(statement, failing, forbidding, catalog, known)
    missing = dict.fromkeys(
        fact for c in (*required, *(c.when for c in statement.never_when)) for fact in undecided(c, known)
    )
    return Verdict(
        statement=statement.id, verdict=UNKNOWN if missing else APPLIES, missing=tuple(missing)
    )


def _requirements(statement: Statement, catalog: Catalog) -> Iterator[Criterion]:
    yield population_criterion(statement, catalog)
    if statement.applies_when is not None:
        yield statement.applies_when
    if statement.parent:
        parent = catalog.statements[statement.parent]
        if parent.applies_when is not None:
            yield parent.applies_when


def _refused(
    statement: Statement,
    failing: list[Criterion],
    forbidding: list[Caution],
    catalog: Catalog,
    known: Circumstances,
) -> Verdict:
    failed = dict.fromkeys(
        _as_needed(criterion, leaf, catalog, known)
        for criterion in failing
        for leaf in deciding(criterion, known)
    )
    caution = forbidding[0] if forbidding else None
    return Verdict(
        statement=statement.id,
        verdict=DOES_NOT_APPLY,
        failed=tuple(failed),
        caution=caution.wording if caution else None,
        caution_cites=caution.cites if caution else (),
    )


def _as_needed(criterion: Criterion, leaf: Criterion, catalog: Catalog, known: Circumstances) -> str:
    """The failed comparison as the thing that was needed: its opposite, when it was under a `not`."""
    wanted = holds(leaf, known) is Truth.FALSE
    return comparison_in_words(leaf, catalog.facts, known, wanted=wanted)
