"""Quotations of the library: chosen, grouped, shown against each other, and held to their source."""

from dataclasses import replace

import pytest

from citewell.answers.library.choosing import choose
from citewell.answers.library.page import library_page
from citewell.answers.library.quoting import quoted
from citewell.answers.library.subject import speaks_of, subject_of
from citewell.answers.library.support import why_not
from citewell.answers.verify import fault_of_quotation
from citewell.model.answers import Context, Question
from citewell.model.library import BlockKind, Document, Passage
from citewell.model.sources import SourceStatus
from library_builders import document_of, gathered_of, lines_of

ASKED = Question(text="Aspirin for stroke prevention in atrial fibrillation?")


@pytest.mark.parametrize(
    ("given", "answered"),
    [
        ({}, True),
        ({"topicality": 0.0}, False),
        ({"quotations": ()}, False),
        ({"drugs_unknown": ("tirzepatide",)}, False),
        ({"unknown": ("toyota", "corolla", "gearbox")}, False),
        ({"unknown": ("asprin",), "read_as": (("asprin", "aspirin"),)}, True),
    ],
)
def test_the_library_answers_only_what_it_knows_something_of(given, answered):
    assert (why_not(ASKED, gathered_of(document_of("a", "Offer aspirin."), **given)) is None) is answered


@pytest.mark.parametrize(
    ("nearness", "given", "answered"),
    [
        (0.30, {}, False),
        (0.35, {}, True),
        (0.35, {"topicality": 0.1}, False),
        (0.50, {"topicality": 0.1}, True),
        (0.50, {"unknown": ("stroke", "atrial", "fibrillation")}, True),
        (0.50, {"drugs_unknown": ("tirzepatide",)}, False),
        (None, {"topicality": 0.1}, False),
    ],
)
def test_far_in_meaning_it_does_not_answer_and_near_it_does_whatever_words_are_shared(
    nearness, given, answered
):
    gathered = gathered_of(document_of("g", "Offer aspirin."), nearness=nearness, **given)
    assert (why_not(ASKED, gathered) is None) is answered


def test_only_what_fits_about_as_well_as_the_best_leads():
    documents = [document_of(f"g-{n}", f"Offer {n}.") for n in range(3)]
    gathered = gathered_of(*documents)
    scores = (10.0, 8.0, 7.0)
    quotations = [replace(q, score=score) for q, score in zip(gathered.quotations, scores, strict=True)]
    gathered = replace(gathered, quotations=tuple(quotations))
    page = library_page(ASKED, choose(gathered, ASKED), gathered)
    assert [claim.text for claim in page.bottom_line] == ["Offer 0.", "Offer 1."]
    assert [claim.text for section in page.sections for claim in section.claims] == ["Offer 2."]


def faulty(document: Document, **changes: object) -> str:
    gathered = gathered_of(document)
    claim = quoted(gathered.quotations[0], gathered.documents[document.source.id])
    return fault_of_quotation(replace(claim, **changes), gathered)


def test_a_quotation_in_its_sources_own_words_passes():
    assert faulty(document_of("a", "Offer aspirin if SpO2 <90%.")) == ""


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"text": "Offer aspirin if SpO2 90%."}, "does not stand at its place"),
        ({"quote": None}, "quotes no document"),
        ({"context": (Context("Adults", 0, 6),)}, "does not stand at its place"),
        ({"citations": ("b#0",)}, "cites another source"),
    ],
)
def test_a_quotation_that_is_not_its_sources_own_words_falls(changes, fault):
    assert fault in faulty(document_of("a", "Offer aspirin if SpO2 <90%."), **changes)


@pytest.mark.parametrize("status", [SourceStatus.SUPERSEDED, SourceStatus.WITHDRAWN, SourceStatus.RETRACTED])
def test_a_source_that_fell_supports_nothing_without_saying_so(status):
    document = document_of("a", "Offer aspirin.", status=status)
    assert faulty(document) == ""
    assert "does not say so" in faulty(document, because="")


def test_a_passage_is_no_recommendation_when_none_was_found_in_it():
    document = document_of("a", "The trial was small.")
    passage = Passage(n=0, start=0, end=20, kind=BlockKind.PARAGRAPH)
    claim = quoted(replace(lines_of(document)[0], passage=passage.n, found=None), document)
    assert (claim.recommendation, claim.as_printed, claim.direction) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Offer aspirin to prevent stroke in atrial fibrillation.", True),
        ("Offer warfarin in atrial fibrillation.", False),
        ("Treatment of atrial fibrillation", False),
    ],
)
def test_beside_a_pack_a_quotation_must_have_the_subject_in_so_many_words(text, speaks):
    document = document_of("a", text)
    (quotation,) = lines_of(document)
    subject = subject_of("Aspirin for stroke prevention in patients with atrial fibrillation?")
    assert speaks_of(subject, quotation, document) is speaks
