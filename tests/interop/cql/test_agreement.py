"""Two engines on one pack: what ours finds of thousands of patients, cql-execution finds, too."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from citewell.config import content_folder
from citewell.guidelines.loader import load_pack
from citewell.interop.cql.writer import cql_of
from citewell.model.catalog import Catalog
from cql_expected import disagreements
from cql_oracle import Oracle, why_not
from cql_patients import Patient, Ward

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

TODAY = "2026-11-20"
PACKS = sorted(path.parent for path in (content_folder() / "packs").glob("*/pack.yaml"))


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    with Oracle() as opened:
        yield opened


@pytest.fixture(scope="module", params=PACKS, ids=lambda path: path.name)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return _catalog(request.param)


def _catalog(folder: Path) -> Catalog:
    loaded = load_pack(folder)
    assert loaded.pack is not None
    return Catalog.of(loaded.pack)


def _patients(catalog: Catalog, *, at_random: int) -> list[Patient]:
    rng = Random(8)
    ward = Ward.of(catalog)
    patients = [*ward.worked(), *ward.on_thresholds(rng), *ward.at_random(at_random, rng)]
    return [*patients, *ward.in_pairs(patients, rng)]


def test_both_engines_say_the_same_of_every_patient(catalog: Catalog, oracle: Oracle) -> None:
    assert oracle.read(cql_of(catalog.pack)) == []
    patients = _patients(catalog, at_random=1400)
    assert len(patients) >= 5000
    assert disagreements(catalog, oracle, patients, on=TODAY) == []
