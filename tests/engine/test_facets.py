"""A search that can be narrowed: what fits, which words are marked, counts that are what a reader sees."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.engine.browsing import opened
from citewell.engine.facets import overview, sources
from citewell.engine.shelf import Shelf
from citewell.engine.topics import publishers, topic
from citewell.model.library import Notice, NoticeKind, SearchFilter
from citewell.model.searching import Facet, FoundPlace, Order, SourceSearch
from citewell.model.sources import SourceStatus, SourceType
from library_builders import document_of, source_of
from shelf_builders import settings_in, shelved

NOTHING = SearchFilter()
NICE = "National Institute for Health and Care Excellence"
DOCUMENTS = (
    document_of(
        "flares",
        "Offer colchicine for a gout flare.\nDo not offer colchicine in renal failure.",
        title="Gout flares",
        body=NICE,
        short="NICE",
        year=2019,
    ),
    document_of(
        "urate",
        "Offer allopurinol to people with gout.",
        title="Gout: lowering urate",
        body=f"{NICE} (NICE)",
        short="NICE",
        year=2014,
    ),
    document_of(
        "both",
        "We suggest colchicine in gout.",
        title="Gout",
        body="College of Joints; Society of Flares",
        short="CoJ/SoF",
        year=2012,
        status=SourceStatus.SUPERSEDED,
    ),
    document_of(
        "trial",
        "Colchicine shortened gout flares.",
        title="Colchicine in gout: a trial",
        body="",
        short="",
        year=0,
        type=SourceType.TRIAL,
        pmid="19000001",
    ),
    document_of("knees", "Offer exercise for painful knees.", title="Painful knees", year=2018),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    retracted = Notice(kind=NoticeKind.RETRACTED, pmid="19000001", date="2020-01-02", text="J Ex")
    settings = shelved(settings_in(tmp_path_factory.mktemp("home")), *DOCUMENTS, notices=(retracted,))
    opened_shelf = opened(settings)
    yield opened_shelf
    opened_shelf.library.close()


def ids_of(found: SourceSearch) -> list[str]:
    return [each.document.source.id for each in found.sources]


def facet_of(found: SourceSearch, name: str) -> Facet:
    return next(facet for facet in found.facets if facet.name == name)


def counts_of(found: SourceSearch, name: str) -> dict[str, int]:
    return {value.value: value.count for value in facet_of(found, name).values}


def marked_in(place: FoundPlace) -> list[str]:
    return [piece.text for piece in place.stretches if piece.marked]


def test_what_fits_is_found_and_what_does_not_is_left_out(shelf: Shelf) -> None:
    found = sources(shelf, "gout", only=NOTHING)
    assert sorted(ids_of(found)) == ["both", "flares", "trial", "urate"]
    assert (found.total, found.page, found.pages, found.topic.library) == (4, 1, 1, 5)


def test_the_words_are_marked_in_the_passage_and_the_title(shelf: Shelf) -> None:
    (flares, *_) = sources(shelf, "colchicine flare", only=NOTHING).sources
    assert flares.document.source.id == "flares"
    assert [piece.text for piece in flares.title if piece.marked] == ["flares"]
    assert marked_in(flares.places[0]) == ["colchicine", "flare"]
    assert "".join(piece.text for piece in flares.places[0].stretches) == "Offer colchicine for a gout flare."
    assert flares.places[0].recommendations[0].label == "Grade A"


def test_a_misspelt_word_is_searched_and_marked_as_it_was_read(shelf: Shelf) -> None:
    found = sources(shelf, "colchicne", only=NOTHING)
    assert [typed for typed, _ in found.topic.read_as] == ["colchicne"]
    assert [word.lower() for word in marked_in(found.sources[0].places[0])] == ["colchicine"]


def test_words_that_stand_nowhere_find_nothing_and_are_told(shelf: Shelf) -> None:
    found = sources(shelf, "zzyzx", only=NOTHING)
    assert (found.total, found.topic.unknown, found.sources) == (0, ("zzyzx",), ())


def test_a_notice_decides_the_status_that_is_counted(shelf: Shelf) -> None:
    found = sources(shelf, "gout", only=NOTHING)
    assert counts_of(found, "status") == {"current": 2, "retracted": 1, "superseded": 1}


def test_a_body_is_one_whether_its_abbreviation_is_printed_behind_it_or_not(shelf: Shelf) -> None:
    assert counts_of(sources(shelf, "gout", only=NOTHING), "body") == {
        NICE: 2,
        "College of Joints": 1,
        "Society of Flares": 1,
    }


def test_years_are_counted_five_together_from_the_latest_on(shelf: Shelf) -> None:
    found = sources(shelf, "gout", only=NOTHING)
    assert [(value.value, value.count) for value in facet_of(found, "years").values] == [
        ("2015-2019", 1),
        ("2010-2014", 2),
    ]


@pytest.mark.parametrize(
    "only",
    [
        NOTHING,
        SearchFilter(status="current"),
        SearchFilter(body="NICE"),
        SearchFilter(year_from=2010, year_to=2014),
        SearchFilter(type="Guideline", year_from=2013),
    ],
)
def test_each_count_is_what_a_reader_sees_who_follows_it(shelf: Shelf, only: SearchFilter) -> None:
    for facet in sources(shelf, "gout", only=only).facets:
        for value in facet.values:
            first, _, last = value.value.partition("-")
            narrower = (
                {"year_from": int(first), "year_to": int(last)}
                if facet.name == "years"
                else {facet.name: value.value}
            )
            followed = sources(shelf, "gout", only=replace(only, **narrower))
            assert followed.total == value.count
            assert [v.value for v in facet_of(followed, facet.name).values if v.chosen] == [value.value]


@pytest.mark.parametrize(
    ("only", "passing"),
    [
        (SearchFilter(body="nice"), {"flares", "urate"}),
        (SearchFilter(body="SoF"), {"both"}),
        (SearchFilter(body="Society of Flares"), {"both"}),
        (SearchFilter(body="Flares"), set()),
        (SearchFilter(year_to=2014), {"both", "urate", "trial"}),
        (SearchFilter(year_from=2014), {"flares", "urate"}),
        (SearchFilter(status="retracted"), {"trial"}),
        (SearchFilter(type="Trial"), {"trial"}),
    ],
)
def test_filters_pass_what_they_name(shelf: Shelf, only: SearchFilter, passing: set[str]) -> None:
    found = sources(shelf, "gout", only=only)
    assert set(ids_of(found)) == passing
    assert len(found.topic.documents) == 4


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        (Order.NEWEST, ["flares", "urate", "both", "trial"]),
        (Order.OLDEST, ["trial", "both", "urate", "flares"]),
    ],
)
def test_what_is_found_may_be_sorted_by_year(shelf: Shelf, order: Order, ids: list[str]) -> None:
    assert ids_of(sources(shelf, "gout", only=NOTHING, order=order)) == ids


def test_pages_hold_every_source_once(shelf: Shelf) -> None:
    whole = ids_of(sources(shelf, "gout", only=NOTHING))
    pages = [ids_of(sources(shelf, "gout", only=NOTHING, page=n, size=3)) for n in (1, 2)]
    assert [*pages[0], *pages[1]] == whole
    assert ids_of(sources(shelf, "gout", only=NOTHING, page=99, size=3)) == pages[1]


def test_more_that_fit_than_are_taken_is_said(shelf: Shelf) -> None:
    assert topic(shelf, "gout", most=3).capped
    assert not topic(shelf, "gout", most=4).capped


def test_the_overview_counts_everything_and_names_the_newest(shelf: Shelf) -> None:
    told = overview(shelf)
    assert (told.sources, told.recommendations) == (5, 5)
    assert [document.source.id for document in told.newest][:2] == ["flares", "knees"]
    assert {facet.name for facet in told.facets} == {"type", "status", "body", "years"}


@pytest.mark.parametrize("name", ["19000001", "PMID: 19000001", "pmid 19000001"])
def test_a_source_is_found_by_what_identifies_it_alone(shelf: Shelf, name: str) -> None:
    assert ids_of(sources(shelf, name, only=NOTHING)) == ["trial"]


@pytest.mark.parametrize(
    ("text", "issuer", "rest"),
    [("NICE gout", "NICE", "gout"), ("nice gout", "", ""), ("NICE", "", ""), ("gout in adults", "", "")],
)
def test_a_body_named_in_the_query_is_told_from_its_words(
    shelf: Shelf, text: str, issuer: str, rest: str
) -> None:
    found = sources(shelf, text, only=NOTHING)
    assert (found.issuer, found.rest) == (issuer, rest)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("A (B)", ("A",)),
        ("A; B (C); A", ("A", "B")),
        ("", ()),
        ("Ministry of Health (New Zealand) Group", ("Ministry of Health (New Zealand) Group",)),
    ],
)
def test_the_bodies_of_a_source(body: str, names: tuple[str, ...]) -> None:
    assert publishers(source_of("x", body=body)) == names


def test_a_long_passage_is_shown_where_most_of_the_words_stand(tmp_path: Path) -> None:
    far = (
        "Colchicine. "
        + "Nothing to see here. " * 60
        + "Colchicine for gout flares, and gout again."
        + " End." * 60
    )
    shelf = opened(shelved(settings_in(tmp_path), document_of("far", far, title="On colchicine in gout")))
    (place, *_) = sources(shelf, "colchicine gout flare", only=NOTHING).sources[0].places
    assert (place.cut_before, place.cut_after) == (True, True)
    assert marked_in(place) == ["Colchicine", "gout", "flares", "gout"]
    assert len("".join(piece.text for piece in place.stretches)) <= 360
    shelf.library.close()
