"""What a question tells of a patient, under the names by which guidelines may warn of it."""

import pytest

from citewell.answers.library.patient_facts import Cautionary, Kind, facts_in, treatments_in
from citewell.model.pico import Phrase, Pico, Population
from citewell.text.caution_words import CautionWords
from citewell.text.plain_words import PlainWords

KNOWN = Cautionary(
    words=CautionWords(
        phrases={
            "allergy": ("{} allergy", "allergic to {}"),
            "unsure": ("suspected", "if"),
            "ages": ("child", "older adult"),
            "loose": ("laba",),
        },
        wider={"cirrhosis": ("liver disease",)},
        measures=(("eGFR", "GFR"), ("INR",)),
        called={"pregnant": "pregnancy"},
    ),
    names={"cirrhosis": ("cirrhosis",), "pregnant": ("pregnant", "pregnancy"), "pain": ("pain",)},
    classes={
        "naproxen": ("NSAID",),
        "warfarin": ("anticoagulant",),
        "salmeterol": ("bronchodilator", "laba"),
    },
    groups={"child": (0.0, 18.0), "older adult": (65.0, 120.0)},
    drugs=frozenset({"naproxen", "warfarin", "penicillin", "salmeterol"}),
)
PLAIN = PlainWords(body=frozenset({"pain"}))


def phrase(name: str, question: str) -> Phrase:
    start = question.index(name)
    return Phrase(name, start, start + len(name))


def told(question: str, **read: tuple[str, ...] | Population) -> list[tuple[str, Kind]]:
    pico = {
        key: value if isinstance(value, Population) else tuple(phrase(name, question) for name in value)
        for key, value in read.items()
    }
    return [(fact.told, fact.kind) for fact in facts_in(question, Pico(**pico), KNOWN, PLAIN)]


@pytest.mark.parametrize(
    ("question", "read", "facts"),
    [
        ("on warfarin, naproxen?", {"current": ("warfarin",)}, [("warfarin", Kind.DRUG)]),
        ("not on warfarin, naproxen?", {"current": ("warfarin",)}, []),
        ("warfarin or naproxen?", {"interventions": ("warfarin", "naproxen")}, []),
        ("eGFR of 28, naproxen?", {}, [("eGFR 28", Kind.MEASURE)]),
        ("eGFR unknown, naproxen?", {}, []),
        (
            "allergic to penicillin, naproxen?",
            {"current": ("penicillin",)},
            [("allergic to penicillin", Kind.ALLERGY)],
        ),
        ("no penicillin allergy", {"current": ("penicillin",)}, []),
        ("pregnant", {"population": Population(groups=frozenset({"pregnant"}))}, [("pregnancy", Kind.GROUP)]),
        ("72F", {"population": Population(age=(72.0, 72.0))}, [("age 72", Kind.GROUP)]),
        ("40M", {"population": Population(age=(40.0, 40.0))}, []),
        ("adults", {"population": Population(age=(18.0, 120.0))}, []),
    ],
)
def test_only_what_is_told_as_so_of_the_patient_is_a_fact(question, read, facts):
    assert told(question, **read) == facts


@pytest.mark.parametrize(
    ("question", "is_fact"),
    [
        ("61M with cirrhosis, naproxen?", True),
        ("61M, suspected cirrhosis, naproxen?", False),
        ("61M, ?cirrhosis, naproxen?", False),
        ("61M, no cirrhosis, naproxen?", False),
    ],
)
def test_a_disease_of_somebody_is_a_fact_unless_it_is_denied_or_only_suspected(question, is_fact):
    found = told(question, conditions=("cirrhosis",), population=Population(sex="male"))
    assert (("cirrhosis", Kind.CONDITION) in found) is is_fact


def test_a_disease_alone_is_what_is_treated_and_so_is_what_is_only_felt():
    assert told("naproxen for cirrhosis?", conditions=("cirrhosis",)) == []
    assert told("61M, pain, naproxen?", conditions=("pain",), population=Population(sex="male")) == []


def test_a_fact_goes_by_its_wider_names_and_a_drug_by_its_classes():
    question = "61M on warfarin with cirrhosis"
    pico = Pico(current=(phrase("warfarin", question),), conditions=(phrase("cirrhosis", question),))
    drug, disease = facts_in(question, pico, KNOWN, PLAIN)
    assert drug.names == ("warfarin", "anticoagulant")
    assert disease.names == ("cirrhosis", "liver disease")


def test_the_drugs_asked_about_are_those_named_and_else_those_taken():
    question = "naproxen with salmeterol after surgery"
    asked = Pico(interventions=(phrase("naproxen", question), phrase("surgery", question)))
    taken = Pico(current=(phrase("salmeterol", question),))
    assert [one.names for one in treatments_in(asked, KNOWN)] == [("naproxen", "NSAID")]
    assert [one.names for one in treatments_in(taken, KNOWN)] == [("salmeterol", "bronchodilator")]
