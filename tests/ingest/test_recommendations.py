"""Recommendations: whole, with the label printed beside them and the direction of their words."""

import time
from pathlib import Path

import pytest

from citewell.guidelines.cache import load_compiled_systems
from citewell.ingest.passages import passages_of
from citewell.ingest.plain import PlainText
from citewell.ingest.recommendations import recommendations_of
from citewell.model.library import Document, FoundRecommendation
from citewell.model.sources import Direction, Source, SourceStatus, SourceType

SYSTEMS = load_compiled_systems(Path(__file__).parents[2] / "grading", Path("/nowhere"))


def read(*blocks: str, body: str = "Society of Examples", section: str = "Major Recommendations") -> Document:
    """A guideline of one section; "# " begins a heading, "- " an item, "|" stands between cells."""
    into = PlainText()
    into.heading(section, level=0)
    for block in blocks:
        if block.startswith("# "):
            into.heading(block[2:], level=1)
        elif block.startswith("- "):
            into.item(block[2:])
        elif "|" in block and "(" not in block:
            into.row(block.split("|"))
        else:
            into.paragraph(block)
    source = Source(
        id="g-1",
        type=SourceType.GUIDELINE,
        title="Care of the example",
        body=body,
        short=body,
        year=2015,
        status=SourceStatus.CURRENT,
    )
    return Document(source=source, digest="", text=into.text, passages=passages_of(into.blocks, into.text))


def found_in(document: Document) -> list[tuple[str, str]]:
    """The words and the label of each recommendation, once both are seen to be verbatim."""
    found = recommendations_of(document, SYSTEMS)
    for one in found:
        span = one.label_span
        assert one.label == ("" if span is None else document.text[span.start : span.end])
    return [(document.text[one.start : one.end], one.label) for one in found]


def only(document: Document) -> FoundRecommendation:
    (one,) = recommendations_of(document, SYSTEMS)
    return one


def test_a_label_in_brackets_belongs_to_its_sentence() -> None:
    document = read("Give aspirin (Grade 1A). Asthma is common. Do not give codeine (Grade 2C).")
    assert found_in(document) == [
        ("Give aspirin (Grade 1A).", "Grade 1A"),
        ("Do not give codeine (Grade 2C).", "Grade 2C"),
    ]


def test_a_label_behind_the_last_sentence_grades_those_before_it() -> None:
    text = "Wear shoes that fit. If a foot is deformed, consider made shoes. (Strong; Low)"
    assert found_in(read("- " + text)) == [(text, "Strong; Low")]


def test_a_sentence_after_a_graded_one_stands_for_itself() -> None:
    document = read("We recommend screening (1B). Results should be told by telephone.")
    assert [label for _, label in found_in(document)] == ["1B", ""]


def test_a_list_completes_its_lead_and_lends_it_the_label() -> None:
    document = read(
        "Offer a pulse check to people with:",
        "- breathlessness",
        "- chest pain [2006]",
        body="National Guideline Centre",
    )
    whole = "Offer a pulse check to people with:\nbreathlessness\nchest pain [2006]"
    assert found_in(document) == [(whole, "[2006]")]
    assert only(document).passages == (0, 2)


def test_graded_items_are_recommendations_of_their_own() -> None:
    document = read("We recommend:", "- aspirin for all (1A)", "- a statin for most (2B)")
    assert [label for _, label in found_in(document)] == ["1A", "2B"]


def test_a_graded_lead_grades_each_item() -> None:
    document = read(
        "The following recommendations are based on limited evidence (Level B):",
        "- Ultrasound is the first test.",
        "- Biopsy should be considered.",
        body="American College of Obstetricians and Gynecologists",
    )
    assert [label for _, label in found_in(document)] == ["Level B", "Level B"]


def test_a_label_on_the_next_line_grades_the_line_above() -> None:
    document = read(
        "# Recommendation 1",
        "Start treatment at once.",
        "Quality of evidence: low; strength of recommendation: strong",
        "# Recommendation 2",
        "Do not wait for tests.",
        "Quality of evidence: low; strength of recommendation: weak",
    )
    assert [label[-6:] for _, label in found_in(document)] == ["strong", ": weak"]


def test_a_label_in_a_heading_grades_what_stands_under_it() -> None:
    document = read(
        "# Level III", "Surgery is recommended.", "Do not use steroids.", body="Brain Trauma Foundation"
    )
    assert [label for _, label in found_in(document)] == ["Level III", "Level III"]


def test_a_class_in_the_heading_gives_the_strength_and_the_item_the_evidence() -> None:
    document = read(
        "# Class I", "- Echo is recommended. (Level of Evidence: C-LD)", body="American Heart Association"
    )
    assert (only(document).strength, only(document).certainty) == ("strong", "very low")


def test_a_rating_in_a_row_is_its_label_and_no_strength() -> None:
    document = read("MRI head|8|Best test.|O", body="American College of Radiology")
    one = only(document)
    assert (one.label, one.system, one.strength) == ("8", "acr-appropriateness", None)
    assert document.text[one.start : one.end].startswith("MRI head\t8\tBest test.")


