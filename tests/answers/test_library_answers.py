"""Quotations of the library: chosen, grouped, shown against each other, and held to their source."""

from dataclasses import replace

import pytest

from citewell.answers.library.choosing import choose
from citewell.answers.library.page import library_page
from citewell.answers.library.quoting import quoted
from citewell.answers.library.rivals import rivals_in
from citewell.answers.library.subject import speaks_of, subject_of
from citewell.answers.library.support import supports
from citewell.answers.verify import fault_of_quotation
from citewell.model.answers import Context, Intent, Question
from citewell.model.library import BlockKind, Document, Passage
from citewell.model.shelves import Gathered, Quotation
from citewell.model.sources import Direction, SourceStatus
from library_builders import document_of, found_of

ASKED = Question(text="Aspirin for stroke prevention in atrial fibrillation?")


def gathered_of(*documents: Document, **given: object) -> Gathered:
    """What a search would bring: every line of every document, best first in the order given."""
    quotations = [quotation for document in documents for quotation in lines_of(document)]
    ranked = [replace(q, score=10.0 - 0.1 * n) for n, q in enumerate(quotations)]
    told = {
        "fingerprint": "f" * 32,
        "sources": len(documents),
        "documents": {d.source.id: replace(d, text="", passages=()) for d in documents},
        "texts": {d.source.id: d.text for d in documents},
        "quotations": tuple(ranked),
        "ranking": tuple((d.source.id, 10.0 - n) for n, d in enumerate(documents)),
        "topicality": 1.0,
    }
    return Gathered(**(told | given))


def lines_of(document: Document) -> list[Quotation]:
    return [
        Quotation(
            document=document.source.id,
            passage=passage.n,
            section=passage.section,
            start=passage.start,
            end=passage.end,
            text=document.text[passage.start : passage.end],
            found=found_of(passage, direction=_direction(document.text[passage.start : passage.end])),
        )
        for passage in document.passages
    ]


def _direction(words: str) -> Direction:
    return Direction.AGAINST if "not" in words else Direction.FOR


def texts(choice) -> list[str]:
    return [q.text for guideline in choice.guidelines for q in guideline.quotations]


def test_at_most_twelve_quotations_of_five_guidelines_are_chosen():
    documents = [document_of(f"g-{n}", "\n".join(f"Offer {n} {m}." for m in range(9))) for n in range(6)]
    choice = choose(gathered_of(*documents), ())
    assert [len(g.quotations) for g in choice.guidelines] == [4, 3, 2, 2, 1]


def test_a_single_guideline_has_eight():
    choice = choose(gathered_of(document_of("g", "\n".join(f"Offer {m}." for m in range(9)))), ())
    assert len(texts(choice)) == 8


def test_a_guideline_that_fits_much_worse_is_left_out():
    one, other = document_of("a", "Offer aspirin."), document_of("b", "Offer apples.")
    gathered = gathered_of(one, other, ranking=(("a", 10.0), ("b", 4.9)))
    assert texts(choose(gathered, ())) == ["Offer aspirin."]


def test_the_same_words_are_quoted_once_but_other_numbers_are_other_words():
    document = document_of("a", "Offer 20 mg.\nOffer  20 mg.\nOffer 40 mg.")
    assert texts(choose(gathered_of(document), ())) == ["Offer 20 mg.", "Offer 40 mg."]


def test_asked_for_a_dose_words_with_a_dose_come_first():
    document = document_of("a", "Offer aspirin.\nOffer aspirin 81 mg daily.")
    assert texts(choose(gathered_of(document), (Intent.DOSE,)))[0] == "Offer aspirin 81 mg daily."
    assert texts(choose(gathered_of(document), ()))[0] == "Offer aspirin."


def test_what_a_guideline_is_about_is_not_quoted():
    document = document_of("a", "Adults with stroke")
    described = [replace(q, section="Target Population", found=None) for q in lines_of(document)]
    assert choose(gathered_of(document, quotations=tuple(described)), ()).empty


