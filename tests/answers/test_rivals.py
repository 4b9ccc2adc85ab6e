"""Guidelines of the library that differ on one point: opposite ways or another number, and nothing else."""

from dataclasses import replace

import pytest

from citewell.answers.library.choosing import Choice, Guideline
from citewell.answers.library.measures import Role, conflict, measures
from citewell.answers.library.page import beside
from citewell.answers.library.rivals import rivals_in
from citewell.model.answers import Question
from citewell.model.library import Document
from citewell.model.shelves import Gathered
from citewell.model.sources import Direction, SourceStatus
from library_builders import document_of, gathered_of

ASKED = "Aspirin for stroke prevention in atrial fibrillation?"


def shelf_of(*documents: Document) -> tuple[Choice, Gathered]:
    """All documents gathered, each line of them a recommendation, and all of them quoted."""
    gathered = gathered_of(*documents)
    quoted = (
        Guideline(
            document=document,
            quotations=tuple(q for q in gathered.quotations if q.document == document.source.id),
        )
        for document in gathered.documents.values()
    )
    return Choice(guidelines=tuple(quoted)), gathered


def differing(one: str, other: str, asked: str = ASKED, **changes: object):
    """What two guidelines with one recommendation each are shown to differ on."""
    first = document_of("a", one, body="One", short="ONE", title="Guideline")
    second = document_of("b", other, **({"body": "Other", "short": "OTHER", "title": "Guideline"} | changes))
    return rivals_in(*shelf_of(first, second), asked)


def test_opposite_directions_are_shown_side_by_side():
    (shown,) = differing(
        "Offer aspirin for stroke prevention.", "Do not offer aspirin for stroke prevention."
    )

    assert [(side.body, side.stance) for side in shown.sides] == [("ONE", "for"), ("OTHER", "against")]
    assert [side.text for side in shown.sides] == [
        "Offer aspirin for stroke prevention.",
        "Do not offer aspirin for stroke prevention.",
    ]
    assert all(side.quote is not None for side in shown.sides)
    assert shown.default is None
    assert shown.title.endswith("point different ways")


@pytest.mark.parametrize(
    ("one", "other", "asked", "numbers", "role"),
    [
        (
            "Offer yearly screening for bone loss to women aged 50 to 70 years.",
            "Offer yearly screening for bone loss to women aged 50 to 80 years.",
            "screening for bone loss",
            ["50 to 70 years", "50 to 80 years"],
            "age",
        ),
        (
            "Continue wearing the brace after a wedge fracture for at least 6 weeks.",
            "Continue wearing the brace after a wedge fracture for at least 12 weeks.",
            "how long to wear a brace after a wedge fracture",
            ["at least 6 weeks", "at least 12 weeks"],
            "duration",
        ),
        (
            "Start tablets at a systolic blood pressure of 150 mm Hg or higher.",
            "Start tablets at a systolic blood pressure of 160 mmHg or higher.",
            "systolic pressure to start tablets",
            ["150 mm Hg or higher", "160 mmHg or higher"],
            "threshold",
        ),
        (
            "Offer calcitonin 100 units daily for acute vertebral fracture pain.",
            "Offer calcitonin 200 units daily for acute vertebral fracture pain.",
            "calcitonin for vertebral fracture",
            ["100 units", "200 units"],
            "dose",
        ),
    ],
)
def test_another_number_for_the_same_thing_is_shown_as_it_is_written(one, other, asked, numbers, role):
    (shown,) = differing(one, other, asked)

    assert [side.stance for side in shown.sides] == numbers
    assert shown.title.endswith(f"give different numbers ({role})")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Offer aspirin for stroke prevention.", "Offer aspirin for stroke prevention in women."),
        ("Offer aspirin for stroke prevention.", "Do not offer surgery for ingrown toenails in runners."),
        ("Offer aspirin for stroke prevention.", "Do not offer warfarin for stroke prevention."),
        (
            "Offer aspirin for stroke prevention in adults.",
            "Do not offer aspirin for stroke prevention in infants.",
        ),
        (
            "Offer aspirin for stroke prevention.",
            "Do not offer aspirin for stroke prevention in pregnant women.",
        ),
        ("Offer aspirin for stroke prevention.", "Do not offer aspirin alone for stroke prevention."),
        ("Offer aspirin for stroke prevention.", "Do not offer more than one aspirin for stroke prevention."),
        (
            "Offer aspirin for stroke prevention when necessary.",
            "Do not offer aspirin for stroke prevention.",
        ),
        (
            "Offer aspirin for stroke prevention to patients with gout.",
            "Do not offer aspirin for stroke prevention to the general population.",
        ),
        ("Offer aspirin for stroke prevention.", "Do not offer aspirin for stroke prevention in gout."),
        ("Offer aspirin for stroke prevention only if asked.", "Do not offer aspirin for stroke prevention."),
        (
            "Offer aspirin for primary prevention of stroke.",
            "Do not offer aspirin for secondary prevention of stroke.",
        ),
        (
            "Offer aspirin for stroke prevention before elective surgery.",
            "Do not offer aspirin for stroke prevention before urgent surgery.",
        ),
        (
            "Offer aspirin for stroke prevention to men aged 40 to 54 years.",
            "Do not offer aspirin for stroke prevention to men aged 70 to 80 years.",
        ),
        (
            "Offer aspirin for non-cardioembolic stroke prevention.",
            "Do not offer aspirin for cardioembolic stroke prevention.",
        ),
        ("Offer aspirin 75 mg daily for stroke.", "Offer aspirin 50 to 100 mg daily for stroke."),
        ("Offer aspirin 75 mg for stroke.", "Offer aspirin 300 mg for stroke to some patients."),
        (
            "Offer aspirin to mothers before 12 weeks of gestation.",
            "Offer delivery after 37 weeks of gestation.",
        ),
        ("Offer aspirin within 2 days of a stroke.", "Offer aspirin for 14 days after a stroke."),
        ("Offer aspirin for stroke for 14 days.", "Offer aspirin for stroke for two weeks."),
    ],
)
def test_other_things_other_people_and_what_agrees_are_no_disagreement(one, other):
    assert differing(one, other) == ()


