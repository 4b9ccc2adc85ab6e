"""Engines on one pack: what ours finds of thousands of patients, the engines of CQL find, too."""

from pathlib import Path
from random import Random

import pytest

from citewell.guidelines.bases import content_folder
from citewell.guidelines.loader import load_pack
from citewell.interop.cql.writer import cql_of
from citewell.model.catalog import Catalog
from cql_expected import disagreements
from cql_oracle import Engine, Oracle
from cql_patients import Patient, Ward

TODAY = "2026-11-20"
PACKS = sorted(path.parent for path in (content_folder() / "packs").glob("*/pack.yaml"))
# Patients of each pack, fewer the more packs there are; so many of them at random at the least.
AT_LEAST, AT_RANDOM = max(1000, 5000 // len(PACKS)), 500


@pytest.fixture(scope="module", params=PACKS, ids=lambda path: path.name)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return _catalog(request.param)


def _catalog(folder: Path) -> Catalog:
    loaded = load_pack(folder)
    assert loaded.pack is not None
    return Catalog.of(loaded.pack)


@pytest.fixture(scope="module")
def patients(catalog: Catalog) -> list[Patient]:
    rng = Random(8)
    ward = Ward.of(catalog)
    found = [*ward.worked(), *ward.on_thresholds(rng)]
    found += ward.at_random(max(AT_RANDOM, AT_LEAST - len(found)), rng)
    return [*found, *ward.in_pairs(found, rng)]


@pytest.fixture(scope="module")
def asked(oracle: Oracle, catalog: Catalog) -> Oracle:
    """The oracle, which has read the pack's library without a fault."""
    assert oracle.read(cql_of(catalog.pack)) == []
    return oracle


def test_the_engine_in_wide_use_says_the_same_of_every_patient(
    asked: Oracle, catalog: Catalog, patients: list[Patient]
) -> None:
    assert len(patients) >= AT_LEAST
    assert disagreements(catalog, asked, patients, on=TODAY) == []


def test_the_reference_engine_says_the_same_of_a_sample(
    asked: Oracle, catalog: Catalog, patients: list[Patient]
) -> None:
    some = Random(8).sample(patients, 120)
    assert disagreements(catalog, asked, some, on=TODAY, engine=Engine.REFERENCE) == []


def test_numbers_come_into_force_on_the_same_day(
    asked: Oracle, catalog: Catalog, patients: list[Patient]
) -> None:
    days = {edition.since for value in catalog.pack.values for edition in value.editions}
    for day in ("1999-12-31", *sorted(days)):
        assert disagreements(catalog, asked, patients[-3:], on=day) == []
