"""A sentence warns of a treatment in a fact only where its form says so."""

from dataclasses import replace

import pytest

from citewell.answers.library.cautioning import cautions_in, is_borne_out, section_of
from citewell.answers.library.cautions import Judge
from citewell.answers.library.choosing import choose
from citewell.answers.library.page import library_page
from citewell.answers.library.patient_facts import Kind, PatientFact, Treatment
from citewell.answers.verify import verify
from citewell.guidelines.bases import content_folder
from citewell.model.answers import Audience, Question
from citewell.model.shelves import Caution
from citewell.text.caution_words import NO_CAUTION_WORDS, read_caution_words
from citewell.text.tokens import content_words
from library_builders import document_of, gathered_of

WORDS = read_caution_words(content_folder() / "vocabulary")
NAPROXEN = Treatment(told="naproxen", own=("naproxen",), classes=("NSAID", "antiinflammatory"))
ASTHMA = PatientFact(kind=Kind.CONDITION, told="asthma", names=("asthma",))
PREGNANT = PatientFact(kind=Kind.GROUP, told="pregnancy", names=("pregnant", "pregnancy"))
WARFARIN = PatientFact(kind=Kind.DRUG, told="warfarin", names=("warfarin", "anticoagulant"))
GFR = PatientFact(kind=Kind.MEASURE, told="eGFR 28", names=("eGFR", "GFR"), value=28.0)
CHILD = PatientFact(kind=Kind.GROUP, told="age 8", names=("child", "children"))


def judge(question: str, **given: object) -> Judge:
    told = {"words": WORDS, "known": content_words(question), "drugs": frozenset({"naproxen", "rifampin"})}
    return Judge(**(told | given))


def warns(said: str, fact: PatientFact, *, question: str = "naproxen", **given: object) -> bool:
    return bool(judge(question, **given).warns(said, NAPROXEN, fact))


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("NSAIDs are contraindicated in patients with a history of gout, asthma or ulcers.", ASTHMA),
        ("Naproxen should generally be avoided in people who have asthma.", ASTHMA),
        ("Avoid NSAIDs in asthma.", ASTHMA),
        ("In asthma, do not use naproxen.", ASTHMA),
        ("Contraindications to naproxen include ulcers and asthma.", ASTHMA),
        ("The panel recommends that NSAIDs not be used by patients with asthma.", ASTHMA),
        ("Naproxen should not be given to pregnant women.", PREGNANT),
        ("NSAIDs should be avoided in patients who are taking warfarin.", WARFARIN),
        ("Avoid the combination of anticoagulants and NSAIDs.", WARFARIN),
        ("Naproxen is contraindicated if the eGFR is below 30 mL/min.", GFR),
        ("Naproxen is not recommended with GFR <60.", GFR),
    ],
)
def test_a_sentence_warns_that_forbids_the_drug_or_its_class_in_the_fact(said, fact):
    assert warns(said, fact)


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("NSAIDs are not contraindicated in patients with asthma.", ASTHMA),
        ("Naproxen should be avoided in patients without asthma.", ASTHMA),
        ("Naproxen should be avoided, except in patients with asthma.", ASTHMA),
        ("Avoid NSAIDs because of the risk of asthma.", ASTHMA),
        ("Avoid steroids in asthma; naproxen is preferred.", ASTHMA),
        ("If NSAIDs are contraindicated, asthma is treated otherwise.", ASTHMA),
        ("Naproxen is well tolerated in patients with asthma.", ASTHMA),
        ("Avoid NSAIDs other than naproxen in asthma.", PREGNANT),
        ("NSAIDs should be avoided in severe asthma.", ASTHMA),
        ("NSAIDs should be avoided in asthma (FEV1 <60%).", ASTHMA),
        ("Do not use naproxen to treat asthma.", ASTHMA),
        ("The NSAID rifampin is contraindicated in pregnancy.", PREGNANT),
        ("A pregnancy test should be done; avoid naproxen.", PREGNANT),
        ("Naproxen and anticoagulants should be avoided before surgery.", WARFARIN),
        ("Naproxen is contraindicated if the eGFR is below 20 mL/min.", GFR),
        ("Naproxen needs no caution with eGFR above 30.", GFR),
        ("Naproxen is not recommended for treatment of colds in children.", CHILD),
        ("See Table 5 for contraindications to naproxen in asthma.", ASTHMA),
    ],
)
def test_what_is_denied_excepted_narrowed_or_of_something_else_is_no_warning(said, fact):
    assert not warns(said, fact)


