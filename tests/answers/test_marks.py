"""What a badge shows of a claim is what its notes say in words, each thing by itself."""

from dataclasses import replace

import pytest

from citewell.answers.formats.marks import marks_of
from citewell.answers.formats.page import Marks
from citewell.answers.formats.words import Numbering
from citewell.model.answers import Audience, Claim, Context, Quote
from citewell.model.references import Reference
from citewell.model.sources import Direction

SOCIETY = Reference(
    n=1,
    id="society",
    type="Guideline",
    title="Care",
    body="Society",
    short="Society 2010",
    year=2010,
    status="current",
)
NUMBERING = Numbering([SOCIETY])
REST = Claim(
    id="rest",
    text="Rest.",
    citations=("society#r1",),
    direction=Direction.FOR,
    as_printed="Moderate",
    strength="weak",
    certainty="moderate",
    applies="unknown",
    because="not known: Level",
)
QUOTED = Claim(
    id="q",
    text="Offer rest.",
    citations=("society#4",),
    title="Society 2010",
    quote=Quote("society", 10, 21),
    context=(Context("Treatment", 0, 9),),
    because="superseded",
)


def marks(claim: Claim, audience: Audience = Audience.CLINICIAN) -> Marks:
    return marks_of(claim, NUMBERING, audience)


def test_a_recommendation_is_told_thing_by_thing() -> None:
    assert marks(REST) == Marks(
        claim="rest",
        speaker="Society 2010",
        printed="Moderate",
        direction="for",
        strength="weak",
        certainty="moderate",
        tone="conditional",
        verdict="unknown",
        holds="unknown",
        why="depends on Level",
    )


def test_a_quotation_tells_what_stands_over_it_and_what_its_source_has_become() -> None:
    told = marks(QUOTED)
    assert (told.quoted, told.above, told.fallen, told.why) == (True, "Treatment", "superseded", "")


def test_a_statement_without_a_grade_has_no_speaker_of_its_own() -> None:
    plain = Claim(id="x", text="It heals.", citations=("society#x",))
    assert marks(plain) == Marks(claim="x")


@pytest.mark.parametrize(
    ("direction", "strength", "tone"),
    [
        (Direction.FOR, "strong", "strong"),
        (Direction.FOR, "conditional", "conditional"),
        (Direction.FOR, "consensus", "plain"),
        (Direction.FOR, None, "plain"),
        (Direction.OPTION, "conditional", "option"),
        (Direction.AGAINST, "strong", "against"),
        (Direction.NO_RECOMMENDATION, None, "plain"),
    ],
)
def test_the_tone_follows_direction_first(direction: Direction, strength: str | None, tone: str) -> None:
    assert marks(replace(REST, direction=direction, strength=strength)).tone == tone


def test_a_patient_reads_advice_without_our_scale() -> None:
    told = marks(REST, Audience.PATIENT)
    assert (told.direction, told.printed, told.strength, told.certainty) == ("advised", "Moderate", "", "")
    assert told.verdict == "cannot be said yet"
