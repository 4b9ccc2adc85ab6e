"""What a question asks about: whom, what, against what, where and when."""

import time

import pytest

from citewell.model.pico import NO_PICO
from citewell.questions import compile_lexicon, parse
from citewell.questions.pico import NO_TERMS, compile_terms

ROWS = (
    {"group": ["child", "boy", "girl"], "age": [0, 18]},
    {"group": ["infant", "baby"], "age": [0, 2]},
    {"group": ["older adult", "elderly"], "age": [65, 120]},
    {"group": ["pregnant", "pregnancy"], "sex": "female"},
    {"condition": ["low back pain", "bad back"]},
    {"condition": ["stroke"]},
    {"condition": ["diabetes mellitus", "diabetes", "DM"]},
    {"condition": ["hip fracture", "broken hip"]},
    {"condition": ["pulmonary embolism"]},
    {"condition": ["pre-eclampsia"]},
    {"imaging": ["x ray", "xray"]},
    {"imaging": ["magnetic resonance imaging", "mri"]},
    {"surgery": ["hip replacement", "new hip"]},
    {"therapy": ["physiotherapy", "physio"]},
    {"drug": ["examplol", "brandol"]},
    {"class": ["example blockers"], "members": ["samplin", "otherlin"]},
    {"against": ["watchful waiting", "wait"]},
    {"against": ["nothing", "not"]},
    {"outcome": ["quality of life", "qol"]},
    {"body": ["hip"]},
    {"body": ["knee", "knees"]},
    {"side": ["left"]},
    {"setting": ["emergency department", "in the ed"]},
    {"levels": {"L": 5, "T": 12}},
    {"unlike": ["diabetes", "tsh"]},
    {"stems": ["mabtest"]},
    {"say": ["brain attack"], "mean": ["stroke"]},
    {"same": ["vte", "pulmonary embolism"]},
    {
        "short": "PE",
        "meanings": [
            {"long": "pulmonary embolism", "by": ["clot", "leg", "breath"]},
            {"long": "pre-eclampsia", "by": ["pregnant", "gestation", "protein"]},
        ],
    },
)
LEXICON = compile_lexicon([], compile_terms(ROWS))


def pico(text):
    return parse(text, lexicon=LEXICON).pico


def ids(phrases):
    return [phrase.id for phrase in phrases]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("26F, bad back", (26, 26)),
        ("Male 52, bad back", (52, 52)),
        ("a 72yo with a bad back", (72, 72)),
        ("a 65-year-old woman", (65, 65)),
        ("my 12 yr old's back", (12, 12)),
        ("45 y/o with stroke", (45, 45)),
        ("patients aged 65 to 75 with stroke", (65, 75)),
        ("a woman of 45 with stroke", (45, 45)),
        ("My boy is 7 months and has a bad back", (0.5833, 0.5833)),
        ("11-week term girl", (0.2108, 0.2108)),
        ("my week-old has a rash", (0.0192, 0.0192)),
        ("an eight year old with diabetes", (8, 8)),
        ("people over 65 with stroke", (65, 120)),
        ("adults 65+ with stroke", (65, 120)),
        ("children under 5 years with stroke", (0, 5)),
        ("she is in her 70s, stroke", (70, 79)),
        ("I am 38 and have a bad back", (38, 38)),
        ("my elderly aunt", (65, 120)),
        ("a baby girl", (0, 2)),
        ("stroke 8 months ago", None),
        ("she is 8 weeks pregnant", None),
        ("bad back for over 5 years", None),
        ("Na 112 after a stroke", None),
        ("BP 150, stroke", None),
        ("treat for 10 days", None),
        ("BMI 38 and diabetes", None),
    ],
)
def test_an_age_is_told_in_years_and_a_duration_is_none(text, age):
    assert pico(text).population.age == age


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("26F stroke", "female"),
        ("Male 52, stroke", "male"),
        ("My boy has diabetes", "male"),
        ("She has diabetes", "female"),
        ("GP says no x-ray. Is she right?", ""),
        ("pregnant with diabetes", "female"),
        ("not pregnant, diabetes", ""),
        ("stroke", ""),
        ("my son and my daughter have diabetes", ""),
    ],
)
def test_a_sex_is_unknown_unless_it_is_told_of_the_patient(text, sex):
    assert pico(text).population.sex == sex


def test_a_group_that_is_denied_is_no_member():
    assert pico("Is an x-ray safe in pregnancy?").population.groups == {"pregnant"}
    assert pico("She is not pregnant and has diabetes").population.groups == frozenset()


@pytest.mark.parametrize(
    ("text", "conditions", "negated"),
    [
        ("stroke and no diabetes", ["stroke"], ["diabetes mellitus"]),
        ("She has had a brain attack", ["stroke"], []),
        ("DM and a broken hip", ["diabetes mellitus", "hip fracture"], []),
        ("dm and a broken hip", ["hip fracture"], []),
        ("vte or not", ["pulmonary embolism"], []),
    ],
)
def test_conditions_are_told_or_denied_under_any_of_their_names(text, conditions, negated):
    assert ids(pico(text).conditions) == conditions
    assert ids(pico(text).negated) == negated