def test_what_narrows_a_fact_counts_where_the_question_says_it_too():
    assert warns("NSAIDs should be avoided in severe asthma.", ASTHMA, question="naproxen in severe asthma")


@pytest.mark.parametrize(("age", "warned"), [((8.0, 8.0), True), ((14.0, 14.0), False)])
def test_an_age_that_a_sentence_names_is_kept_to(age, warned):
    said = "Naproxen is not recommended for children younger than 12 years."
    assert warns(said, CHILD, age=age) is warned


def test_a_list_s_line_and_its_item_are_read_as_one():
    words = judge("naproxen")
    lead = "Contraindications to naproxen include the following:"
    assert words.warns("Asthma", NAPROXEN, ASTHMA, lead=lead)
    assert not words.warns("Asthma", NAPROXEN, ASTHMA, lead="Treatment with naproxen")


def test_a_row_warns_where_the_fact_begins_it_and_a_later_cell_forbids():
    words = judge("naproxen")
    assert words.warns_in_row("Asthma\tNSAIDs\tMay worsen it\tAvoid\tHigh", NAPROXEN, ASTHMA)
    assert not words.warns_in_row("Ulcers\tNSAIDs\tAlso in asthma\tAvoid", NAPROXEN, ASTHMA)


def test_without_words_of_warning_nothing_warns():
    assert not warns("Avoid NSAIDs in asthma.", ASTHMA, words=NO_CAUTION_WORDS)


WARNING = "Offer rest for gout.\nAvoid NSAIDs in asthma."
ASKED = Question(text="Naproxen for gout in asthma?")


def gathered(*, names=("asthma",)):
    found = gathered_of(document_of("g", WARNING))
    second = found.quotations[1]
    caution = Caution(quotation=second, told="asthma", names=names, treatment="naproxen")
    return replace(found, quotations=found.quotations[:1], cautions=(caution,))


@pytest.mark.parametrize(
    ("audience", "title"),
    [
        (Audience.CLINICIAN, "Cautions for this patient"),
        (Audience.PATIENT, "Take care because of what you told us"),
    ],
)
def test_further_cautions_stand_in_a_section_of_their_own(audience, title):
    question = replace(ASKED, audience=audience)
    (section,) = section_of(cautions_in(gathered(), question, ()), question)
    (claim,) = section.claims
    assert (section.title, claim.lead, claim.text) == (title, "Because of asthma:", "Avoid NSAIDs in asthma.")
    assert claim.as_printed == "Grade A"


def test_the_page_begins_with_what_warns_quoted_with_its_reason():
    page = library_page(ASKED, choose(gathered(), ASKED), gathered())
    assert [claim.lead for claim in page.bottom_line][:1] == ["Because of asthma:"]
    assert page.bottom_line[0] in verify(page, {}, gathered=gathered()).bottom_line
    assert not [one for one in page.sections if one.id == "cautions"]


def test_what_the_page_begins_with_is_not_said_again():
    claims = cautions_in(gathered(), ASKED, ())
    assert claims
    assert cautions_in(gathered(), ASKED, claims) == ()


def test_a_reason_that_its_words_do_not_name_falls_at_the_gate():
    named, unnamed = gathered(), gathered(names=("ulcer",))
    (claim,) = cautions_in(named, ASKED, ())
    assert is_borne_out(claim, named)
    assert not is_borne_out(claim, unnamed)
    page = verify(library_page(ASKED, choose(unnamed, ASKED), unnamed), {}, gathered=unnamed)
    assert not [one for one in page.bottom_line if one.lead.startswith("Because of")]
