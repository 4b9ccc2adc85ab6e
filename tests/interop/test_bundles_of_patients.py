"""Made-up patients as a record system sends them: what is read of them, and what guidance makes of it."""

from pathlib import Path

import pytest

from citewell.engine import Engine
from citewell.engine.patients import applied_to_record
from citewell.errors import InputError
from citewell.guidelines.loader import load_pack
from citewell.interop.bundle import read_bundle
from citewell.model.answers import Audience
from citewell.model.catalog import Catalog
from citewell.model.patients import FileReading

BUNDLES = Path(__file__).parent / "bundles"
PACK = Path(__file__).parents[2] / "packs" / "vertebral-fracture"
TODAY = "2026-11-20"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine([Catalog.of(load_pack(PACK).pack)], today=TODAY)


def reading(name: str, engine: Engine) -> FileReading:
    content = (BUNDLES / f"{name}.json").read_bytes()
    return read_bundle(content, definitions=engine.definitions, today=TODAY)


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        # Not read: the sequela of an older fracture, an eGFR that is older and one entered in error, a
        # benzodiazepine that was stopped.
        (
            "l2-fracture-kidney-disease-warfarin",
            {
                "age": "82", "sex": "female", "inpatient": "yes", "level": "L2", "region": "thoracolumbar",
                "fracture-cause": "osteoporotic", "pain-score": "8", "pain-onset-days": "3", "egfr": "28",
                "osteoporosis-known": "yes", "inr": "2.7", "platelets": "184", "on-warfarin": "yes",
            },
        ),
        # Not read: the mother's myeloma, a T-score of the forearm, a deficiency that no fact is about.
        (
            "sacral-fracture-cancer-history",
            {
                "age": "75", "sex": "female", "region": "sacral", "denis-zone": "I", "cancer-history": "yes",
                "breast-cancer": "yes",
                "fracture-cause": "osteoporotic", "pain-onset-days": "19", "steroid-use": "yes",
                "osteoporosis-known": "yes", "on-osteoporosis-treatment": "yes", "on-denosumab": "yes",
            },
        ),
        # Not read: an endocarditis that is provisional. Converted: 101.3 °F, and 18.4 mg/dL.
        (
            "spinal-infection",
            {
                "age": "46", "sex": "male", "temperature": "38.5", "crp": "184", "esr": "96", "fever": "yes",
                "bloodstream-infection": "yes", "spinal-infection-noted": "yes", "iv-drug-use": "yes",
                "active-infection": "yes",
            },
        ),
        # Not read: a retention of urine of ten months ago. Of two levels at once, neither.
        (
            "two-fractures-and-a-past",
            {
                "age": "68", "sex": "male", "region": "thoracolumbar", "pain-onset-days": "10",
                "crcl": "52.5", "anticoagulated": "yes", "recent-mi-or-stroke": "yes", "peptic-ulcer": "yes",
                "mi-history": "yes",
            },
        ),
    ],
)  # fmt: skip
def test_a_record_states_these_facts_and_no_other(name: str, facts: dict[str, str], engine: Engine) -> None:
    assert {fact.fact: fact.given for fact in reading(name, engine).facts} == facts


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("l2-fracture-kidney-disease-warfarin", "conservative"),
        ("sacral-fracture-cancer-history", "pathologic-work-up"),
        ("spinal-infection", "pathologic-work-up"),
    ],
)
def test_the_guidance_goes_by_what_the_record_states(name: str, disposition: str, engine: Engine) -> None:
    application = applied_to_record(engine, reading(name, engine), facts={}, audience=Audience.CLINICIAN)
    assert application.disposition is not None
    assert application.disposition.id == disposition


def test_of_two_fractures_the_level_is_asked(engine: Engine) -> None:
    read = reading("two-fractures-and-a-past", engine)
    assert [conflict.fact for conflict in read.conflicts] == ["level"]
    with pytest.raises(InputError, match="level"):
        applied_to_record(engine, read, facts={}, audience=Audience.CLINICIAN)
    settled = applied_to_record(engine, read, facts={"level": "L3"}, audience=Audience.CLINICIAN)
    assert settled.disposition is not None
