"""Everyday words that look like what a question may ask about, read with the project's own vocabulary."""

from pathlib import Path

import pytest

from citewell.questions import compile_lexicon, parse
from citewell.questions.pico import compile_terms
from citewell.retrieval.vocabulary import written_entries

VOCABULARY = Path(__file__).parents[3] / "vocabulary"
LEXICON = compile_lexicon([], compile_terms(written_entries(VOCABULARY)))


def pico(text):
    return parse(text, lexicon=LEXICON).pico


def named(text):
    read = pico(text)
    return {
        phrase.id
        for phrases in (read.conditions, read.interventions, read.comparators, read.current, read.outcomes)
        for phrase in phrases
    }


@pytest.mark.parametrize(
    ("text", "named_by_it"),
    [
        ("Is there a HIT antibody test after heparin?", "heparin induced thrombocytopenia"),
        ("TOE before cardioversion?", "echocardiography"),
        ("AS patient with uveitis", "ankylosing spondylitis"),
        ("antibiotics for CAP", "pneumonia"),
        ("exercise for PAD", "peripheral arterial disease"),
        ("ACE inhibitor for a cough", "angiotensin converting enzyme inhibitor"),
        ("ADD in an adult", "attention deficit hyperactivity disorder"),
        ("US scan of the abdomen", "ultrasound"),
        ("PEP after a needlestick", "postexposure prophylaxis"),
        ("TENS for labour pain", "tens"),
        ("PT for knee pain", "physiotherapy"),
        ("EF 30% with AF", "atrial fibrillation"),
        ("sob on exertion", "dyspnoea"),
        ("burns on the hand", "burns"),
        ("mono in a swimmer", "infectious mononucleosis"),
        ("HEP C in prison", "hepatitis c"),
        ("L4 disc prolapse", "disc herniation"),
        ("he had a fit", "seizure"),
        ("three UTIs in 6 months", "urinary tract infection"),
        ("exercise for knee arthritis", "knee osteoarthritis"),
    ],
)
def test_an_abbreviation_names_something_as_it_is_written(text, named_by_it):
    assert named_by_it in named(text)


@pytest.mark.parametrize(
    ("text", "all_that_is_named"),
    [
        ("The bus hit me", set()),
        ("I keep hitting my knee", set()),
        ("KEEPS HITTING the wall", set()),
        ("I stubbed my toe last week", set()),
        ("ED sent him home", set()),
        ("ed sang while I had a headache", {"headache"}),
        ("Should I take all of it?", set()),
        ("Can they help us with our pain?", {"pain"}),
        ("THE BUS HIT ME AS WELL AS ALL OF US", set()),
        ("I wear a cap in the sun", set()),
        ("I was bitten by a rat", set()),
        ("my luck is bad", set()),
        ("He was an ace player", set()),
        ("Can I add a statin to ezetimibe?", {"statin", "ezetimibe"}),
        ("sleep aids for insomnia", {"insomnia"}),
        ("tens of thousands of patients with gout", {"gout"}),
        ("Nash has a cough", {"cough"}),
        ("the Dalai Lama and altitude sickness", {"altitude sickness"}),
        ("a pep talk for asthma", {"asthma"}),
        ("boiling water for an egg", set()),
        ("he sobbed all night", set()),
        ("a run of bad luck", set()),
        ("resting heart rate of 110", set()),
        ("her blood pressure is falling", set()),
        ("single mono therapy for epilepsy", {"epilepsy"}),
        ("he won the breast stroke final", set()),
        ("the ST depression of yesterday", set()),
        ("Is she fit for surgery?", {"surgery"}),
        ("a shot of whisky and metformin", {"metformin"}),
        ("screen time and asthma", {"asthma"}),
        ("a cast iron pan", set()),
        ("hyaline casts in the morning", set()),
        ("a mole of sodium", set()),
        ("nail biting", set()),
        ("crown rump length", set()),
        ("spot diagnosis of acne", {"acne"}),
        ("April showers and hay fever", {"allergic rhinitis"}),
        ("what treats gout, and WHO says so", {"gout"}),
        ("CD4 count of 200", set()),
        ("a rough patch, and a growth plate", set()),
        ("I have cold feet", set()),
        ("Gene runs a mile", set()),
        ("factor V and section 2 of the act", set()),
    ],
)
def test_an_everyday_word_names_nothing(text, all_that_is_named):
    assert named(text) == all_that_is_named


