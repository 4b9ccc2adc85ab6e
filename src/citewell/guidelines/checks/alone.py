"""The checks of one pack: a list of functions, each of which yields the faults it looks for.

A check takes the catalog of a pack and knows nothing of the others; a new one is written, put into
`CHECKS`, and its codes into `codes.py`. The pack of the catalog holds its own records alone, which are what
is checked; what those may name, its imports included, is in the maps of the catalog.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from citewell.guidelines.checks import (
    citations,
    consistency,
    coverage,
    criteria,
    facts,
    gives,
    identity,
    leaving,
    mappings,
    orders,
    references,
    scores,
    wording,
)
from citewell.guidelines.ownership import imported_parts, own_part
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
    gives.only_recommendations_give,
    gives.drugs_are_interventions,
    gives.safety_files_say_something,
    leaving.hand_overs_have_an_occasion,
    leaving.emergency_packs_find_emergencies,
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
    wording.wordings_hold,
    coverage.recommendations_have_cases,
    coverage.cases_ask_and_expect,
    coverage.must_mention_is_covered,
)


def found_in(pack: GuidelinePack) -> tuple[Problem, ...]:
    """Every fault that the checks find in a pack that was read.

    Those in what it imports stand behind the name of the base (`clinical-base/facts.yaml`).
    """
    whole = Catalog.of(pack)
    found = set(found_alone(replace(whole, pack=own_part(pack))))
    for part in imported_parts(pack):
        for problem in found_alone(replace(whole, pack=part)):
            found.add(replace(problem, path=f"{part.id}/{problem.path}"))
    return tuple(sorted(found))


def own_catalog(pack: GuidelinePack) -> Catalog:
    """The catalog of a pack with its own records as the pack, and all that they may name in the maps."""
    return replace(Catalog.of(pack), pack=own_part(pack))


def found_alone(catalog: Catalog) -> Iterator[Problem]:
    """What each check finds; a fault that two checks see comes twice."""
    for check in CHECKS:
        yield from check(catalog)