def test_contraindications_and_alerts_stand_apart():
    document = document_of("a", "Offer aspirin.\nContraindicated in active bleeding.")
    first, second = lines_of(document)
    second = replace(second, section="Contraindications", found=None)
    choice = choose(gathered_of(document, quotations=(first, second)), ())
    assert texts(choice) == ["Offer aspirin."]
    assert [q.text for g in choice.alerts for q in g.quotations] == ["Contraindicated in active bleeding."]


def test_a_warning_on_the_drug_asked_about_comes_before_other_alerts_and_counts_among_the_twelve():
    document = document_of("a", "\n".join(f"Offer aspirin {n}." for n in range(12)))
    elsewhere = document_of("b", "Aspirin: stop before surgery.")
    (warning,) = lines_of(elsewhere)
    gathered = gathered_of(document, elsewhere, warnings=(warning,), ranking=(("a", 10.0),))
    choice = choose(gathered, ())
    assert [q.text for g in choice.warnings for q in g.quotations] == ["Aspirin: stop before surgery."]
    assert len(texts(choice)) == 8


def test_of_guidelines_that_fit_alike_the_stronger_and_then_the_newer_comes_first():
    old, new, strong = (
        document_of(name, f"Offer aspirin {name}.", year=year)
        for name, year in (("old", 2001), ("new", 2017), ("strong", 2001))
    )
    gathered = gathered_of(old, new, strong)
    found = [
        replace(q, found=replace(q.found, strength="strong")) if q.document == "strong" else q
        for q in gathered.quotations
    ]
    choice = choose(replace(gathered, quotations=tuple(found)), ())
    assert [guideline.document.source.id for guideline in choice.guidelines] == ["strong", "new", "old"]


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
    assert supports(ASKED, gathered_of(document_of("a", "Offer aspirin."), **given)) is answered


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
    assert supports(ASKED, gathered) is answered


def test_only_what_fits_about_as_well_as_the_best_leads():
    documents = [document_of(f"g-{n}", f"Offer {n}.") for n in range(3)]
    gathered = gathered_of(*documents)
    scores = (10.0, 8.0, 7.0)
    quotations = [replace(q, score=score) for q, score in zip(gathered.quotations, scores, strict=True)]
    gathered = replace(gathered, quotations=tuple(quotations))
    page = library_page(ASKED, choose(gathered, ()), gathered)
    assert [claim.text for claim in page.bottom_line] == ["Offer 0.", "Offer 1."]
    assert [claim.text for section in page.sections for claim in section.claims] == ["Offer 2."]


def test_guidelines_that_point_opposite_ways_are_shown_side_by_side():
    one = document_of("a", "Offer aspirin for stroke prevention.", body="One", short="ONE")
    other = document_of("b", "Do not offer aspirin for stroke prevention.", body="Other", short="OTHER")
    (shown,) = rivals_in(choose(gathered_of(one, other), ()), ASKED.text)
    assert [(side.body, side.stance) for side in shown.sides] == [("ONE", "for"), ("OTHER", "against")]
    assert all(side.quote is not None for side in shown.sides)
    assert shown.default is None


@pytest.mark.parametrize(
    "other",
    [
        "Offer aspirin for stroke prevention in women.",
        "Do not offer surgery for ingrown toenails in runners.",
        "Do not offer warfarin for stroke prevention.",
    ],
)
def test_guidelines_that_agree_or_speak_of_other_things_are_no_disagreement(other):
    one = document_of("a", "Offer aspirin for stroke prevention.", body="One")
    assert rivals_in(choose(gathered_of(one, document_of("b", other, body="Other")), ()), ASKED.text) == ()


def test_one_body_does_not_disagree_with_itself():
    one = document_of("a", "Offer aspirin for stroke prevention.")
    other = document_of("b", "Do not offer aspirin for stroke prevention.")
    assert rivals_in(choose(gathered_of(one, other), ()), ASKED.text) == ()


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
