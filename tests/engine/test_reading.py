"""A source is read a part at a time: nothing of its text is lost, and a place is marked where it stands."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.engine.browsing import opened
from citewell.engine.marking import stretches, window
from citewell.engine.reading import overview_of, part_of, span_of
from citewell.engine.shelf import Shelf
from citewell.errors import InputError, NotFound
from citewell.model.library import Notice, NoticeKind, Span
from citewell.model.reading import GroupKind, SourcePart
from library_builders import document_of
from shelf_builders import laid_out, settings_in, shelved

GOUT = laid_out(
    "gout",
    ("paragraph", "Scope", "Adults with gout."),
    ("", "Scope", "A line that is no passage."),
    ("paragraph", "Recommendations", "Offer one of these:", "Flares"),
    ("item", "Recommendations", "colchicine", "Flares"),
    ("item", "Recommendations", "an NSAID", "Flares"),
    ("paragraph", "Recommendations", "Measure urate.", "Flares", "Afterwards"),
    ("row", "Doses", "colchicine\t500 micrograms\ttwice daily"),
    ("row", "Doses", "naproxen\t500 mg\t"),
    doi="10.1000/gout",
)
LONG = laid_out(
    "long",
    *(("paragraph", f"Section {n // 30}", f"Passage {n}. " + "Words of it. " * 30) for n in range(150)),
)
MANY = document_of("many", "\n".join(["Offer colchicine.", *["A line."] * 5]))
CONCERN = Notice(kind=NoticeKind.CONCERN, doi="10.1000/gout", text="J Ex 2026;1:1")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    settings = shelved(settings_in(tmp_path_factory.mktemp("home")), GOUT, LONG, MANY, notices=(CONCERN,))
    opened_shelf = opened(settings)
    yield opened_shelf
    opened_shelf.library.close()


def words_of(part: SourcePart) -> str:
    shown = []
    for group in part.groups:
        shown += [*(word for _, word in group.headings), group.caption, *group.columns]
        shown += [
            piece.text for line in group.lines for cell in line.cells for piece in (*cell, None) if piece
        ]
    return " ".join(shown)


def test_a_text_is_laid_out_under_its_headings(shelf: Shelf) -> None:
    groups = part_of(shelf, "gout").groups
    assert [(group.kind, group.headings, len(group.lines)) for group in groups] == [
        (GroupKind.PROSE, ((0, "Scope"),), 1),
        (GroupKind.PROSE, (), 1),
        (GroupKind.PROSE, ((0, "Recommendations"), (1, "Flares")), 1),
        (GroupKind.LIST, (), 2),
        (GroupKind.PROSE, ((2, "Afterwards"),), 1),
        (GroupKind.TABLE, ((0, "Doses"),), 2),
    ]
    assert [len(line.cells) for line in groups[-1].lines] == [3, 3]


@pytest.mark.parametrize("document", [GOUT, LONG, MANY], ids=lambda document: document.source.id)
def test_nothing_of_a_text_is_lost(shelf: Shelf, document) -> None:
    whole = part_of(shelf, document.source.id)
    parts = [part_of(shelf, document.source.id, part=n) for n in range(1, whole.parts + 1)]
    shown = " ".join(map(words_of, parts)).split()
    assert [word for word in document.text.split() if word not in shown] == []
    assert len([word for word in shown if word == "Passage"]) == document.text.split().count("Passage")


def test_a_long_text_comes_in_parts_of_whole_sections_where_they_fit(shelf: Shelf) -> None:
    first = part_of(shelf, "long")
    assert first.parts == 2
    assert [(section.title, section.part) for section in first.about.sections] == [
        ("Section 0", 1),
        ("Section 1", 1),
        ("Section 2", 1),
        ("Section 3", 2),
        ("Section 4", 2),
    ]
    assert part_of(shelf, "long", part=99).part == 2


@pytest.mark.parametrize("n", [0, 89, 90, 149])
def test_a_quoted_place_is_marked_in_the_part_it_stands_in(shelf: Shelf, n: int) -> None:
    passage = LONG.passages[n]
    part = part_of(shelf, "long", quoted=Span(passage.start, passage.start + 7))
    marked = [
        (line.n, piece.text)
        for group in part.groups
        for line in group.lines
        for cell in line.cells
        for piece in cell
        if piece.quoted
    ]
    assert marked == [(n, "Passage")]
    assert part.quoted_in == n


def test_a_place_that_the_text_does_not_have_is_not_marked(shelf: Shelf) -> None:
    part = part_of(shelf, "gout", quoted=Span(5, 100_000))
    assert (part.quoted, part.quoted_in, part.part) == (None, None, 1)


def test_the_words_of_a_query_are_marked_in_the_text(shelf: Shelf) -> None:
    part = part_of(shelf, "gout", query="colchicine")
    marked = [
        piece.text
        for group in part.groups
        for line in group.lines
        for cell in line.cells
        for piece in cell
        if piece.marked
    ]
    assert marked == ["colchicine", "colchicine"]


def test_what_was_published_about_a_source_stands_beside_it(shelf: Shelf) -> None:
    about = part_of(shelf, "gout").about
    assert [notice.text for notice in about.notices] == ["J Ex 2026;1:1"]


def test_recommendations_come_in_their_own_words_with_what_stands_over_them(shelf: Shelf) -> None:
    shown = overview_of(shelf, "many", systems={})
    assert shown.about.recommendations == 1
    (one,) = shown.recommendations
    assert ("".join(piece.text for line in one.lines for piece in line), one.over) == (
        "Offer colchicine.",
        ("Major Recommendations",),
    )
    assert (one.found.label, one.graded_by) == ("Grade A", "")


def test_a_source_that_is_not_there_is_not_found(shelf: Shelf) -> None:
    with pytest.raises(NotFound):
        part_of(shelf, "nowhere")
    with pytest.raises(NotFound):
        overview_of(shelf, "nowhere", systems={})


@pytest.mark.parametrize("words", ["", "5", "5-", "-5", "9-5", "5-5", "a-b", "1-9999999999", "٣-٤", "1.5-2"])
def test_what_is_no_place_is_refused(words: str) -> None:
    with pytest.raises(InputError, match="no place"):
        span_of(words)


def test_a_place_is_read() -> None:
    assert span_of("120-188") == Span(120, 188)


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=6).map(
    lambda pairs: tuple(Span(start, start + length) for start, length in pairs)
)


@given(text=st.text(max_size=60), marked=SPANS, quoted=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_a_text_in_pieces_is_the_same_text(
    text: str, marked: tuple[Span, ...], quoted: tuple[int, int]
) -> None:
    place = Span(*sorted(quoted))
    pieces = stretches(text, 0, len(text), marked=marked, quoted=place)
    assert "".join(piece.text for piece in pieces) == text
    assert "".join(piece.text for piece in pieces if piece.quoted) == text[place.start : place.end]


@given(
    words=st.lists(st.text("abcdefg", min_size=1, max_size=9), min_size=1, max_size=80),
    most=st.integers(20, 90),
)
def test_a_window_holds_no_more_than_it_may(words: list[str], most: int) -> None:
    text = " ".join(words)
    marks = tuple(Span(at, at + 1) for at in range(0, len(text), 7))
    shown = window(marks, 0, len(text), most=most, text=text)
    assert 0 <= shown.start < shown.end <= len(text)
    assert shown.end - shown.start <= most
