"""The same page in Markdown and HTML: everything there, everything escaped."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from citewell.answers.formats.answer_page import answer_page
from citewell.answers.formats.application_page import application_page
from citewell.answers.formats.html import page_html
from citewell.answers.formats.markdown import page_markdown
from citewell.answers.formats.page import Comparison
from citewell.answers.formats.words import Numbering, age_words, clean, grade_note, verdict_note
from citewell.errors import IntegrityError
from citewell.model.answers import (
    Answer,
    Audience,
    Because,
    Change,
    Claim,
    MissingFact,
    Provenance,
    ScoreResult,
    Section,
    ShownDisagreement,
    ShownDisposition,
    ShownSide,
    UnderstoodFact,
    Verdict,
)
from citewell.model.applications import Application, Part
from citewell.model.references import Reference
from citewell.model.sources import Direction
from citewell.model.wording import Wording

SOCIETY = Reference(
    n=1, id="society", type="Guideline", title="Care of <i>it</i>", body="Example Society",
    short="Society 2010", year=2010, status="historical", status_note="No newer edition found.",
    container="Example J", volume="19",
    issue="3", page="176-82", doi="10.5555/example", pmid="123",
)  # fmt: skip
COLLEGE = Reference(
    n=2, id="college", type="Trial", title="Rest | or not", body="Example College", short="College 2025",
    year=2025, status="current", url="javascript:alert(1)",
)  # fmt: skip
REST = Claim(
    id="rest", text="Rest is suggested within 5 days.", citations=("society#r1",), recommendation="rest",
    direction=Direction.FOR, as_printed="Moderate", strength="weak", certainty="moderate",
    applies="does not apply", because="needs Time since onset: at most 5 days", lead="Not for this case:",
)  # fmt: skip
HOSTILE = Claim(
    id="x", text="<script>alert(1)</script> *bold* [a](b) \x1b[31m", citations=("college#a", "society#b")
)
SIDES = (
    ShownSide(
        body="Society",
        year=2010,
        stance="for",
        text="Take rest.",
        citations=("society#r1",),
        grade="Moderate",
    ),
    ShownSide(
        body="College",
        year=2025,
        stance="against",
        text="No rest.",
        citations=("college#a",),
        population="all",
    ),
)
DISPOSITION = ShownDisposition(
    id="go-now", title="Go now", severity="critical", claim=HOSTILE,
    because=(Because(claim=REST, facts=("sign",)),), provisional=True, not_excluded=("scan-first",),
    changes=(Change(facts=(("sign", "no"),), text="Sign is no", to="stay", title="Stay"),),
)  # fmt: skip
FACTS = (
    UnderstoodFact(id="sign", label="Sign", value="yes", given="yes", origin="question"),
    UnderstoodFact(id="region", label="Region", value="north", given="north", origin="derived"),
)
MISSING = (MissingFact(id="scan", label="Scan", ask="Was there a scan?", decides=("scan-first", "rest")),)
MADE = Provenance(engine="0.1.0", packs=(("example", "1.0.0", "ab"),), index="none", fingerprint="f00d" * 8)


def disagreement(n: int) -> ShownDisagreement:
    return ShownDisagreement(
        id=f"d{n}", title=f"Rest {n}", question="Should one rest?", sides=SIDES, default=HOSTILE
    )


ANSWER = Answer(
    question="What is the treatment?", audience=Audience.CLINICIAN, topic="treatment",
    title="Treatment of it", status="submitted", caution="Pending human review.", abstained=False, reason="",
    incomplete=("Bone health is missing.",), bottom_line=(REST,),
    sections=(Section(id="assessment", title="Assessment", claims=(HOSTILE,)),),
    disagreements=(disagreement(1),), references=(SOCIETY, COLLEGE), understood=FACTS,
    doubts=("“soon” was not read.",), missing=MISSING,
    disposition=DISPOSITION, follow_ups=("And then?",), disclaimer="For professionals.", provenance=MADE,
    terms=(("kyphosis", "forward bending"),),
)  # fmt: skip
PART = Part(
    pack="resting", title="Resting", excluded=("Hip fracture is outside.",),
    disposition=DISPOSITION, recommendations=(REST,),
    verdicts=(
        Verdict(
            statement="rest", verdict="does not apply", failed=("Time since onset: at most 5 days",),
            caution=Wording(clinician="Not with allergy.", patient="Not if it harms."),
            caution_cites=("college#a",),
        ),
    ),
    missing=MISSING,
    scores=(
        ScoreResult(
            id="s", title="Example score", label="7 to 9 (open)", low=7, high=9, claims=(HOSTILE,),
            items=(("Place", "north", 3.0), ("Pain", "not known", None)), missing=("scan",),
        ),
    ),
    hand_overs=(), status="submitted", caution="Pending.",
)  # fmt: skip
APPLICATION = Application(
    audience=Audience.CLINICIAN, understood=FACTS, doubts=(), parts=(PART,), missing=MISSING,
    references=(SOCIETY, COLLEGE), disclaimer="For professionals.", provenance=MADE,
)  # fmt: skip

TOLD = (
    "Treatment of it", "Submitted: awaiting review", "Pending human review.", "Bottom line", "within 5 days",
    "Society 2010 · Moderate, for", "does not apply: needs Time since onset: at most 5 days", "Assessment",
    "Rest 1", "against", "No rest.", "default", "Bone health is missing.", "Was there a scan?", "Sign is no",
    "And then?", "forward bending", "2010, 16 years old", "historical (No newer edition found)", "PMID 123",
    "For professionals.", "f00d" * 8, "not yet excluded: scan first", "Sign", "It follows", "soon",
)  # fmt: skip


def html_of(answer: Answer) -> str:
    return page_html(answer_page(answer, this_year=2026))


def markdown_of(answer: Answer) -> str:
    return page_markdown(answer_page(answer, this_year=2026))


@pytest.mark.parametrize("told", TOLD)
def test_both_formats_tell_everything(told: str) -> None:
    plain = markdown_of(ANSWER).replace("\\", "")
    assert told in plain
    assert told in html_of(ANSWER)


def test_html_escapes_what_packs_and_questions_say() -> None:
    page = html_of(replace(ANSWER, question='<img src=x onerror="a">', title="</title><script>"))
    assert "<script" not in page
    assert "<img" not in page
    assert "<i>" not in page
    assert 'href="javascript' not in page
    assert "\x1b" not in page


def test_html_fetches_nothing() -> None:
    page = html_of(ANSWER)
    assert not re.search(r"<(script|link|img|iframe|object)\b", page)
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


class Outline(HTMLParser):
    """The headings, ids and references of a page, and whether its tags close."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.ids += [given["id"]] if given.get("id") else []
        self.targets += [href[1:] for name, href in attrs if name == "href" and href and href.startswith("#")]
        if tag not in {"meta", "br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    "page",
    [html_of(ANSWER), page_html(application_page(APPLICATION, this_year=2026))],
    ids=["answer", "application"],
)
def test_html_is_well_formed_and_its_headings_are_in_order(page: str) -> None:
    assert page.startswith("<!doctype html>")
    assert '<html lang="en">' in page
    outline = Outline(page)
    assert outline.open == []
    assert outline.levels[0] == 1
    assert all(
        later - earlier <= 1 for earlier, later in zip(outline.levels, outline.levels[1:], strict=False)
    )
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.targets) <= set(outline.ids)
    assert page.count("<table") == page.count("<caption")