def test_the_wording_is_a_strength_for_nice_alone() -> None:
    nice = only(read("Consider aspirin. [2010]", body="National Guideline Centre"))
    other = only(read("Consider aspirin.", body="Society of Examples"))
    assert (nice.strength, nice.system, nice.label) == ("conditional", "nice-wording", "[2010]")
    assert (other.strength, other.system, other.label) == (None, "", "")


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Offer aspirin.", "strong"),
        ("1.2.3 Do not offer aspirin.", "strong against"),
        ("If the pain persists, consider a statin.", "conditional"),
        ("Aspirin should be given.", "strong"),
        ("Aspirin should be considered.", "conditional"),
        ("Clinics should consider aspirin.", "conditional"),
        ("People who smoke must be told.", "mandatory"),
        ("Assess the pain, and consider referral.", None),
        ("Treat adults who do not have asthma at once.", None),
        ("Explain to people that they should keep warm.", None),
    ],
)
def test_the_wording_that_counts_is_the_main_verb(text: str, strength: str | None) -> None:
    assert only(read(text, body="National Guideline Centre")).strength == strength


def test_a_positive_recommendation_not_to_do_something_is_against() -> None:
    label = "Strength of Evidence = B; Strength of Recommendation = Strong positive recommendation"
    found = only(read(f"Do not massage the skin. ({label})"))
    assert (found.strength, found.direction) == ("strong", Direction.AGAINST)


def test_the_wording_of_a_list_is_that_of_its_lead() -> None:
    document = read("Use the score as follows:", "- Consider care at home.", body="National Guideline Centre")
    assert only(document).strength is None


def test_two_graded_clauses_of_one_sentence_are_two_recommendations() -> None:
    text = "It should be used in adults (Grade 1B), but it may not be used in children (Grade 2C)."
    assert found_in(read(text)) == [
        ("It should be used in adults (Grade 1B)", "Grade 1B"),
        ("it may not be used in children (Grade 2C).", "Grade 2C"),
    ]


def test_two_labels_in_one_clause_leave_it_whole() -> None:
    text = "Aspirin (Grade 1B) and codeine (Grade 2C) should be offered."
    assert found_in(read(text)) == [(text, "Grade 1B")]


@pytest.mark.parametrize("title", ["2.13 Care of the heart", "Recommendations:"])
def test_a_label_on_its_own_line_grades_nothing_behind_the_next_title(title: str) -> None:
    document = read("Grade 1B:", "- Aspirin should be given.", title, "- Statins should be given.")
    assert [label for _, label in found_in(document)] == ["Grade 1B", ""]


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Aspirin should be given.", Direction.FOR),
        ("In adults with pain, offer aspirin.", Direction.FOR),
        ("Aspirin should not be given.", Direction.AGAINST),
        ("We recommend against aspirin.", Direction.AGAINST),
        ("Aspirin is not routinely recommended.", Direction.AGAINST),
        ("There is evidence that it does not help and it is not recommended.", Direction.AGAINST),
        ("Treatment should not be delayed.", Direction.AGAINST),
        ("Avoid aspirin.", Direction.AGAINST),
        ("Work group recommendation: Avoid aspirin.", Direction.AGAINST),
        ("Advise people to avoid cold food.", Direction.FOR),
        ("Offer aspirin if it is not contraindicated.", Direction.FOR),
        ("Consider aspirin.", Direction.OPTION),
        ("Aspirin may be offered.", Direction.OPTION),
        ("The panel cannot recommend for or against aspirin.", Direction.NO_RECOMMENDATION),
        ("There is insufficient evidence to recommend aspirin.", Direction.NO_RECOMMENDATION),
        ("The Task Force makes no recommendation on aspirin.", Direction.NO_RECOMMENDATION),
        ("The evidence is insufficient to assess aspirin. (I statement)", Direction.NO_RECOMMENDATION),
    ],
)
def test_the_words_tell_the_direction_and_want_of_evidence_is_never_against(
    text: str, direction: Direction
) -> None:
    assert only(read(text)).direction is direction


@pytest.mark.parametrize(
    "text",
    [
        "Levels of evidence (A-C) are defined at the end of the field.",
        "Recommendations are marked as [2006] or [new 2014].",
        "Note from the Clearinghouse: the guideline should be read as a whole.",
        "Asthma is a chronic disease of the airways.",
        "Further research should be done on aspirin.",
        "Aspirin was recommended in 1999.",
        "Should aspirin be given?",
    ],
)
def test_what_tells_nobody_what_to_do_is_no_recommendation(text: str) -> None:
    assert found_in(read(text)) == []


def test_the_explanation_of_the_scale_is_left_out() -> None:
    document = read("Give aspirin (1A).", "Definitions:", "Strong: most patients should receive it (1A).")
    assert [label for _, label in found_in(document)] == ["1A"]


def test_elsewhere_only_a_labelled_recommendation_counts() -> None:
    document = read("We recommend rest. We recommend aspirin (1A).", section="Potential Harms")
    assert [label for _, label in found_in(document)] == ["1A"]


@pytest.mark.parametrize(
    "piece",
    [
        "should (",
        "If a, offer b ",
        "is not a the a ",
        "recommend that a be ",
        "A. ",
        ". ",
        "Do a (grade A). ",
    ],
)
def test_a_hostile_line_takes_no_time(piece: str) -> None:
    start = time.perf_counter()
    recommendations_of(read((piece * 100_000)[:100_000]), SYSTEMS)
    assert time.perf_counter() - start < 5
