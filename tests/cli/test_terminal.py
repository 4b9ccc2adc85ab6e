"""The terminal page: within the width, calm without colour, everything visible."""

import re

import pytest

from citewell.answers.formats.page import (
    Banner,
    Comparison,
    Entries,
    Entry,
    Grid,
    Page,
    Pairs,
    Paragraph,
    Part,
    Point,
    Points,
    Stance,
)
from citewell.cli.terminal import page_text, shown

LONG = (
    "AAOS suggests calcitonin for 4 weeks in a neurologically intact patient within 5 days of the fracture."
)
LINK = "https://example.org/" + "a" * 120
SIDES = (
    Stance(
        body="Society 2010", stance="against", grade="Strong", text=LONG, population="adults", numbers=(1,)
    ),
    Stance(body="College 2025", stance="for", grade="", text="Yes.", population="", numbers=(2,)),
)


def comparison(*, compact: bool) -> Comparison:
    return Comparison(
        title="Vertebroplasty",
        question="Should it be offered?",
        columns=("Body", "Stance", "Grade as printed", "What it says"),
        rows=SIDES,
        default_label="Citewell's default",
        default=Point(text="It is not routine.", numbers=(1, 2)),
        compact=compact,
    )


PAGE = Page(
    title="Treatment of an osteoporotic thoracolumbar compression fracture",
    question="What is the treatment?",
    status="Submitted: awaiting review",
    caution="Educational; pending human review by people who know the field well.",
    opening=(
        Pairs(title="Understood", rows=(("Age", "78 years"), ("New leg weakness", "yes"))),
        Banner(
            severity="critical",
            title="Immediate referral",
            text=Point(text=LONG, numbers=(1,)),
            because=(Point(lead="Because", text="There is new leg weakness.", numbers=(2,)),),
            open="Provisional: not yet excluded: tumour.",
        ),
    ),
    parts=(
        Part(
            id="bottom-line",
            title="Bottom line",
            blocks=(
                Points(
                    points=(Point(lead="Yes", text=LONG, numbers=(1, 2), notes=("Society 2010 · Strong",)),)
                ),
            ),
        ),
        Part(
            id="disagreements", title="Disagree", blocks=(comparison(compact=False), comparison(compact=True))
        ),
        Part(
            id="score",
            title="Score",
            level=3,
            blocks=(
                Paragraph(text="Result: 7"),
                Grid(caption="Items", columns=("Item", "Finding", "Points"), rows=(("Pain", LONG, "3"),)),
            ),
        ),
        Part(
            id="references",
            title="References",
            blocks=(
                Entries(
                    entries=(
                        Entry(
                            n=1,
                            type="Guideline",
                            short="Society 2010",
                            title="Care",
                            age="2010, 16 years old",
                            status="historical",
                            published="J",
                            links=((LINK, LINK),),
                        ),
                    )
                ),
            ),
        ),
    ),
    disclaimer="For professionals.",
    made_by="citewell 0.1.0 · fingerprint f00d",
)


@pytest.mark.parametrize("width", [20, 40, 63, 64, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = page_text(PAGE, width=width, colour=False).splitlines()
    assert max(len(line) for line in lines) <= width
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("width", [40, 80])
def test_every_word_is_there_at_every_width(width: int) -> None:
    text = " ".join(re.sub("[▌•→─]", " ", page_text(PAGE, width=width, colour=False)).split())
    for word in (
        "IMMEDIATE REFERRAL",
        "BOTTOM LINE",
        "[1][2]",
        "against",
        "Strong",
        "College 2025",
        "f00d",
        "78 years",
    ):
        assert word in text


def test_without_colour_there_is_no_escape() -> None:
    assert "\x1b" not in page_text(PAGE, width=80, colour=False)
    assert "\x1b[" in page_text(PAGE, width=80, colour=True)


def test_colour_changes_nothing_but_colour() -> None:
    coloured = re.sub(r"\x1b\[[0-9;]*m", "", page_text(PAGE, width=80, colour=True))
    plain = page_text(PAGE, width=80, colour=False)
    assert [line.rstrip() for line in coloured.splitlines()] == plain.splitlines()


def test_bullets_hang() -> None:
    text = page_text(PAGE, width=80, colour=False)
    assert "\n  • Yes: AAOS suggests" in text
    assert "\n    Society 2010 · Strong\n" in text


def test_the_banner_has_its_bar_on_every_line() -> None:
    lines = page_text(PAGE, width=40, colour=False).splitlines()
    at = lines.index("▌ IMMEDIATE REFERRAL")
    until = lines.index("", at)
    assert until - at > 4
    assert all(line.startswith("▌ ") for line in lines[at:until])


def test_a_comparison_is_a_table_when_wide_and_a_list_when_narrow() -> None:
    assert "Grade as" in page_text(PAGE, width=80, colour=False)
    narrow = page_text(PAGE, width=40, colour=False)
    assert "Grade as" not in narrow
    assert "• Society 2010: against (Strong)." in narrow


def test_an_unknown_block_is_refused() -> None:
    with pytest.raises(TypeError, match="no way to show"):
        shown(object(), 80)
