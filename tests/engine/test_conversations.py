"""Dialogues with the shipped pack: what each follow-up takes over, and what of the patient then holds."""

from dataclasses import dataclass, field

import pytest

from citewell.engine import Engine
from citewell.model.answers import Answer, Audience

NEW = "as a new question"
OWN = "as a question of its own on the same patient"
BEFORE = "with what was asked before"


@dataclass(frozen=True)
class Turn:
    """A question of a dialogue and what must come of it.

    read: how it is read; empty for the first. takes: words it takes over. facts: as they are given, with `~`
    before what is supposed. lacks: facts that must not be known. title: words of the page's title.
    """

    asks: str
    read: str = BEFORE
    takes: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    title: str = ""


DIALOGUES: dict[str, tuple[Audience, list[Turn]]] = {
    "a clinician narrows an overview": (
        Audience.CLINICIAN,
        [
            Turn("What is the treatment for an L2 compression fracture?", "", facts={"level": "L2"}),
            Turn("and for how long?", takes=("L2 compression fracture",), facts={"level": "L2"}),
            Turn("what if she has leg weakness?", facts={"leg-weakness": "~yes", "level": "L2"}),
            Turn("which brace?", takes=("L2 compression fracture",), title="Brace"),
        ],
    ),
    "a vignette is completed and corrected": (
        Audience.CLINICIAN,
        [
            Turn("78 F, L1 wedge fracture yesterday, no leg weakness, pain 8/10: what now?", ""),
            Turn("she also has cancer", facts={"cancer-history": "yes", "age": "78", "leg-weakness": "no"}),
            Turn("sorry, she is 87", facts={"age": "87", "cancer-history": "yes", "level": "L1"}),
            Turn("what about vertebroplasty?", title="Vertebroplasty", facts={"age": "87"}),
            Turn("what does AAOS say?", takes=("vertebroplasty", "L1 wedge fracture")),
            Turn("how strong is that evidence?", takes=("vertebroplasty",), title="Vertebroplasty"),
        ],
    ),
    "another level, another treatment, a drug beside it": (
        Audience.CLINICIAN,
        [
            Turn("Should I do a nerve root block for an L2 fracture?", ""),
            Turn("what about L3?", takes=("nerve root block", "L3 fracture"), facts={"level": "~L3"}),
            Turn("and kyphoplasty?", takes=("L3 fracture",), title="Kyphoplasty"),
            Turn("is that safe with warfarin?", takes=("kyphoplasty",), facts={"on-warfarin": "yes"}),
            Turn("her eGFR is 25", facts={"egfr": "25", "on-warfarin": "yes"}),
        ],
    ),
    "a relative asks, then asks for herself": (
        Audience.PATIENT,
        [
            Turn("My mother broke a bone in her back, she is 82. Should she stay in bed?", ""),
            Turn("for how long?", facts={"age": "82"}),
            Turn("can she have surgery?", facts={"age": "82", "sex": "female"}),
            Turn("and me?", takes=("broke a bone",), lacks=("age", "sex")),
        ],
    ),
    "a mother, then a father": (
        Audience.PATIENT,
        [
            Turn("My mother is 80 and broke her back. What painkillers can she take?", ""),
            Turn("is ibuprofen ok?", facts={"age": "80"}),
            Turn("my father has the same problem, he is 84", facts={"age": "84", "sex": "male"}),
            Turn("and for how long?", takes=("ibuprofen",), facts={"age": "84", "sex": "male"}),
        ],
    ),
    "a drug for another, a group that is outside, then something else": (
        Audience.CLINICIAN,
        [
            Turn("What dose of calcitonin for an acute vertebral fracture?", ""),
            Turn("and teriparatide?", takes=("acute vertebral fracture",), title="Teriparatide"),
            Turn("and in children?", takes=("teriparatide", "acute vertebral fracture")),
            Turn("How do I treat a migraine?", NEW),
            Turn("what if she were 40?", takes=("migraine",), facts={"age": "~40"}),
        ],
    ),
    "the place of the fracture changes": (
        Audience.STUDENT,
        [
            Turn("Is vertebroplasty recommended for an L2 fracture?", ""),
            Turn(
                "what about sacral fractures?", facts={"region": "~sacral"}, lacks=("level",), title="Sacral"
            ),
            Turn("when should I refer?", takes=("sacral fractures",), title="Referral"),
        ],
    ),
    "two treatments are weighed": (
        Audience.CLINICIAN,
        [
            Turn("Is kyphoplasty recommended for an osteoporotic vertebral fracture?", ""),
            Turn("what are the risks?", takes=("kyphoplasty",), title="Kyphoplasty"),
            Turn("and vertebroplasty?", title="Vertebroplasty"),
            Turn("Which one is better?", takes=("vertebroplasty", "kyphoplasty")),
            Turn("what does NICE say about it?", takes=("vertebroplasty",)),
        ],
    ),
    "a patient asks on": (
        Audience.PATIENT,
        [
            Turn("I have a compression fracture in my spine. Can I exercise?", ""),
            Turn("when can I start?", takes=("exercise", "compression fracture")),
            Turn("should I wear a brace?", takes=("compression fracture",), title="brace"),
            Turn("is it bad for me to stay in bed?", title="Bed rest"),
        ],
    ),
    "findings come one by one": (
        Audience.CLINICIAN,
        [
            Turn("72 yo woman, T12 compression fracture 3 weeks ago, pain 7/10", ""),
            Turn("no neurological deficit", facts={"neuro-deficit": "no", "pain-score": "7"}),
            Turn("actually the pain is 9/10", facts={"pain-score": "9", "level": "T12"}),
            Turn("and she takes steroids", facts={"steroid-use": "yes", "neuro-deficit": "no"}),
            Turn("does she need an MRI?", facts={"age": "72", "steroid-use": "yes"}, title="MRI"),
        ],
    ),
    "the next patient": (
        Audience.CLINICIAN,
        [
            Turn("85M with L3 fracture and urinary retention: what now?", ""),
            Turn(
                "another patient: 60F, L1 fracture, no deficits. Brace?",
                NEW,
                facts={"age": "60", "bladder-dysfunction": "no"},
            ),
            Turn("for how long?", takes=("Brace", "L1 fracture"), facts={"age": "60"}),
        ],
    ),
    "only facts": (
        Audience.CLINICIAN,
        [
            Turn("L1 compression fracture", ""),
            Turn("78 years old", takes=("L1 compression fracture",), facts={"age": "78"}),
            Turn("fever 39", facts={"age": "78", "fever": "yes"}),
        ],
    ),
    "scans": (
        Audience.CLINICIAN,
        [
            Turn("Which imaging for a suspected vertebral fracture?", ""),
            Turn("MRI contraindicated", takes=("vertebral fracture",), facts={"mri-contraindicated": "yes"}),
            Turn("How soon?", takes=("vertebral fracture",)),
        ],
    ),
    "one drug, from every side": (
        Audience.CLINICIAN,
        [
            Turn("How strong is the evidence for calcitonin in acute vertebral fracture?", ""),
            Turn("what dose?", takes=("calcitonin", "vertebral fracture"), title="Calcitonin"),
            Turn("any side effects?", takes=("calcitonin",), title="Calcitonin"),
            Turn("is it available in Europe?", takes=("calcitonin",), facts={"jurisdiction": "EU"}),
        ],
    ),
    "a finding is denied after all": (
        Audience.CLINICIAN,
        [
            Turn("70F fracture L4 after fall, leg weakness", "", facts={"leg-weakness": "yes"}),
            Turn("no, no leg weakness", facts={"leg-weakness": "no", "age": "70"}),
        ],
    ),
    "a word at a time": (
        Audience.CLINICIAN,
        [
            Turn("L2 fracture brace?", ""),
            Turn("duration?", takes=("brace", "L2 fracture"), title="Brace"),
            Turn("evidence?", takes=("brace", "L2 fracture"), title="Brace"),
            Turn("contraindications?", takes=("brace", "L2 fracture"), title="Brace"),
        ],
    ),
    "a worry leads to the next": (
        Audience.PATIENT,
        [
            Turn("How long does a broken spine take to heal?", ""),
            Turn("will it break again?", takes=("broken spine",)),
            Turn("how can I prevent that?", takes=("broken spine",)),
            Turn("thanks, and what about my diet?", takes=("broken spine",)),
        ],
    ),
}


