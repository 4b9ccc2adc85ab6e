"""Several packs answer as one: which leads, what comes first, what is handed over, what is told once."""

from dataclasses import replace

import pytest

from across_builders import (
    GUIDE,
    LATER,
    MUST,
    SHARED,
    TERM,
    alarms,
    bones,
    breaks,
    engine_of,
    topic,
)
from builders import when, words, yes_no
from citewell.engine import Engine
from citewell.model.answers import Answer, Audience, Question, Section
from citewell.model.guidelines import Concept, ConceptKind, HandOver
from citewell.model.standing import Status


@pytest.fixture(scope="module")
def three() -> Engine:
    return engine_of(breaks(), bones(), alarms())


def of(answer: Answer) -> list[str]:
    """The bottom line, as pack and id."""
    return [f"{claim.pack}:{claim.id}" for claim in answer.bottom_line]


def section(answer: Answer, section_id: str) -> Section | None:
    return next((each for each in answer.sections if each.id == section_id), None)


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("How is a broken bone treated?", "breaks"),
        ("What helps with weak bones?", "bones"),
        # Both know the tonic; one has more to say of how long.
        ("How long the tonic?", "bones"),
        ("Does a splint help?", "breaks"),
        # The population that is named leads where both speak of the thing.
        ("Does the tonic help a broken bone?", "breaks"),
        ("What is the pill for?", "alarms"),
    ],
)
def test_the_pack_that_says_most_of_what_is_asked_leads(three: Engine, question: str, lead: str) -> None:
    answer = three.answer(question)
    assert {claim.pack for claim in answer.bottom_line} == {lead}


def test_the_order_of_the_packs_decides_nothing_that_they_decide_themselves() -> None:
    other = engine_of(alarms(), bones(), breaks())
    for question in ("How is a broken bone treated?", "How long the tonic?", "Does a splint help?"):
        assert of(other.answer(question)) == of(engine_of(breaks(), bones(), alarms()).answer(question))


def readings_of(engine: Engine, question: str) -> dict[str, Question]:
    """By pack, how each that is touched sees a question."""
    read = engine._reader.turn(question, {}, None, Audience.CLINICIAN).question
    return {one.pack: one.question for one in engine._packs.readings(engine._packs.asked(read))}


def test_a_pack_reads_a_question_as_if_it_stood_alone(three: Engine) -> None:
    """A word that only another pack knows is a word that this one makes nothing of."""
    seen = readings_of(three, "splint for weak bones")
    assert seen["bones"].concepts == ()
    assert "splint" in seen["bones"].leftover
    assert "splint" not in seen["breaks"].leftover
    assert seen["bones"].topics == ("bones:drugs",)


def test_only_packs_that_are_touched_are_looked_at() -> None:
    things = [
        Concept(id=f"thing-{n}", kind=ConceptKind.INTERVENTION, label=f"Thing {n}", terms=(f"thing{n}",))
        for n in range(20)
    ]
    others = [
        alarms(id=one.id, concepts=(one,), statements=(), topics=(), dispositions=(), emergencies=False)
        for one in things
    ]
    assert readings_of(engine_of(breaks(), bones(), *others), "How long the tonic?").keys() == {
        "breaks",
        "bones",
    }


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize(
    "question",
    [
        "Does a splint help? And my saddle is numb",
        "How long the tonic? My saddle is numb",
        "What is the weather? My saddle is numb",
        "What about a broken jaw? My saddle is numb",
    ],
)
def test_an_emergency_of_any_pack_comes_first_whatever_was_asked(
    three: Engine, question: str, audience: Audience
) -> None:
    answer = three.answer(question, audience=audience)
    assert not answer.abstained
    assert of(answer)[:2] == ["alarms:disposition:now", "alarms:disposition:now:numbness"]
    assert answer.disposition is not None
    assert answer.disposition.claim.pack == "alarms"


def test_after_the_emergency_comes_what_was_asked(three: Engine) -> None:
    assert of(three.answer("Does a splint help? And my saddle is numb"))[2:] == [
        "breaks:splint-first",
        "breaks:rest-a-while",
    ]


def test_what_a_pack_leaves_out_is_said_beside_the_emergency(three: Engine) -> None:
    outside = section(three.answer("What about a broken jaw? My saddle is numb"), "outside")
    assert outside is not None
    assert [claim.text for claim in outside.claims] == ["The jaw is outside."]


def test_the_pack_for_emergencies_tells_one_that_several_find() -> None:
    answer = engine_of(breaks(), bones(), alarms()).answer("broken bone, my saddle is numb")
    assert answer.disposition is not None
    # "deficit" follows from the numbness, which is told already.
    assert [reason.claim.id for reason in answer.disposition.because] == ["disposition:now:numbness"]


