"""The shipped packs and their base are sound together, and the checks that say so would see otherwise."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from citewell.guidelines.bases import content_folder
from citewell.guidelines.checks import check_together
from citewell.guidelines.checks.across import found_across
from citewell.guidelines.checks.across.members import Member
from citewell.guidelines.checks.alone import own_catalog
from citewell.guidelines.loader import load_base, load_pack
from citewell.guidelines.ownership import as_pack
from citewell.model.catalog import Catalog
from citewell.model.guidelines import GuidelinePack

PACKS = sorted(path.parent for path in (content_folder() / "packs").glob("*/pack.yaml"))
BASES = sorted(path.parent for path in (content_folder() / "packs").glob("*/base.yaml"))
Change = Callable[[GuidelinePack], GuidelinePack]


@pytest.fixture(scope="module")
def members() -> list[Member]:
    """The shipped bases and packs, as they are checked together."""
    bases = [base for folder in BASES if (base := load_base(folder).base)]
    packs = [pack for folder in PACKS if (pack := load_pack(folder).pack)]
    assert (len(bases), len(packs)) == (len(BASES), len(PACKS))
    shared = [Member(Catalog.of(as_pack(base)), is_base=True) for base in bases]
    return [*shared, *(Member(own_catalog(pack)) for pack in packs)]


def codes(members: list[Member], change: Change) -> set[str]:
    """The codes of what is found when every pack is changed."""
    changed = [
        member if member.is_base else Member(replace(member.catalog, pack=change(member.catalog.pack)))
        for member in members
    ]
    return {found.problem.code for found in found_across(changed)}


def test_the_shipped_packs_are_sound_each_and_together() -> None:
    found = {checked.folder.name: checked.problems for checked in check_together(PACKS, BASES)}
    assert found == {folder.name: () for folder in (*BASES, *PACKS)}


def test_every_shipped_pack_rests_on_the_shared_base(members: list[Member]) -> None:
    for member in members:
        assert member.is_base or [each.id for each in member.catalog.pack.imports] == ["clinical-base"]


def test_without_their_disagreements_the_packs_oppose_each_other(members: list[Member]) -> None:
    assert codes(members, lambda pack: replace(pack, disagreements=())) == {"across.disagreement"}


def test_a_drug_recommended_anywhere_would_be_missed_if_it_were_not_given(members: list[Member]) -> None:
    def without_drugs(pack: GuidelinePack) -> GuidelinePack:
        return replace(pack, statements=tuple(replace(each, gives=()) for each in pack.statements))

    assert codes(members, without_drugs) == {"gives.missing"}


def test_what_the_base_holds_would_be_seen_in_a_pack(members: list[Member]) -> None:
    (base,) = (member.catalog.pack for member in members if member.is_base)

    def with_a_fact_of_the_base(pack: GuidelinePack) -> GuidelinePack:
        return replace(pack, facts=(*pack.facts, base.facts[0]))

    assert codes(members, with_a_fact_of_the_base) == {"import.twice"}


def test_a_page_that_is_gone_would_be_missed_by_those_who_hand_over_to_it(members: list[Member]) -> None:
    assert any(member.catalog.pack.hand_overs for member in members)
    changed = [member if member.is_base else Member(replace(member.catalog, topics={})) for member in members]
    assert {found.problem.code for found in found_across(changed)} == {"across.topic"}