def known(answer: Answer) -> dict[str, str]:
    return {fact.id: ("~" if fact.origin == "assumed" else "") + fact.given for fact in answer.understood}


@pytest.mark.parametrize("name", DIALOGUES)
def test_each_turn_is_read_beside_those_before(engine: Engine, name: str) -> None:
    audience, turns = DIALOGUES[name]
    after = ""
    for turn in turns:
        answer = engine.answer(turn.asks, audience=audience, after=after)
        assert answer.question == turn.asks
        assert answer.after == after
        assert answer.read_as.startswith(turn.read), turn.asks
        assert bool(turn.read) == bool(answer.read_as)
        assert [words for words in turn.takes if words not in answer.read_as] == [], turn.asks
        assert {**known(answer), **turn.facts} == known(answer), turn.asks
        assert not set(turn.lacks) & set(known(answer)), turn.asks
        assert turn.title.casefold() in answer.title.casefold(), turn.asks
        after = answer.provenance.fingerprint


@pytest.mark.parametrize("name", DIALOGUES)
def test_a_dialogue_gives_the_same_bytes_and_can_be_replayed(engine: Engine, name: str) -> None:
    audience, turns = DIALOGUES[name]
    after, again = "", ""
    for turn in turns:
        first = engine.answer(turn.asks, audience=audience, after=after)
        second = engine.answer(turn.asks, audience=audience, after=again)
        assert engine.document(first) == engine.document(second)
        after, again = first.provenance.fingerprint, second.provenance.fingerprint
        assert engine.replay(after).same