@pytest.mark.parametrize(
    "text",
    ["aspirin to prevent a stroke", "so I don't risk a stroke", "does it lower the risk of stroke?"],
)
def test_a_condition_to_be_prevented_is_an_outcome(text):
    assert ids(pico(text).outcomes) == ["stroke"]
    assert pico(text).conditions == ()


@pytest.mark.parametrize(
    ("text", "asked", "against", "current"),
    [
        ("x-ray or MRI for a bad back?", ["x ray"], ["magnetic resonance imaging"], []),
        ("MRI rather than an x-ray?", ["magnetic resonance imaging"], ["x ray"], []),
        ("examplol vs samplin", ["examplol"], ["samplin"], []),
        ("x-ray and MRI", ["x ray", "magnetic resonance imaging"], [], []),
        ("Start brandol or should I wait?", ["examplol"], ["watchful waiting"], []),
        ("Give examplol or not?", ["examplol"], ["nothing"], []),
        ("Can I take examplol?", ["examplol"], [], []),
        ("He takes samplin. Would examplol help?", ["examplol"], [], ["samplin"]),
        ("Already on example blockers. Any role for examplol?", ["examplol"], [], ["example blockers"]),
        ("Should I put a man with stroke on examplol?", ["examplol"], [], []),
        ("New hip 3 years ago. Does he need examplol?", ["examplol"], [], ["hip replacement"]),
        ("MRI normal, x-ray next?", ["x ray"], [], ["magnetic resonance imaging"]),
        ("Is newmabtest any good?", ["newmabtest"], [], []),
        ("He takes samplin. Stop the samplin?", ["samplin"], [], []),
        ("On samplin, examplol ok?", ["examplol"], [], ["samplin"]),
    ],
)
def test_what_is_asked_about_is_kept_from_what_it_is_weighed_against_and_what_is_taken(
    text, asked, against, current
):
    read = pico(text)
    assert (ids(read.interventions), ids(read.comparators), ids(read.current)) == (asked, against, current)


def test_a_part_of_the_body_counts_inside_another_name_and_a_side_only_beside_it():
    read = pico("Broken hip on the right track, left knee")
    assert ids(read.body_parts) == ["hip", "left", "knee"]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("L4/5 stenosis", ["L4", "L5"]),
        ("T12-L1 fracture", ["T12", "L1"]),
        ("T2 diabetes", []),
        ("raised TSH, T4 low", []),
        ("L7", []),
    ],
)
def test_levels_of_the_spine_are_no_hormones_and_no_types_of_diabetes(text, levels):
    assert ids(pico(text).levels) == levels


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("pain for 3 weeks", ["P3W"]),
        ("pain for 2-3 weeks", ["P2W/P3W"]),
        ("now 13/40", ["gestation P13W"]),
        ("she is 12 weeks pregnant", ["gestation P12W"]),
        ("for 3/52", ["P3W"]),
        ("an hour ago", ["PT1H"]),
        ("over the next 24h", ["PT24H"]),
        ("repair on Monday", ["on monday"]),
        ("pain on day 2", ["day 2"]),
        ("ringing for months", ["for months"]),
        ("a 3-week-old baby", []),
        ("BP 80/40", []),
    ],
)
def test_times_are_told_as_durations_and_ages_are_none(text, times):
    assert ids(pico(text).times) == times


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("PE with a clot in the leg", "pulmonary embolism"),
        ("severe PE at 30/40 last time", "pre-eclampsia"),
        ("PE", None),
    ],
)
def test_an_abbreviation_of_several_meanings_is_read_by_the_words_about_it(text, condition):
    assert ids(pico(text).conditions) == ([condition] if condition else [])


def test_where_it_is_cared_for_and_what_for():
    read = pico("x-ray in the ED, what of QoL?")
    assert ids(read.settings) == ["emergency department"]
    assert ids(read.outcomes) == ["quality of life"]


def test_every_phrase_stands_where_it_says():
    text = "26F, diabetes; takes samplin. x-ray or MRI of the left knee for 3 weeks?"
    read = pico(text)
    for phrase in (*read.conditions, *read.interventions, *read.comparators, *read.body_parts, *read.times):
        assert text[phrase.start : phrase.end].strip() == text[phrase.start : phrase.end] != ""


def test_without_terms_nothing_is_known():
    assert parse("x-ray or MRI?", lexicon=compile_lexicon([], NO_TERMS)).pico == NO_PICO


@pytest.mark.parametrize(
    "unit", ["x-ray or ", "12 year old ", "on on on ", "PE ", "3/52 ", "L4/5 ", "a a a a "]
)
def test_a_hostile_question_is_read_in_linear_time(unit):
    text = (unit * 4000)[:3900] + " the"
    started = time.process_time()
    pico(text)
    assert time.process_time() - started < 2


def test_weeks_of_a_pregnancy_tell_of_one_unless_it_was_an_earlier():
    assert pico("severe PE at 30/40 last time, now 13/40").population.groups == {"pregnant"}
    assert pico("severe PE at 30/40 last time, stroke").population.groups == frozenset()
