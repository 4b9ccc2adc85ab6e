"""The suites there are, in the order in which they are run and shown."""

from collections.abc import Sequence

from citewell.errors import NotFound
from citewell.evaluation.suite import Suite
from citewell.evaluation.suites import (
    assertions,
    guidelines,
    reranking,
    retrieval,
    roles,
    sentences,
    statements,
    verdicts,
)

SUITES: tuple[Suite, ...] = (
    guidelines.SUITE,
    assertions.SUITE,
    sentences.RATIONALES,
    sentences.TRIALS,
    *retrieval.SUITES,
    verdicts.SUITE,
    reranking.SUITE,
    statements.SUITE,
    roles.SUITE,
)


def chosen(names: Sequence[str]) -> tuple[Suite, ...]:
    """The suites of these names, in the order of the catalogue; all where none is named. Raises NotFound."""
    known = {suite.id for suite in SUITES}
    for name in names:
        if name not in known:
            raise NotFound(f"there is no suite {name!r}", hint=f"there are {', '.join(sorted(known))}")
    return tuple(suite for suite in SUITES if not names or suite.id in names)