def test_what_follows_something_else_is_another_answer(engine: Engine) -> None:
    one = engine.answer("Should I do a nerve root block for an L2 fracture?")
    other = engine.answer("Is a brace useful for an L3 fracture?")
    prints = {
        engine.answer("for how long?", after=each.provenance.fingerprint).provenance.fingerprint
        for each in (one, other)
    }
    assert len(prints) == 2
    assert engine.answer("for how long?").provenance.fingerprint not in prints


def test_an_answer_is_followed_up_by_the_beginning_of_its_fingerprint(engine: Engine) -> None:
    first = engine.answer("Is kyphoplasty recommended?").provenance.fingerprint
    whole, begun = (engine.answer("and for how long?", after=after) for after in (first, first[:16]))
    assert whole == begun


def test_a_fact_that_is_forgotten_is_unknown_again(engine: Engine) -> None:
    first = engine.answer("78 F with leg weakness, L1 fracture yesterday: what now?")
    after = first.provenance.fingerprint
    answer = engine.answer("and a brace?", facts={"leg-weakness": "unknown"}, after=after)
    assert "leg-weakness" in known(first)
    assert "leg-weakness" not in known(answer)
    assert any("No longer taken as known" in line for line in answer.changed)
    later = engine.answer("for how long?", after=answer.provenance.fingerprint)
    assert "leg-weakness" not in known(later)


def test_a_question_without_a_conversation_is_read_by_itself(engine: Engine) -> None:
    answer = engine.answer("What is the treatment for an L2 compression fracture?")
    assert (answer.after, answer.read_as, answer.changed) == ("", "", ())


QUESTIONS = (
    "What is the treatment for an L2 compression fracture?",
    "What is the recommended management of an S1 vertebral body fracture with mild impaction?",
    "78 F, L1 wedge fracture yesterday, no leg weakness, pain 8/10: what now?",
    "Is vertebroplasty recommended?",
    "What dose of calcitonin for an acute vertebral fracture?",
)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_suggested_has_an_answer(engine: Engine, question: str, audience: Audience) -> None:
    first = engine.answer(question, audience=audience)
    assert len(first.follow_ups) == 3
    for suggested in first.follow_ups:
        answer = engine.answer(suggested, audience=audience, after=first.provenance.fingerprint)
        assert not answer.abstained, suggested
        assert len(answer.follow_ups) == 3


def test_a_suggested_what_if_supposes_the_fact_it_names(engine: Engine) -> None:
    first = engine.answer("78 F, L1 wedge fracture yesterday, no leg weakness, pain 8/10: what now?")
    supposing = next(one for one in first.follow_ups if one.startswith("What if"))
    answer = engine.answer(supposing, after=first.provenance.fingerprint)
    assert any(value.startswith("~") for value in known(answer).values())
    assert any(line.startswith("Disposition: ") for line in answer.changed)


@pytest.mark.parametrize(
    "hostile",
    [
        "and " * 900,
        "what if " * 400 + "she is 40?",
        "it" * 1500,
        "What if the answer to ““““““” is ”””?",
        "what about \\1 \\g<0> L3?",
        "she is 40, " * 300,
    ],
)
def test_a_hostile_follow_up_is_answered_like_any_other(engine: Engine, hostile: str) -> None:
    first = engine.answer("What is the treatment for an L2 compression fracture?")
    answer = engine.answer(hostile[:4000], after=first.provenance.fingerprint)
    assert engine.document(answer)