def test_markdown_escapes_markup() -> None:
    text = markdown_of(ANSWER)
    assert "\\<script\\>" in text
    assert "\\*bold\\*" in text
    assert "\\[a\\](b)" in text
    assert "\x1b" not in text


def test_markdown_keeps_table_cells_apart() -> None:
    text = markdown_of(
        replace(
            ANSWER, disagreements=(replace(disagreement(1), sides=(replace(SIDES[0], text="a|b"), SIDES[1])),)
        )
    )
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


def test_many_disagreements_are_compact_with_every_side_visible() -> None:
    page = answer_page(
        replace(ANSWER, disagreements=tuple(disagreement(n) for n in range(5))), this_year=2026
    )
    shown = [block for part in page.parts for block in part.blocks if isinstance(block, Comparison)]
    assert len(shown) == 5
    assert all(block.compact and len(block.rows) == 2 for block in shown)
    assert {row.stance for block in shown for row in block.rows} == {"for", "against"}


def test_an_abstention_is_short() -> None:
    refused = replace(
        ANSWER, abstained=True, title="", reason="No pack covers this.", bottom_line=(), sections=(),
        disagreements=(), references=(), disposition=None, nearest=("Treatment of it",),
    )  # fmt: skip
    page = answer_page(refused, this_year=2026)
    assert page.title == "No answer"
    assert [part.id for part in page.parts] == ["nearest", "searched", "follow-ups"]
    assert "example 1.0.0" in markdown_of(refused)


def test_an_application_tells_why_and_when_not() -> None:
    text = page_markdown(application_page(APPLICATION, this_year=2026)).replace("\\", "")
    assert "Does not apply (1)" in text
    assert "Failed: Time since onset: at most 5 days" in text
    assert "Caution: Not with allergy. [2]" in text
    assert "Result: 7 to 9 (open)" in text
    assert "Open until known: Scan." in text
    assert "Hip fracture is outside." in text
    assert "--forget NAME" in text


def test_a_patient_reads_plain_headings() -> None:
    text = markdown_of(replace(ANSWER, audience=Audience.PATIENT))
    assert "## In short" in text
    assert "does not fit the facts given" in text
    assert "decides" not in text


def test_a_claim_outside_the_reference_list_is_a_broken_promise() -> None:
    with pytest.raises(IntegrityError, match="college#a"):
        answer_page(replace(ANSWER, references=(SOCIETY,)), this_year=2026)


@pytest.mark.parametrize(
    ("year", "words"),
    [(2010, "2010, 16 years old"), (2025, "2025, 1 year old"), (2026, "2026"), (2027, "2027")],
)
def test_age_is_counted_from_the_year_given(year: int, words: str) -> None:
    assert age_words(year, 2026) == words


def test_a_claim_without_direction_has_no_grade_note() -> None:
    assert grade_note(HOSTILE, Numbering((SOCIETY, COLLEGE))) == ""


def test_an_unknown_verdict_says_what_it_depends_on() -> None:
    assert verdict_note("unknown", "not known: Level", Audience.CLINICIAN) == "unknown: depends on Level"


@pytest.mark.parametrize("bad", ["\x1b", "\x07", "\x7f", "\x9b", "\u202e", "\u2066"])
def test_nothing_that_acts_on_a_terminal_is_left(bad: str) -> None:
    assert clean(f"a{bad}b\nc\td\ud800") == "ab\nc d\ufffd"


def test_a_follow_up_tells_how_it_was_read_and_what_is_different_before_anything_else() -> None:
    supposed = UnderstoodFact(id="age", label="Age", value="40 years", given="40", origin="assumed")
    answer = replace(
        ANSWER,
        after="f00d" * 8,
        read_as="with what was asked before: rest",
        changed=("Assumed: Age: 40 years.",),
        understood=(*FACTS, supposed),
    )
    text = page_markdown(answer_page(answer, this_year=2026))
    placed = [text.index(each) for each in ("Read with what was asked before", "Assumed", "Bottom line")]
    assert placed == sorted(placed)
    assert "Age: 40 years" in text