def test_a_reason_that_rests_on_something_else_is_told_too(three: Engine) -> None:
    answer = three.answer("broken bone, my saddle is numb, fever")
    assert answer.disposition is not None
    reasons = [f"{reason.claim.pack}:{reason.claim.id}" for reason in answer.disposition.because]
    assert reasons == ["alarms:disposition:now:numbness", "breaks:disposition:refer:fever"]
    assert of(answer)[:3] == ["alarms:disposition:now", *reasons]


def test_an_emergency_of_one_pack_alone_is_its_own_to_tell(three: Engine) -> None:
    answer = three.answer("broken bone, weak leg")
    assert of(answer)[:2] == ["breaks:disposition:refer", "breaks:disposition:refer:deficit"]


def test_a_pack_is_not_heard_on_people_of_another(three: Engine) -> None:
    answer = three.answer("Weak bones and a weak leg: what helps?")
    assert of(answer) == ["bones:tonic-first"]


def test_routine_care_is_put_off_by_an_emergency(three: Engine) -> None:
    answer = three.answer("How is a broken bone treated? My saddle is numb")
    assert of(answer) == ["alarms:disposition:now", "alarms:disposition:now:numbness"]
    afterwards = section(answer, "afterwards")
    assert afterwards is not None
    assert afterwards.title == "Once the emergency is excluded"
    assert [claim.id for claim in afterwards.claims] == ["splint-first"]


def test_a_doubted_emergency_is_told_by_the_pack_for_emergencies(three: Engine) -> None:
    answer = three.answer("broken bone, possibly a numb saddle")
    assert of(answer)[0] == "alarms:suspect"
    assert answer.disposition is None or answer.disposition.severity != "critical"
    assert answer.doubts


def test_a_pack_with_no_topic_on_what_is_doubted_says_why_it_would_be_an_emergency() -> None:
    answer = engine_of(breaks(), alarms(topics=())).answer("broken bone, possibly a numb saddle")
    assert of(answer)[0] == "alarms:disposition:now:numbness"


def test_a_doubt_that_would_be_no_emergency_leads_nothing() -> None:
    lame = yes_no("lame", terms=("lame leg",))
    pack = breaks(facts=(*SHARED, lame))
    answer = engine_of(pack, bones(), alarms()).answer("broken bone, possibly a lame leg")
    assert of(answer) == ["breaks:splint-first"]


def test_where_another_pack_takes_over_is_said_at_the_end(three: Engine) -> None:
    answer = three.answer("Does the tonic help a broken bone?")
    assert answer.sections[-1].id == "hand-over:weak-bones"
    assert answer.sections[-1].title == "Treated under Bones: Drugs"
    assert [claim.id for claim in answer.sections[-1].claims] == ["tonic-first"]
    document = three.contract(answer)
    (taken,) = document.hand_overs
    assert (taken.pack, taken.topic, taken.section) == ("bones", "drugs", "hand-over:weak-bones")
    assert taken.question == "What helps with drugs?"
    assert document.sections[-1].claims[0].pack == "bones"
    assert document.sections[-1].claims[0].citations


def test_a_patient_reads_the_topics_own_name(three: Engine) -> None:
    answer = three.answer("Does the tonic help a broken bone?", audience=Audience.PATIENT)
    assert answer.sections[-1].title == "More under “About drugs”"


def test_the_other_packs_verdict_for_the_patient_stands_with_it(three: Engine) -> None:
    answer = three.answer("Does the tonic help a broken bone?", facts={"age": "60"})
    assert answer.sections[-1].claims[0].applies == "does not apply"


def test_nothing_is_handed_over_to_a_pack_that_is_not_in_use() -> None:
    answer = engine_of(breaks(), alarms()).answer("Does the tonic help a broken bone?")
    assert answer.hand_overs == ()
    assert not any(each.id.startswith("hand-over") for each in answer.sections)


OLD = HandOver(id="h", to="bones", topic="drugs", when=when("age >= 70"))
LONG = HandOver(id="h", to="bones", topic="drugs", aspects=("timing",))
DOSED = HandOver(id="h", to="bones", topic="drugs", aspects=("dose",))
NO_TOPIC = HandOver(id="h", to="bones", topic="other", about=("splint",))


@pytest.mark.parametrize(
    ("hand_over", "question", "age", "shown"),
    [
        (OLD, "broken bone", "80", True),
        (OLD, "broken bone", "60", False),
        # Unknown is never true.
        (OLD, "broken bone", "unknown", False),
        (LONG, "how long the splint", "unknown", True),
        (DOSED, "how long the splint", "unknown", False),
        (NO_TOPIC, "splint", "unknown", False),
    ],
)
def test_a_hand_over_is_shown_for_its_patients_things_and_aspects(
    hand_over: HandOver, question: str, age: str, shown: bool
) -> None:
    answer = engine_of(breaks(hand_overs=(hand_over,)), bones()).answer(question, facts={"age": age})
    assert bool(answer.hand_overs) is shown


