"""The checks of a pack: a list of functions, each of which yields the faults it looks for.

A check takes the catalog of a pack and knows nothing of the others; a new one is written, put into
`CHECKS`, and its codes into `codes.py`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from citewell.guidelines.checks import (
    citations,
    consistency,
    coverage,
    criteria,
    facts,
    identity,
    mappings,
    orders,
    references,
    scores,
    wording,
)
from citewell.guidelines.loader import load_pack
from citewell.model.catalog import Catalog
from citewell.model.guidelines import GuidelinePack
from citewell.model.problems import Problem

Check: TypeAlias = Callable[[Catalog], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    identity.ids_are_unique,
    identity.nothing_goes_round,
    references.citations_exist,
    references.named_records_exist,
    orders.orders_are_warned_of,
    citations.everything_said_is_cited,
    citations.secondary_readings_name_their_page,
    citations.no_statement_rests_on_fallen_sources,
    citations.recommendations_match_their_source,
    citations.sides_match_their_source,
    facts.fact_types_are_complete,
    facts.attributes_are_said,
    facts.ranges_are_possible,
    facts.values_have_editions,
    facts.derivations_fit,
    facts.case_values_fit,
    mappings.mappings_can_be_read,
    mappings.codes_mean_one_thing,
    criteria.comparisons_fit_their_fact,
    consistency.criteria_can_be_true,
    consistency.recommendations_can_apply,
    consistency.statements_are_for_somebody,
    consistency.cautions_can_matter,
    scores.scores_are_complete,
    scores.bands_cover_the_totals,
    wording.numbers_stand_in_the_evidence,
    wording.levels_stand_in_the_evidence,
    wording.patients_are_told_no_more,
    wording.nothing_is_turned_round,
    wording.patients_can_read_it,
    coverage.recommendations_have_cases,
    coverage.cases_ask_and_expect,
    coverage.must_mention_is_covered,
)


def check_pack(folder: Path) -> tuple[Problem, ...]:
    """Every fault of a pack folder, in order of path and line, each once.

    What can be read is checked even where other files cannot be.
    """
    loaded = load_pack(folder)
    found = set(loaded.problems)
    if loaded.pack is not None:
        found.update(found_in(loaded.pack))
        if loaded.pack.id != folder.resolve().name:
            message = f'the pack\'s id is "{loaded.pack.id}", its folder is "{folder.resolve().name}"'
            found.add(Problem("pack.yaml", 1, "id.folder", message, "give both one name"))
    return tuple(sorted(found))


def found_in(pack: GuidelinePack) -> tuple[Problem, ...]:
    """Every fault that the checks find in a pack that was read."""
    catalog = Catalog.of(pack)
    return tuple(sorted({problem for check in CHECKS for problem in check(catalog)}))
