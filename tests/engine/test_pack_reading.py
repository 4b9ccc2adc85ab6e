"""The faults of a pack are told at the records they concern, its own and those of its base."""

from dataclasses import replace

import pytest

from citewell.engine import Engine
from citewell.engine.pack_reading import Checker, Record, faults_at
from citewell.model.guidelines import FactDefinition, GuidelinePack

BASE = "clinical-base"


@pytest.fixture(scope="module")
def pack(engine: Engine) -> GuidelinePack:
    return engine.catalogs["vertebral-fracture"].pack


def with_range_turned(pack: GuidelinePack, fact: FactDefinition) -> GuidelinePack:
    turned = replace(fact, minimum=fact.maximum, maximum=fact.minimum)
    facts = tuple(turned if each == fact else each for each in pack.facts)
    return replace(pack, facts=facts, digest=fact.id)


def test_a_fault_of_a_record_is_told_there_whoever_owns_it(pack: GuidelinePack) -> None:
    imported = set(pack.imports[0].records["facts"])
    ranged = [fact for fact in pack.facts if fact.minimum is not None]
    mine = next(fact for fact in ranged if fact.id not in imported)
    shared = next(fact for fact in ranged if fact.id in imported)
    for fact, path in ((mine, "facts.yaml"), (shared, f"{BASE}/facts.yaml")):
        found = Checker().faults(with_range_turned(pack, fact))
        (fault,) = [each for each in found if each.code == "fact.range"]
        assert (fault.path, fault.line) == (path, fact.line)
        assert faults_at(pack, [fault]) == {Record("facts", fact.id, fact.label): (fault,)}