def test_what_the_page_says_already_is_not_said_again_where_another_takes_over() -> None:
    first, after, rest = breaks().statements
    pack = breaks(statements=(first, replace(after, wording=words("Give the tonic.")), rest))
    answer = engine_of(pack, bones()).answer("Does the tonic help a broken bone?")
    assert [taken.topic for taken in answer.hand_overs] == ["drugs"]
    assert section(answer, "hand-over:weak-bones") is None


def test_a_thing_that_only_another_pack_has_stands_in_a_section_of_its_own(three: Engine) -> None:
    answer = three.answer("Do a splint and the pill help a broken bone?")
    assert of(answer)[0] == "breaks:splint-first"
    also = section(answer, "also:pill")
    assert also is not None
    assert also.title == "Also asked: Pill (Alarms)"
    assert [claim.id for claim in also.claims] == ["pill-for-pain"]


def test_that_the_pack_on_these_people_has_nothing_is_said(three: Engine) -> None:
    answer = three.answer("Does the pill help a broken bone?")
    assert of(answer) == ["alarms:pill-for-pain"]
    assert any("“Breaks” says nothing of what is asked" in said for said in answer.incomplete)


def test_what_must_be_mentioned_counts_as_said_in_another_packs_same_words() -> None:
    page = topic(
        "repair", "broken-bone", "splint-first", sections=(LATER,), must_mention=(MUST,), terms=("repair",)
    )
    answer = engine_of(breaks(topics=(page,)), bones()).answer("How is a broken bone treated?")
    assert not any("Incomplete" in said for said in answer.incomplete)


def test_facts_and_questions_of_several_packs_are_shown_once(three: Engine) -> None:
    answer = three.answer("the bone is broken, my saddle is numb, does the tonic help?")
    understood = [fact.id for fact in answer.understood]
    assert len(understood) == len(set(understood))
    assert {"numb", "broken", "deficit"} <= set(understood)
    missing = [fact.id for fact in answer.missing]
    assert len(missing) == len(set(missing))


def test_a_student_is_told_each_term_once() -> None:
    answer = engine_of(breaks(glossary=(TERM,)), bones(glossary=(TERM,)), alarms(glossary=(TERM,))).answer(
        "broken bone: splint", audience=Audience.STUDENT
    )
    texts = [claim.text for claim in (*answer.bottom_line, *(c for s in answer.sections for c in s.claims))]
    assert sum("a board that keeps a limb still" in text for text in texts) == 1
    assert dict(answer.terms) == {"splint": "a board that keeps a limb still"}


def test_a_source_of_several_packs_is_one_reference(three: Engine) -> None:
    answer = three.answer("broken bone, my saddle is numb: splint and tonic?")
    assert {claim.pack for claim in answer.bottom_line} == {"alarms", "breaks"}
    assert [reference.id for reference in answer.references] == [GUIDE.id]


@pytest.mark.parametrize("audience", Audience)
def test_the_same_question_gives_the_same_bytes(audience: Audience) -> None:
    asked = "broken bone, my saddle is numb: splint, the pill and the tonic?"
    first, second = (engine_of(breaks(), bones(), alarms()) for _ in range(2))
    one, two = (each.document(each.answer(asked, audience=audience)) for each in (first, second))
    assert one == two


def test_the_leading_pack_may_change_between_turns(three: Engine) -> None:
    first = three.answer("How is a broken bone treated?")
    second = three.answer("and for how long the tonic?", after=first.provenance.fingerprint)
    assert of(first)[0].startswith("breaks:")
    assert {claim.pack for claim in second.bottom_line} <= {"breaks", "bones"}
    third = three.answer("my saddle is numb", after=second.provenance.fingerprint)
    assert of(third)[0] == "alarms:disposition:now"


@pytest.mark.parametrize(
    ("lead", "other", "shown"),
    [
        (Status.SUBMITTED, Status.SUBMITTED, "submitted"),
        (Status.SUBMITTED, Status.DRAFT, "draft"),
        (Status.DRAFT, Status.SUBMITTED, "draft"),
        (Status.SUBMITTED, Status.RETIRED, "retired"),
    ],
)
def test_a_page_of_several_packs_stands_as_the_one_that_may_least_guide_care(
    lead: Status, other: Status, shown: str
) -> None:
    answer = engine_of(breaks(status=lead), bones(status=other)).answer("Does the tonic help a broken bone?")
    assert answer.hand_overs
    assert answer.status == shown
    assert answer.caution


def test_what_is_different_now_is_told_of_the_pack_that_sends_the_patient(three: Engine) -> None:
    first = three.answer("How is a broken bone treated?", facts={"age": "60"})
    second = three.answer("her saddle is numb", after=first.provenance.fingerprint)
    assert "Disposition: Now (was Home)." in second.changed
    third = three.answer("and fever", after=second.provenance.fingerprint)
    assert not any(line.startswith("Disposition") for line in third.changed)
