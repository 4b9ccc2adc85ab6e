"""What remains when no reason for referral holds is said only of somebody whom the pack is for."""

import pytest

from citewell.engine import Engine


@pytest.mark.parametrize(
    "told",
    ["45 M, C5 fracture", "8 year old, L1 fracture", "chest pain, 40 M", "30 year old woman, headache"],
)
def test_nobody_else_is_told_to_wait(engine: Engine, told: str) -> None:
    alone = Engine([engine.catalogs["vertebral-fracture"]], today=engine.today)
    application = alone.apply(told)
    assert application.disposition is None
    assert application.leading.excluded


@pytest.mark.parametrize("told", ["45 M, C5 fracture after a car crash", "40 M, cannot pee, legs are weak"])
def test_an_emergency_is_told_to_anybody(engine: Engine, told: str) -> None:
    shown = engine.apply(told).disposition
    assert shown is not None
    assert shown.severity == "critical"


def test_whom_the_pack_is_for_is_told_where_to_go(engine: Engine) -> None:
    shown = engine.apply("78 F, osteoporotic L1 fracture").disposition
    assert shown is not None
    assert shown.id == "conservative"