def test_one_body_does_not_disagree_with_itself_under_two_names():
    one, other = "Offer aspirin for stroke prevention.", "Do not offer aspirin for stroke prevention."

    assert differing(one, other, body="One") == ()
    assert differing(one, other, short="ONE") == ()


def test_age_groups_of_one_guideline_are_not_held_against_anothers_whole():
    asked = "screening for bone loss"
    whole = document_of("a", "Offer yearly screening for bone loss to women aged 50 to 75 years.", body="One")
    groups = document_of(
        "b",
        "Offer yearly screening for bone loss to women aged 60 to 75 years.\n"
        "Offer yearly screening for bone loss to women aged 50 to 59 years.",
        body="Other",
    )

    assert rivals_in(*shelf_of(whole, groups), asked) == ()


def test_what_speaks_of_special_people_is_beside_a_question_that_does_not():
    one, other = "Offer aspirin to newborns with stroke.", "Do not offer aspirin to newborns with stroke."

    assert differing(one, other, "aspirin after stroke") == ()
    assert len(differing(one, other, "aspirin after stroke in newborns")) == 1


def test_numbers_for_other_ages_are_no_disagreement():
    one, other = "Aim at a systolic pressure below 150 mmHg", "Aim at a systolic pressure below 140 mmHg"
    asked = "systolic pressure to aim at"

    assert len(differing(f"{one}.", f"{other}.", asked)) == 1
    assert differing(f"{one} from age 60 years.", f"{other} in people younger than 60 years.", asked) == ()


def test_what_answers_first_says_in_a_guidelines_words_what_was_asked_in_others():
    one, other = "Offer aspirin for stroke prevention.", "Do not offer aspirin for stroke prevention."

    assert len(differing(one, other, "a baby tablet every day so that I get no clot?")) == 1


def test_with_or_without_narrows_nothing():
    one = "Offer aspirin for stroke prevention."

    assert len(differing(one, "Do not offer aspirin for stroke prevention with or without gout.")) == 1


def test_how_often_in_words_differs_as_numbers_do():
    one = "Offer annual mammography screening for breast cancer to women."
    other = "Offer biennial mammography screening for breast cancer to women."

    (shown,) = differing(one, other, "how often mammography screening for breast cancer")

    assert [side.stance for side in shown.sides] == ["annual", "biennial"]


def test_ages_that_do_not_overlap_are_other_people():
    asked = "screening for bone loss"
    one = "Offer yearly screening for bone loss to women aged 40 to 49 years."
    other = "Offer yearly screening for bone loss to women aged 65 to 80 years."

    assert differing(one, other, asked) == ()


def test_a_third_guideline_joins_the_dispute():
    one = document_of("a", "Offer aspirin for stroke prevention.", body="One", short="ONE")
    other = document_of("b", "Do not offer aspirin for stroke prevention.", body="Other", short="OTHER")
    third = document_of("c", "Do not use aspirin for stroke prevention.", body="Third", short="THIRD")

    (shown,) = rivals_in(*shelf_of(one, other, third), ASKED)

    assert sorted(side.body for side in shown.sides) == ["ONE", "OTHER", "THIRD"]


def test_a_side_whose_source_has_fallen_says_so():
    one = document_of("a", "Offer aspirin for stroke prevention.", body="One", short="ONE")
    other = document_of("b", "Do not offer aspirin for stroke prevention.", body="Other", short="OTHER")
    source = replace(other.source, status=SourceStatus.WITHDRAWN)

    (shown,) = rivals_in(*shelf_of(one, replace(other, source=source)), ASKED)

    assert [side.stance for side in shown.sides] == ["for", "against; this source is withdrawn"]


def test_a_body_that_could_not_decide_has_a_side_of_its_own():
    (shown,) = rivals_in(*undecided("prescribing aspirin for stroke prevention in adults."), ASKED)

    assert [side.stance for side in shown.sides] == ["for", "evidence insufficient"]


