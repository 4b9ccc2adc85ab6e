"""One recommendation, one patient: does it apply, and if not, which criterion failed."""

from collections.abc import Iterator
from dataclasses import replace

from citewell.guidelines.logic import Circumstances, deciding, examined, holds
from citewell.guidelines.safety import Judged, weighed
from citewell.guidelines.wording import comparison_in_words
from citewell.model.answers import Verdict
from citewell.model.cases import Truth
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import Caution, Statement

APPLIES = "applies"
DOES_NOT_APPLY = "does not apply"
UNKNOWN = "unknown"


def verdict(statement: Statement, catalog: Catalog, known: Circumstances, safety: Judged) -> Verdict:
    """Applies, does not apply, or unknown.

    A contraindication of the recommendation itself (`never_when`) that nobody excluded leaves it unknown;
    those of the drugs that it gives are weighed as `safety` says. safety: the rules, judged for this patient.
    """
    required = [(c, *examined(c, known)) for c in _requirements(statement, catalog)]
    forbidden = [(c, *examined(c.when, known)) for c in statement.never_when]
    failing = [criterion for criterion, truth, _ in required if truth is Truth.FALSE]
    forbidding = [caution for caution, truth, _ in forbidden if truth is Truth.TRUE]
    drugs = weighed(statement.gives, catalog, safety)
    if failing or forbidding or drugs.ruled_out:
        refused = _refused(statement, failing, forbidding, catalog, known)
        return replace(refused, notes=drugs.ruled_out)
    missing = dict.fromkeys(fact for _, _, facts in (*required, *forbidden) for fact in facts)
    return Verdict(
        statement=statement.id,
        verdict=UNKNOWN if missing else APPLIES,
        missing=tuple(missing),
        notes=drugs.told,
        not_excluded=drugs.not_excluded,
    )


def _requirements(statement: Statement, catalog: Catalog) -> Iterator[Criterion]:
    populations = tuple(catalog.populations[p].when for p in statement.populations)
    yield Criterion(op=Op.ANY, parts=populations)
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
        _as_needed(leaf, catalog, known) for criterion in failing for leaf in deciding(criterion, known)
    )
    caution = forbidding[0] if forbidding else None
    return Verdict(
        statement=statement.id,
        verdict=DOES_NOT_APPLY,
        failed=tuple(failed),
        caution=caution.wording if caution else None,
        caution_cites=caution.cites if caution else (),
    )


def _as_needed(leaf: Criterion, catalog: Catalog, known: Circumstances) -> str:
    """The failed comparison as the thing that was needed: its opposite, when it was under a `not`."""
    wanted = holds(leaf, known) is Truth.FALSE
    return comparison_in_words(leaf, catalog.facts, known, wanted=wanted)
