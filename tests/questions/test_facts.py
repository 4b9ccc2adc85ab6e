"""Facts in free text: what is told of the patient is read, everything else is not used and said so."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citewell.errors import InputError
from citewell.model.cases import Assertion
from citewell.model.guidelines import Choice, FactDefinition, FactType, GuidelinePack, NumberPhrase, Status
from citewell.questions import compile_lexicon, parse, read_facts


def fact(fact_id, kind, **fields):
    label = fact_id.replace("-", " ").capitalize()
    return FactDefinition(id=fact_id, type=kind, label=label, ask_clinician="?", ask_patient="?", **fields)


def yes_no(fact_id, *terms, denials=()):
    return fact(fact_id, FactType.YES_NO, terms=terms, denials=denials)


def number(fact_id, unit, low, high, *phrases, whole=False):
    readings = tuple(NumberPhrase(phrase=one) if isinstance(one, str) else one for one in phrases)
    return fact(
        fact_id, FactType.NUMBER, unit=unit, minimum=low, maximum=high, readings=readings, whole=whole
    )


def choice(fact_id, **terms):
    choices = tuple(Choice(id=key, label=key, terms=tuple(words)) for key, words in terms.items())
    return fact(fact_id, FactType.CHOICE, choices=choices)


FACTS = (
    number(
        "age", "a", 0, 120,
        "{n} year old", "{n}yo", "{n} F", "{n} M", "aged {n}", "age {n}",
        whole=True,
    ),
    choice("sex", female=["F", "female", "woman", "lady", "she", "mother"], male=["M", "male", "man", "he"]),
    choice(
        "level",
        **{name: [name] for name in ("T4", "T11", "T12", "L1", "L2", "L3", "S1")},
    ),
    choice("cause", osteoporotic=["osteoporotic", "fragility"], pathologic=["pathological fracture"]),
    number("pain", "{score}", 0, 10, "pain {n}/10", "{n}/10", "pain score {n}", "pain {n} out of 10"),
    number(
        "onset", "d", 0, 36500,
        "{n} days ago", "pain for {n} days",
        NumberPhrase(phrase="{n} weeks ago", factor=7), NumberPhrase(phrase="pain for {n} weeks", factor=7),
        NumberPhrase(phrase="{n}/52", factor=7), NumberPhrase(phrase="yesterday", value=1),
    ),
    number("t-score", "{score}", -10, 10, "T-score {n}", "T-score of {n}"),
    number("residual", "mL", 0, 5000, "residual {n} ml"),
    yes_no(
        "leg-weakness", "leg weakness", "weak legs", "cannot move the legs",
        denials=("full power", "neurologically intact"),
    ),
    yes_no(
        "numbness", "numbness", "numb legs", "no feeling in the legs",
        denials=("sensation intact", "neurologically intact", "no sensory loss"),
    ),
    yes_no("incontinence", "incontinence", "incontinent", "bladder or bowel dysfunction"),
    yes_no("both-legs", "bilateral leg weakness"),
    yes_no("retention", "painless retention"),
    yes_no("painless", "painless"),
    yes_no("oedema", "marrow oedema"),
    yes_no("cancer-history", "history of cancer", "cancer", "myeloma"),
    yes_no("warfarin", "warfarin", "on warfarin"),
    yes_no("frail", "frail"),
    yes_no("pregnant", "pregnant", denials=("not pregnant",)),
    yes_no("cannot-walk", "cannot walk", "can't walk", "unable to walk"),
    yes_no("embolism", "PE"),
    yes_no("opioid", "morphine", "on morphine", "oxycodone", "codeine", denials=("opioid free",)),
    yes_no("tingling", "tingling in her leg", "in pieces"),
)  # fmt: skip
PACK = GuidelinePack(
    id="p",
    title="P",
    version="1.0.0",
    status=Status.DRAFT,
    updated="2026-01-01",
    summary="",
    covers=(),
    facts=FACTS,
)
LEXICON = compile_lexicon([PACK])


def told(text):
    return {one.id: one.value for one in read_facts(text, lexicon=LEXICON).facts}


def asked(text):
    return {one.id: one.value for one in parse(text, lexicon=LEXICON).facts}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("leg weakness since Monday", {"leg-weakness": True}),
        ("no leg weakness", {"leg-weakness": False}),
        ("There is no evidence of leg weakness.", {"leg-weakness": False}),
        ("without leg weakness or numbness", {"leg-weakness": False, "numbness": False}),
        ("She denies leg weakness", {"leg-weakness": False, "sex": "female"}),
        (
            "denies numbness, incontinence, leg weakness",
            {"numbness": False, "incontinence": False, "leg-weakness": False},
        ),
        (
            "no numbness, incontinence or leg weakness",
            {"numbness": False, "incontinence": False, "leg-weakness": False},
        ),
        ("no numbness but leg weakness", {"numbness": False, "leg-weakness": True}),
        ("no numbness, severe leg weakness", {"numbness": False, "leg-weakness": True}),
        ("No numbness. Leg weakness.", {"numbness": False, "leg-weakness": True}),
        ("no numbness, on warfarin", {"numbness": False, "warfarin": True}),
        ("no new or worsening leg weakness", {"leg-weakness": False}),
        ("leg weakness: none", {"leg-weakness": False}),
        ("no leg weakness, L3 fracture", {"leg-weakness": False, "level": "L3"}),
        ("denies leg weakness, L3 fracture", {"leg-weakness": False, "level": "L3"}),
        ("no leg weakness, pain 8/10", {"leg-weakness": False, "pain": 8.0}),
        ("no leg weakness, osteoporotic fracture, 78 F", {
            "leg-weakness": False, "cause": "osteoporotic", "age": 78.0, "sex": "female",
        }),
        ("no leg weakness, sensation intact", {"leg-weakness": False, "numbness": False}),
        ("no incontinence, full power, sensation intact, L1 fracture", {
            "incontinence": False, "leg-weakness": False, "numbness": False, "level": "L1",
        }),
        ("no incontinence, not pregnant", {"incontinence": False, "pregnant": False}),
        ("no numbness, cannot walk", {"numbness": False, "cannot-walk": True}),
        ("denies numbness, cannot move her legs", {"numbness": False, "leg-weakness": True}),
        ("no numbness, can't walk or stand", {"numbness": False, "cannot-walk": True}),
        ("now has no feeling in her legs", {"numbness": True}),
        ("had no feeling in her legs", {"numbness": True}),
        ("has no sensory loss", {"numbness": False}),
        ("denies numbness, PMH: cancer", {"numbness": False, "cancer-history": True}),
        ("denies numbness, on warfarin", {"numbness": False, "warfarin": True}),
        ("leg weakness absent, numbness present", {"leg-weakness": False, "numbness": True}),
        ("incontinence was ruled out", {"incontinence": False}),
        ("no bladder or bowel dysfunction", {"incontinence": False}),
        ("w/o leg weakness", {"leg-weakness": False}),
        ("neurologically intact", {"leg-weakness": False, "numbness": False}),
        ("full power", {"leg-weakness": False}),
        ("he does not have leg weakness", {"leg-weakness": False, "sex": "male"}),
        ("he doesn't have leg weakness", {"leg-weakness": False, "sex": "male"}),
        ("never had numbness", {"numbness": False}),
        ("no increase in leg weakness", {"leg-weakness": True}),
        ("no change in numbness", {"numbness": True}),
        ("not only numbness, also leg weakness", {"numbness": True, "leg-weakness": True}),
        ("no improvement in leg weakness", {"leg-weakness": True}),
        ("not on warfarin", {"warfarin": False}),
        ("can't walk", {"cannot-walk": True}),
        ("cannot walk because of leg weakness", {"cannot-walk": True, "leg-weakness": True}),
        ("bilateral leg weakness", {"both-legs": True, "leg-weakness": True}),
        ("painless retention", {"retention": True}),
        ("marrow edema", {"oedema": True}),
        ("not pregnant", {"pregnant": False}),
        ("history of cancer", {"cancer-history": True}),
        ("cancer 10 years ago", {"cancer-history": True}),
        ("no history of cancer", {"cancer-history": False}),
        ("previously leg weakness, now full power", {"leg-weakness": False}),
        ("PE last week", {"embolism": True}),
        ("two-day history of leg weakness", {"leg-weakness": True}),
        ("No numbness or leg weakness was found", {"numbness": False, "leg-weakness": False}),
        ("no numbness or leg weakness since Monday", {"numbness": False, "leg-weakness": False}),
        ("Leg weakness: no. On warfarin.", {"leg-weakness": False, "warfarin": True}),
        ("MRI ruled out incontinence", {"incontinence": False}),
        ("mum has leg weakness", {"leg-weakness": True}),
        ("pe teacher", {}),
    ],
)  # fmt: skip
def test_a_finding_told_is_read_as_present_or_absent(text, facts):
    assert told(text) == facts


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("possible leg weakness", "possible"),
        ("?leg weakness", "possible"),
        ("leg weakness cannot be excluded", "possible"),
        ("leg weakness unlikely", "possible"),
        ("not sure if she has leg weakness", "possible"),
        ("leg weakness 3 years ago", "past"),
        ("history of leg weakness", "past"),
        ("leg weakness has resolved", "past"),
        ("no longer leg weakness", "past"),
        ("if leg weakness develops", "hypothetical"),
        ("in case of leg weakness", "hypothetical"),
        ("return if leg weakness occurs", "hypothetical"),
        ("watch for leg weakness", "hypothetical"),
        ("at risk of leg weakness", "hypothetical"),
        ("family history of leg weakness", "someone else's"),
        ("her mother had leg weakness", "someone else's"),
        ("her sister has leg weakness", "someone else's"),
        ("leg weakness, resolved", "past"),
        ("query leg weakness", "possible"),
        ("no longer has leg weakness", "past"),
        ("call for leg weakness", "hypothetical"),
        ("I have back pain. My father had leg weakness.", "someone else's"),
        ("no numbness, leg weakness", "not clear"),
        ("leg weakness?", "not clear"),
    ],
)
def test_a_finding_not_told_of_the_patient_now_is_not_used_and_said_so(text, meant):
    read = read_facts(text, lexicon=LEXICON)
    assert read.facts.get("leg-weakness") is None
    assert [line for line in read.doubts if "leg weakness" in line and meant in line and "not" in line]


@pytest.mark.parametrize(
    "text",
    [
        "Is leg weakness a red flag?",
        "Is leg weakness, numbness or incontinence a red flag?",
        "What if there is leg weakness?",
        "When should leg weakness be referred?",
        "Should leg weakness be imaged?",
        "How do I treat leg weakness?",
        "Does she have leg weakness?",
        "risk of leg weakness",
        "physiotherapy for leg weakness",
        "What does leg weakness mean?",
    ],
)
def test_a_finding_asked_about_is_no_fact(text):
    assert "leg-weakness" not in asked(text)
    assert "numbness" not in asked(text)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Should a patient with leg weakness have an MRI?", {"leg-weakness": True}),
        ("What should be done for a man who has leg weakness?", {"leg-weakness": True, "sex": "male"}),
        ("What is best for a frail woman?", {"frail": True, "sex": "female"}),
        ("Can a patient on warfarin have surgery?", {"warfarin": True}),
        (
            "What is the treatment of an L2 fracture without leg weakness?",
            {"level": "L2", "leg-weakness": False},
        ),
        ("My legs: no leg weakness. What now?", {"leg-weakness": False}),
        ("I have leg weakness, what should I do?", {"leg-weakness": True}),
        ("When should a 78-year-old with an L2 fracture have an MRI?", {"age": 78.0, "level": "L2"}),
        ("My mother is aged 84 and has leg weakness", {"age": 84.0, "sex": "female", "leg-weakness": True}),
        ("If pain persists, should I scan a 70 year old man?", {"age": 70.0, "sex": "male"}),
    ],
)
def test_a_finding_told_inside_a_question_is_read(text, facts):
    assert asked(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("78 F", {"age": 78.0, "sex": "female"}),
        ("78F", {"age": 78.0, "sex": "female"}),
        ("78yo M", {"age": 78.0, "sex": "male"}),
        ("seventy-eight year old", {"age": 78.0}),
        ("a 78-year-old woman", {"age": 78.0, "sex": "female"}),
        ("pain 8/10", {"pain": 8.0}),
        ("pain 8 / 10", {"pain": 8.0}),
        ("pain 7.5 out of 10", {"pain": 7.5}),
        ("pain score 8/10", {"pain": 8.0}),
        ("three weeks ago", {"onset": 21.0}),
        ("about 3 weeks ago", {"onset": 21.0}),
        ("a week ago", {"onset": 7.0}),
        ("L2 fracture 3/52", {"level": "L2", "onset": 21.0}),
        ("yesterday", {"onset": 1.0}),
        ("T-score -2.7", {"t-score": -2.7}),
        ("T-score of −2.7", {"t-score": -2.7}),
        ("T-score minus 2.7", {"t-score": -2.7}),
        ("residual 1,200 ml", {"residual": 1200.0}),
        ("pain - 8/10", {"pain": 8.0}),
        ("on 12/10/2024", {}),
        ("L2 days ago", {"level": "L2"}),
        ("age 3 weeks", {}),
        ("aged 16 stone", {}),
        ("age 5 foot", {}),
    ],
)
def test_a_number_is_read_in_the_unit_of_its_fact(text, facts):
    assert told(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "2-3 days ago", "2 to 3 days ago", "two or three weeks ago", "over 6 weeks ago", "> 6 weeks ago",
        "a few days ago",
    ],
)  # fmt: skip
def test_a_number_that_is_not_one_exact_number_is_a_doubt(text):
    read = read_facts(text, lexicon=LEXICON)
    assert not read.facts.facts
    assert ["not one exact number" in line for line in read.doubts] == [True]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("L2 compression fracture", "L2"),
        ("l2 fracture", "L2"),
        ("L-2 fracture", "L2"),
        ("t 12 wedge-fracture", "T12"),
        ("L2 fracture of L2", "L2"),
        ("previous L1 fracture, now L3 fracture", "L3"),
        ("T12 and L1", None),
        ("T11-L1", None),
        ("possible L1 fracture", None),
        ("no fracture at L3", None),
        ("Is an L1 fracture stable?", "L1"),
    ],
)
def test_a_choice_is_read_when_one_value_is_told(text, level):
    assert told(text).get("level") == level


def test_two_values_for_one_fact_name_both_and_neither_is_used():
    read = read_facts("T12 and L1 fractures, 78 F aged 80", lexicon=LEXICON)
    assert read.facts.get("level") is None
    assert read.facts.get("age") is None
    assert read.doubts == (
        "Level: “T12” and “L1” give two values, neither is used",
        "Age: “78 F” and “aged 80” give two values, neither is used",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("age 230", "age 230 is outside 0 to 120 a: correct the age"),
        ("pain 11/10", "pain 11 is outside 0 to 10: correct the pain"),
    ],
)
def test_a_number_out_of_range_is_refused_by_name(text, message):
    with pytest.raises(InputError) as refused:
        read_facts(text, lexicon=LEXICON)
    assert refused.value.message == message


@pytest.mark.parametrize(
    "text",
    [
        "on morphine, not on oxycodone",
        "not on oxycodone, on morphine",
        "not on oxycodone or codeine but takes morphine",
        "on morphine and codeine, oxycodone stopped. Not on oxycodone.",
    ],
)
def test_one_member_of_a_class_makes_it_true_whatever_other_members_are_denied(text):
    read = read_facts(text, lexicon=LEXICON)
    assert read.facts.get("opioid").value is True
    assert not [line for line in read.doubts if "Opioid" in line]


@pytest.mark.parametrize(
    "text",
    [
        "on morphine. Not on morphine.",
        "on morphine, not morphine",
        "no oxycodone, morphine",
    ],
)
def test_what_is_said_and_denied_of_one_member_or_left_open_stays_a_doubt(text):
    read = read_facts(text, lexicon=LEXICON)
    assert read.facts.get("opioid") is None
    assert [line for line in read.doubts if "Opioid" in line]


def test_what_is_named_outweighs_a_phrase_that_sums_up_and_says_so():
    read = read_facts("opioid free, on morphine", lexicon=LEXICON)
    assert read.facts.get("opioid").value is True
    assert any("read as yes" in line for line in read.doubts)


@pytest.mark.parametrize("text", ["tingling in her leg", "tingling in my legs", "tingling in the leg"])
def test_inside_a_phrase_one_determiner_is_as_good_as_another(text):
    assert told(text) == {"tingling": True}


@pytest.mark.parametrize("text", ["tingling in leg", "tingling in a leg", "in the pieces"])
def test_a_determiner_is_neither_left_out_nor_put_in(text):
    assert told(text) == {}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("My gran is aged 84 and has leg weakness", {"age": 84.0, "leg-weakness": True}),
        ("I have numbness. My gran had leg weakness.", {"numbness": True}),
    ],
)
def test_my_grandmother_is_the_patient_unless_i_am(text, facts):
    assert told(text) == facts


def test_each_fact_tells_where_and_how_it_was_read():
    text = "78 F, L1 wedge fracture, no leg weakness"
    facts = read_facts(text, lexicon=LEXICON).facts
    quoted = {one.id: text[one.span[0] : one.span[1]] for one in facts if one.span}
    assert quoted == {"age": "78 F", "leg-weakness": "leg weakness", "level": "L1", "sex": "F"}
    assert facts.get("leg-weakness").assertion is Assertion.NEGATED
    assert {one.origin for one in facts} == {"question"}


def test_facts_come_in_order_of_id():
    ids = [one.id for one in read_facts("L1, numbness, 78 F, leg weakness", lexicon=LEXICON).facts]
    assert ids == sorted(ids)


PIECES = st.sampled_from(
    ["no", "leg weakness", ",", "numbness", "or", "78 F", "?", ".", "if", "L2", "possible", "pain 8/10",
     "and", "who has",
     "should", "with", "history of", "cancer", "my mother", "3 weeks ago", "not", "?PE", "\n", "-"]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=14).map(" ".join))
@example("no")
@example("? ? ?no /")
def test_any_arrangement_of_clinical_words_gives_facts_whose_spans_lie_in_the_text(text):
    try:
        read = read_facts(text, lexicon=LEXICON)
    except InputError:
        return
    for one in read.facts:
        assert one.span is not None
        assert text[one.span[0] : one.span[1]].strip()
        assert 0 <= one.span[0] < one.span[1] <= len(text)
    assert len({one.id for one in read.facts}) == len(read.facts.facts)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        first, second = parse(text, lexicon=LEXICON), parse(text, lexicon=LEXICON)
    except InputError:
        return
    assert first == second