@pytest.mark.parametrize(
    "what",
    [
        "surgery for stroke prevention in adults.",
        "prescribing aspirin for stroke prevention in women aged 75 years or older.",
        "prescribing aspirin for stroke prevention in pregnant women.",
    ],
)
def test_what_a_body_could_not_decide_for_others_or_on_another_thing_is_no_side(what):
    assert rivals_in(*undecided(what), ASKED) == ()


def undecided(what: str) -> tuple[Choice, Gathered]:
    """One body recommends aspirin, and another could not decide on something."""
    one = document_of("a", "Offer aspirin for stroke prevention.", body="One", short="ONE")
    said = f"The evidence is insufficient to assess the balance of benefits and harms of {what}"
    other = document_of("b", said, body="Other", short="OTHER")
    choice, gathered = shelf_of(one, other)
    first, last = gathered.quotations
    assert last.found is not None
    found = replace(last.found, direction=Direction.NO_RECOMMENDATION)
    return choice, replace(gathered, quotations=(first, replace(last, found=found)))


def test_what_others_say_of_the_same_is_looked_through_though_it_is_not_quoted():
    one = document_of("a", "Offer aspirin for stroke prevention.", body="One", short="ONE")
    other = document_of("b", "Do not offer aspirin for stroke prevention.", body="Other", short="OTHER")
    choice, both = shelf_of(one, other)
    quoted, facing = both.quotations
    gathered = replace(both, quotations=(quoted,), facing=(facing,))

    (shown,) = rivals_in(Choice(guidelines=choice.guidelines[:1]), gathered, ASKED)

    assert [side.body for side in shown.sides] == ["ONE", "OTHER"]


def test_beside_a_pack_a_disagreement_of_the_same_bodies_is_not_told_again(abstained):
    one = document_of("a", "Offer aspirin for stroke prevention.", body="One", short="ONE")
    other = document_of("b", "Do not offer aspirin for stroke prevention.", body="Other", short="OTHER")
    choice, gathered = shelf_of(one, other)
    question = Question(text="Aspirin for stroke prevention?")

    page = beside(abstained, choice, question, gathered)
    again = beside(page, choice, question, gathered)

    assert [len(shown.sides) for shown in page.disagreements] == [2]
    assert again.disagreements == page.disagreements


def test_of_two_guidelines_that_are_not_quoted_nothing_is_shown():
    one = document_of("a", "Offer aspirin for stroke prevention.", body="One")
    other = document_of("b", "Do not offer aspirin for stroke prevention.", body="Other")
    _, gathered = shelf_of(one, other)

    assert rivals_in(Choice(), gathered, ASKED) == ()


@pytest.mark.parametrize(
    ("sentence", "role", "low", "high", "words"),
    [
        ("Treat for 5 to 7 days.", Role.DURATION, 5, 7, "5 to 7 days"),
        ("Give a 10-day course of penicillin.", Role.DURATION, 10, 10, "10-day"),
        ("Give 2 weeks of amoxicillin.", Role.DURATION, 14, 14, "2 weeks"),
        ("Operate within 48 hours of admission.", Role.DEADLINE, 2, 2, "48 hours"),
        ("Turn the patient every 2 hours.", Role.INTERVAL, 1 / 12, 1 / 12, "2 hours"),
        ("Give 0.5 g once.", Role.DOSE, 500, 500, "0.5 g"),
        ("Keep the systolic pressure below 140 mmHg.", Role.TARGET, float("-inf"), 140, "below 140 mmHg"),
        ("Start before 16 weeks of gestation.", Role.GESTATION, float("-inf"), 112, "before 16 weeks"),
        ("Repeat the test every other year.", Role.INTERVAL, 730.5, 730.5, "every other year"),
        ("Offer annual screening.", Role.INTERVAL, 365.25, 365.25, "annual"),
        ("Varnish twice yearly.", Role.INTERVAL, 182.625, 182.625, "twice yearly"),
        ("Treat at a risk of 5% to <7.5%.", Role.THRESHOLD, 5, 7.5, "5% to <7.5%"),
    ],
)
def test_a_number_is_read_with_what_it_is_a_number_of(sentence, role, low, high, words):
    (measure,) = measures(sentence)

    assert (measure.role, measure.words) == (role, words)
    assert (measure.low, measure.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    "sentence",
    [
        "Pain for the past 6 weeks.",
        "Two trials of 40 patients.",
        "Infants 6 weeks after injury.",
        "At 38+6 weeks of gestation.",
    ],
)
def test_a_number_without_a_role_is_no_measure(sentence):
    assert measures(sentence) == ()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Treat for 5 days.", "Treat for 10 days.", True),
        ("Treat for 5 days.", "Treat for 5 to 7 days.", False),
        ("Treat for at least 5 days.", "Treat for 10 days.", False),
        ("Treat for at least 10 days.", "Treat for 5 days.", True),
        ("Treat for 2 weeks.", "Treat for 14 days.", False),
    ],
)
def test_numbers_conflict_when_not_both_can_be_kept(one, other, expected):
    first, second = measures(one)[-1], measures(other)[-1]

    assert conflict(first, second) is expected
    assert conflict(second, first) is expected
