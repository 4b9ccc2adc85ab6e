"""The picture of a pathway: one column, nothing over another, words in their boxes, the same each time."""

from dataclasses import replace
from itertools import pairwise

import pytest

from citewell.model.cases import Truth
from citewell.model.pathways import Course, PathReason, PathStep, Pathway
from citewell.web.pathway_view import WIDTH, Picture, picture_of

# The widest letters of a line's kind, in units of the picture: an upper bound for text of this length.
LETTER = 7.6


def reason(name: str, truth: Truth | None = None) -> PathReason:
    return PathReason(id="r", name=name, asks=name, text=name, cites=("a#b",), truth=truth)


def step(title: str, *reasons: PathReason, course: Course | None = None) -> PathStep:
    return PathStep(
        id=title.casefold(),
        title=title,
        severity="warning",
        text=title,
        cites=("a#b",),
        reasons=reasons,
        course=course,
    )


def pathway(*steps: PathStep) -> Pathway:
    return Pathway(pack="resting", title="Resting", steps=steps, edges=())


LONG = "The ring of the pelvis has moved or the base of the spine is not stable and cannot bear any load."
MARKED = pathway(
    step(
        "Immediate referral", reason("deficit", Truth.UNKNOWN), reason(LONG, Truth.FALSE), course=Course.OPEN
    ),
    step("Work-up for a pathologic fracture of any sort", reason("cancer", Truth.TRUE), course=Course.TAKEN),
    step("Conservative care", course=Course.NOT_REACHED),
)
PLAIN = pathway(step("Immediate referral", reason("deficit"), reason(LONG)), step("Conservative care"))


@pytest.mark.parametrize("drawn", [MARKED, PLAIN])
def test_no_box_stands_over_another_and_all_within_the_picture(drawn: Pathway) -> None:
    picture = picture_of(drawn)
    boxes = sorted(picture.boxes, key=lambda box: box.y)
    for above, below in pairwise(boxes):
        assert above.y + above.height < below.y
    for box in boxes:
        assert box.x >= 0
        assert box.x + box.width <= WIDTH
        assert box.y + box.height <= picture.height


def ends(picture: Picture) -> list[tuple[float, int]]:
    """Where the words of each line end, and where the answer on the same height begins, if there is one."""
    answers = {word.y: word.x - len(word.text) * 7 for word in picture.words if word.at == "end"}
    return [
        (word.x + len(word.text) * LETTER, int(answers.get(word.y, WIDTH)))
        for word in picture.words
        if word.at == "start"
    ]


@pytest.mark.parametrize("drawn", [MARKED, PLAIN])
def test_words_stay_within_the_picture_and_clear_of_the_answers(drawn: Pathway) -> None:
    assert all(end <= begin for end, begin in ends(picture_of(drawn)))


def test_the_way_is_told_by_lines_and_words_and_not_by_colour_alone() -> None:
    picture = picture_of(MARKED)
    assert [line.kind for line in picture.lines] == ["untaken", "taken", "taken", "untaken"]
    said = [word.text for word in picture.words]
    assert "the way ends here" in said
    assert "not excluded yet" in said
    assert {"yes", "no", "not known"} <= set(said)


def test_it_says_in_a_sentence_what_it_shows() -> None:
    told = picture_of(MARKED).told
    assert told.startswith("Asked in this order: Immediate referral, then Work-up")
    assert "the way ends at Work-up for a pathologic fracture" in told
    assert "Not excluded yet: Immediate referral." in told
    assert "ends" not in picture_of(PLAIN).told


def test_nothing_is_drawn_of_nothing() -> None:
    picture = picture_of(pathway())
    assert (picture.boxes, picture.lines, picture.told) == ((), (), "Nothing is asked.")


def test_the_same_pathway_gives_the_same_picture() -> None:
    assert picture_of(MARKED) == picture_of(replace(MARKED))
