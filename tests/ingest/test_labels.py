"""Labels as printed: found in their brackets, and understood by the system that is meant, or by none."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.guidelines.cache import load_compiled_systems
from citewell.ingest.labels import LabelReader, PrintedLabel
from citewell.model.library import BlockKind, Document, Passage
from citewell.model.sources import Source, SourceStatus, SourceType

SYSTEMS = load_compiled_systems(Path(__file__).parents[2] / "grading", Path("/nowhere"))
GUIDELINE = Source(
    id="g-1",
    type=SourceType.GUIDELINE,
    title="Care of the example",
    body="Society of Examples",
    short="Society of Examples",
    year=2015,
    status=SourceStatus.CURRENT,
)


def reader_for(body: str = "Society of Examples", scheme: str = "") -> LabelReader:
    section = "Rating Scheme for the Strength of the Recommendations"
    passage = Passage(n=0, start=0, end=len(scheme), kind=BlockKind.PARAGRAPH, section=section)
    source = replace(GUIDELINE, body=body, short="")
    return LabelReader.of(Document(source=source, digest="", text=scheme, passages=(passage,)), SYSTEMS)


def only_label(text: str, reader: LabelReader) -> PrintedLabel:
    labels = reader.within(text)
    assert len(labels) == 1, [text[label.span.start : label.span.end] for label in labels]
    return labels[0]


@pytest.mark.parametrize(
    ("body", "text", "label", "strength", "certainty"),
    [
        ("", "Use it (Strong recommendation, moderate-quality evidence).", None, "strong", "moderate"),
        (
            "",
            "Use it (conditional recommendation; very low quality of evidence)",
            None,
            "conditional",
            "very low",
        ),
        ("", "Use it. (1|+++O)", "1|+++O", "strong", "moderate"),
        ("", "Use it (2|⊕⊕OO).", "2|⊕⊕OO", "conditional", "low"),
        ("", "Use it (⊕⊕⊕◯).", "⊕⊕⊕◯", None, "moderate"),
        ("", "Use it (Grade 2C).", "Grade 2C", "conditional", "low"),
        ("", "Use it (1D).", "1D", "strong", "very low"),
        ("", "Use it (Grade C1).", "Grade C1", "strong", "low"),
        ("", "Use it. (Not Graded)", "Not Graded", None, None),
        (
            "",
            "Quality of evidence: very low; strength of recommendation: weak",
            None,
            "conditional",
            "very low",
        ),
        (
            "American Heart Association",
            "Use it (Class IIa; Level of Evidence: B-R).",
            None,
            "conditional",
            "moderate",
        ),
        ("American Heart Association", "Do it (Class III: Harm).", "Class III: Harm", "strong against", None),
        (
            "U.S. Preventive Services Task Force",
            "Use it (B recommendation).",
            "B recommendation",
            None,
            None,
        ),
        ("U.S. Preventive Services Task Force", "Use it (C recommendation).", None, "conditional", None),
        (
            "U.S. Preventive Services Task Force",
            "Unclear. (I statement)",
            "I statement",
            "insufficient",
            None,
        ),
        ("National Guideline Centre", "Offer it. [2006, amended 2014]", "[2006, amended 2014]", None, None),
        ("National Guideline Centre", "Offer it. [new 2014]", "[new 2014]", None, None),
        ("American Academy of Neurology", "Use it (Level B).", "Level B", None, None),
        ("American College of Emergency Physicians", "Use it (Level C).", "Level C", None, None),
        ("Department of Defense", "Use it. (Weak Against; Reviewed, Amended)", None, "conditional", None),
        (
            "American Urological Association",
            "Use it. (Moderate Recommendation; Evidence Level: Grade B)",
            None,
            "conditional",
            "moderate",
        ),
        (
            "American Urological Association",
            "Use it. (Clinical Principle)",
            "Clinical Principle",
            "consensus",
            None,
        ),
        (
            "North American Spine Society",
            "Use it. Grade of Recommendation: B (Suggested)",
            "B (Suggested)",
            "conditional",
            None,
        ),
        (
            "American Academy of Orthopaedic Surgeons",
            "Strength of Recommendation: Limited Evidence ★★",
            None,
            "conditional",
            "low",
        ),
        ("University of Michigan", "Use it [IIA].", "[IIA]", "conditional", None),
        (
            "American College of Rheumatology",
            "The panel conditionally recommends it.",
            "conditionally recommends",
            "conditional",
            None,
        ),
        (
            "Society of Obstetricians and Gynaecologists of Canada",
            "Use it. (II-2B)",
            "II-2B",
            None,
            None,
        ),
        ("Scottish Intercollegiate Guidelines Network", "D - Use it.", "D", None, None),
        (
            "American Academy of Pediatrics",
            "Use it (Evidence Quality: A; Strong Recommendation).",
            None,
            "strong",
            None,
        ),
        (
            "Brain Trauma Foundation",
            "Use it. (Level II A recommendation)",
            "Level II A recommendation",
            None,
            "moderate",
        ),
        (
            "Brain Trauma Foundation",
            "Use it. (Level I and II A)",
            "Level I and II A",
            None,
            None,
        ),
        ("American Academy of Sleep Medicine", "Use it. [WEAK AGAINST]", None, "conditional", None),
        ("American College of Obstetricians and Gynecologists", "Do it (Level C).", None, None, "consensus"),
        ("American Society for Reproductive Medicine", "Do it (Grade C).", None, "insufficient", None),
        ("American Association of Neuroscience Nurses", "Do it (Level 1).", "Level 1", None, None),
        (
            "Wound, Ostomy and Continence Nurses Society",
            "Do it. Level of Evidence = C (Class II)",
            None,
            "conditional",
            None,
        ),
    ],
)
def test_a_label_is_found_and_means_what_its_system_says(
    body: str, text: str, label: str | None, strength: str | None, certainty: str | None
) -> None:
    reader = reader_for(body)
    found = reader.whole(text) or only_label(text, reader)
    assert (found.strength, found.certainty) == (strength, certainty)
    assert found.system
    if label is not None:
        assert text[found.span.start : found.span.end] == label


def test_one_letter_means_what_the_body_that_prints_it_says() -> None:
    letters = {
        body: only_label("Screen them (Grade D).", reader_for(body)).strength
        for body in ("U.S. Preventive Services Task Force", "Scottish Intercollegiate Guidelines Network", "")
    }
    assert list(letters.values()) == ["against", None, None]


def test_a_system_is_known_by_the_scheme_that_the_guideline_prints() -> None:
    reader = reader_for(scheme="A: recommendation based on consistent patient-oriented evidence.")
    assert only_label("Use it (Strength of Recommendation: C).", reader).system == "sort"


def test_of_the_systems_of_a_body_the_one_that_the_guideline_describes_reads_its_labels() -> None:
    body, text = "American Academy of Neurology", "Clinicians must use it (Level A)."
    described = reader_for(body, "Each level corresponds to a helping verb.")
    assert only_label(text, described).strength == "strong"
    assert only_label(text, reader_for(body)).strength is None


def test_of_the_systems_that_a_guideline_names_the_first_reads_its_labels() -> None:
    sign = "Scottish Intercollegiate Guidelines Network (SIGN) Levels of Evidence."
    oxford = "Adapted from the Oxford Centre."
    for scheme, system in ((f"{sign} {oxford}", "sign"), (f"{oxford} {sign}", "oxford")):
        assert only_label("Use it (Grade D).", reader_for(scheme=scheme)).system == system


def test_a_label_of_no_known_system_is_kept_and_never_guessed() -> None:
    label = only_label("Use it (Grade F).", reader_for())
    assert (label.system, label.strength, label.certainty) == ("", None, None)


def test_appropriateness_is_not_a_strength() -> None:
    label = reader_for("American College of Radiology").whole("Usually Appropriate")
    assert label is not None
    assert (label.system, label.strength, label.certainty) == ("acr-appropriateness", None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Take vitamin (D) daily.",
        "Use it (see the original guideline document).",
        "Use it (e.g., blood tests).",
        "Recommendation 1",
        "Strength",
        "Offer it in 2014 (2014).",
    ],
)
def test_what_is_no_label_is_not_taken_for_one(text: str) -> None:
    assert reader_for("National Guideline Centre").within(text) == ()
    assert reader_for().whole(text) is None


def test_labels_side_by_side_are_one() -> None:
    text = "Use it (Class I) (Level of Evidence: B-R)."
    label = only_label(text, reader_for("American Heart Association"))
    assert text[label.span.start : label.span.end] == "(Class I) (Level of Evidence: B-R)"
    assert (label.strength, label.certainty) == ("strong", "moderate")


@pytest.mark.parametrize(
    "piece", ["(", "grade of evidence: ", "strong recommendation ", "((1A)", "a: ", "level = "]
)
def test_a_hostile_line_takes_no_time(piece: str) -> None:
    start = time.perf_counter()
    reader_for().within((piece * 100_000)[:100_000])
    assert time.perf_counter() - start < 5
