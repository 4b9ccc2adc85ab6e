"""A topic in time and in strengths: sources by body, recommendations by what their grades come to."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.engine.browsing import opened
from citewell.engine.shelf import Shelf
from citewell.engine.strengths import strengths
from citewell.engine.timelines import timeline
from citewell.model.library import Document
from citewell.model.sources import Direction, SourceStatus
from citewell.model.timelines import AS_PRINTED_ONLY
from library_builders import document_of, found_of
from shelf_builders import laid_out, settings_in, shelved


def graded(document: Document, *grades: tuple[str, str | None, Direction]) -> Document:
    """The document with its first lines as recommendations of these grades."""
    found = tuple(
        replace(found_of(document.passages[n]), n=n, label=label, strength=strength, direction=direction)
        for n, (label, strength, direction) in enumerate(grades)
    )
    return replace(document, recommendations=found)


OLD = replace(
    graded(
        document_of(
            "old",
            "Offer colchicine for gout.\nDo not offer colchicine in gout with renal failure.\nGout hurts.",
            title="Gout",
            body="College of Joints",
            short="CoJ",
            year=2010,
            status=SourceStatus.SUPERSEDED,
            superseded_by="Gout, 2020",
        ),
        ("1A", "strong", Direction.FOR),
        ("Level C", None, Direction.AGAINST),
        ("", None, Direction.FOR),
    ),
    released="2010-01",
)
NEW = replace(
    laid_out(
        "new",
        ("paragraph", "Guideline Title", "Gout in adults"),
        ("paragraph", "Guideline Status", "This is the current release of the guideline."),
        ("paragraph", "Guideline Status", "This guideline updates a previous version: College. Gout. 2010."),
        ("paragraph", "Major Recommendations", "Offer colchicine for gout."),
        title="Gout",
        body="College of Joints",
        short="CoJ",
        year=2020,
    ),
    released="2020-07-15",
)
OTHER = document_of(
    "other", "Consider colchicine for gout.", title="Gout", body="Society of Flares", short="SoF", year=2015
)
FALLEN = document_of(
    "fallen",
    "Offer colchicine for gout.",
    title="Gout",
    body="Society of Flares",
    short="SoF",
    year=2022,
    status=SourceStatus.WITHDRAWN,
)
UNDATED = document_of("undated", "Offer colchicine for gout.", title="Gout", year=0)
KNEES = document_of("knees", "Offer exercise for knees.", title="Painful knees", year=2021)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    home = tmp_path_factory.mktemp("home")
    opened_shelf = opened(shelved(settings_in(home), OLD, NEW, OTHER, FALLEN, UNDATED, KNEES))
    yield opened_shelf
    opened_shelf.library.close()


def test_the_body_that_spoke_last_stands_first_and_its_oldest_source_too(shelf: Shelf) -> None:
    lanes = timeline(shelf, "colchicine for gout").lanes
    told = [(lane.body, [(entry.document.source.id, entry.at) for entry in lane.entries]) for lane in lanes]
    assert told == [
        ("Society of Flares", [("other", 2015.5), ("fallen", 2022.5)]),
        ("College of Joints", [("old", 2010.042), ("new", 2020.542)]),
    ]


def test_the_newest_is_the_last_that_has_not_fallen(shelf: Shelf) -> None:
    entries = [entry for lane in timeline(shelf, "colchicine for gout").lanes for entry in lane.entries]
    assert [entry.document.source.id for entry in entries if entry.newest] == ["new"]


def test_what_a_source_says_that_it_replaces_stands_in_its_own_words(shelf: Shelf) -> None:
    entries = [entry for lane in timeline(shelf, "colchicine for gout").lanes for entry in lane.entries]
    assert {entry.document.source.id: entry.replaces for entry in entries if entry.replaces} == {
        "new": "This guideline updates a previous version: College. Gout. 2010."
    }


def test_a_source_without_a_year_stands_apart(shelf: Shelf) -> None:
    assert [one.source.id for one in timeline(shelf, "colchicine for gout").undated] == ["undated"]


def test_a_topic_that_nothing_fits_has_no_lanes(shelf: Shelf) -> None:
    assert timeline(shelf, "zzyzx").lanes == ()
    assert strengths(shelf, "zzyzx").sources == ()


def test_a_strength_is_only_what_a_scheme_makes_of_the_grade(shelf: Shelf) -> None:
    told = strengths(shelf, "colchicine gout")
    (old,) = [source for source in told.sources if source.document.source.id == "old"]
    assert [(one.found.label, one.level, one.found.direction) for one in old.recommendations] == [
        ("1A", "strong", Direction.FOR),
        ("Level C", AS_PRINTED_ONLY, Direction.AGAINST),
    ]
    assert old.recommendations[0].text == "Offer colchicine for gout."


def test_recommendations_without_a_grade_are_counted_and_left_out(shelf: Shelf) -> None:
    told = strengths(shelf, "gout")
    assert told.ungraded == 1
    assert told.total == sum(len(source.recommendations) for source in told.sources) == 5


def test_one_source_does_not_crowd_out_the_others(tmp_path: Path) -> None:
    many = document_of("many", "\n".join(f"Offer colchicine {n} for gout." for n in range(40)), title="Gout")
    table = graded(many, *(("1A", "strong", Direction.FOR) for _ in range(40)))
    crowded = opened(shelved(settings_in(tmp_path), table, OTHER))
    told = strengths(crowded, "colchicine gout")
    assert {each.document.source.id: len(each.recommendations) for each in told.sources} == {
        "many": 21,
        "other": 1,
    }
    assert told.capped
    crowded.library.close()


def test_the_same_question_gives_the_same_picture(shelf: Shelf) -> None:
    assert timeline(shelf, "gout") == timeline(shelf, "gout")
    assert strengths(shelf, "gout") == strengths(shelf, "gout")