@pytest.mark.parametrize(
    "word",
    [
        "cholesterol",
        "ergosterol",
        "peptide",
        "neuropeptide",
        "nucleotide",
        "ghrelin",
        "cystatin",
        "intercept",
    ],
)
def test_a_substance_that_ends_as_drugs_do_is_no_drug(word):
    assert word not in named(f"What does {word} do?")
    assert "exampleprazole" in named("What does exampleprazole do?")


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("baby aspirin for a 60-year-old man", (60, 60)),
        ("take baby aspirin daily?", None),
        ("baby teeth and fluoride", None),
        ("senior house officer asks about sepsis", None),
        ("24-year-old on 24 mg of a tablet", (24, 24)),
        ("24 mg, a 30 y/o", (30, 30)),
        ("stage 4 kidney disease", None),
        ("type 2 diabetes, 50 mg metformin", None),
        ("G2P1 at 30 weeks", None),
        ("a 40-pack-year smoker", None),
        ("LDL 190, 45 y/o man", (45, 45)),
        ("6-MP dose", None),
        ("8 year old scar is itchy", None),
        ("a 5 day old rash", None),
        ("a 5-day-old girl with a rash", (0.0137, 0.0137)),
        ("a 3 year old hip replacement squeaks", None),
        ("a 70 year old with a hip replacement", (70, 70)),
        ("10-year-old pacemaker", None),
        ("an 8-year-old asthmatic", (8, 8)),
        ("our 8 year old dog bit me", None),
        ("twenty four year old with chest pain", (24, 24)),
        ("a 92-yr-young lady with a fall", (92, 92)),
        ("man in his forties with gout", (40, 49)),
        ("day 3 of fever", None),
        ("BMI of 40", None),
        ("phase 3 trial", None),
        ("T2 N0 M0 breast cancer", None),
        ("Can an adult get chickenpox from a child?", (18, 120)),
        ("a girl of 5 years with a cough", (5, 5)),
        ("75 mg aspirin in a 75-year-old", (75, 75)),
        ("2 week wait", None),
        ("1 in 10 risk of stroke", None),
        ("5th metatarsal fracture", None),
    ],
)
def test_a_number_beside_a_thing_is_no_age(text, age):
    assert pico(text).population.age == age


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("T10 fracture", ["T10"]),
        ("L4 disc prolapse", ["L4"]),
        ("T4 and TSH", []),
        ("T2 weighted MRI", []),
        ("section 2", []),
        ("T2 N0 M0", []),
        ("CA-125 raised", []),
    ],
)
def test_a_level_of_the_spine_is_told_from_a_test(text, levels):
    assert [phrase.id for phrase in pico(text).levels] == levels


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("she works as a nurse", set()),
        ("nursing a patient with delirium", set()),
        ("a nursing mother with mastitis", {"breastfeeding"}),
        ("my wife is expecting results", set()),
        ("my wife is expecting", {"pregnant"}),
        ("G2P1 at 30 weeks with headache", {"pregnant"}),
        ("wife is pregnant and I have shingles", set()),
        ("is it safe if I am pregnant", {"pregnant"}),
    ],
)
def test_a_group_is_read_only_of_whom_it_is_said(text, groups):
    assert pico(text).population.groups == groups


@pytest.mark.parametrize(
    ("text", "conditions", "negated"),
    [
        ("FH: breast cancer, ovarian cancer. Mammogram?", [], []),
        ("family history of gout, when should I be screened?", [], []),
        ("My dad had a stroke and I have gout", ["gout"], []),
        ("My son has asthma, can he have ibuprofen?", ["asthma"], []),
        ("PMH: hypertension, gout. Now cough.", ["hypertension", "gout", "cough"], []),
        ("no cough, rash. gout.", ["gout"], ["cough", "rash"]),
        ("Is gout hereditary?", ["gout"], []),
        ("Does asthma cause a cough?", ["asthma", "cough"], []),
        ("If he has a seizure, should I call?", ["seizure"], []),
        ("?appendicitis", ["appendicitis"], []),
        ("rule out stroke", ["stroke"], []),
        ("suspected meningitis", ["meningitis"], []),
    ],
)
def test_conditions_are_the_patients_own_and_those_asked_about(text, conditions, negated):
    read = pico(text)
    assert [phrase.id for phrase in read.conditions] == conditions
    assert [phrase.id for phrase in read.negated] == negated


def test_an_order_asks_and_tells_nobodys_treatment():
    assert [phrase.id for phrase in pico("take baby aspirin daily?").interventions] == ["aspirin"]
    assert [phrase.id for phrase in pico("she takes aspirin daily").current] == ["aspirin"]


@pytest.mark.parametrize(
    ("text", "asked", "current"),
    [
        ("Can a 5 year old have ibuprofen?", ["ibuprofen"], []),
        ("Can a man who takes warfarin have ibuprofen?", ["ibuprofen"], ["warfarin"]),
        ("Should I stop if I take warfarin?", [], ["warfarin"]),
        ("I have a pacemaker, can I have an MRI?", ["magnetic resonance imaging"], ["pacemaker"]),
    ],
)
def test_having_that_is_asked_about_is_told_from_having(text, asked, current):
    read = pico(text)
    assert [phrase.id for phrase in read.interventions] == asked
    assert [phrase.id for phrase in read.current] == current
