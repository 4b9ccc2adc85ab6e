"""Of each document given, the passages that speak to a text, whatever else the library holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from citewell.engine.browsing import opened
from citewell.engine.shelf import Shelf
from citewell.retrieval.inside import inside
from library_builders import document_of
from shelf_builders import settings_in, shelved


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    gout = document_of(
        "gout", "Offer rest.\nOffer colchicine for a flare.\nColchicine is for flares of gout."
    )
    knees = document_of("knees", "Offer exercise.\nA flare of the knee is rested.")
    opened_shelf = opened(shelved(settings_in(tmp_path), gout, knees))
    yield opened_shelf
    opened_shelf.library.close()


def places(shelf: Shelf, text: str, *documents: str, each: int = 2) -> list[tuple[str, int]]:
    return [(hit.document, hit.passage) for hit in inside(shelf.index, text, documents, each=each)]


def test_each_document_brings_its_best_passages_in_the_order_it_is_given_in(shelf: Shelf) -> None:
    found = places(shelf, "colchicine flare", "knees", "gout")
    assert [document for document, _ in found] == ["knees", "gout", "gout"]
    assert {place for place in found if place[0] == "gout"} == {("gout", 1), ("gout", 2)}


def test_no_more_than_were_asked_for_come(shelf: Shelf) -> None:
    assert len(places(shelf, "colchicine flare", "gout", each=1)) == 1


def test_what_is_not_there_brings_nothing(shelf: Shelf) -> None:
    assert places(shelf, "colchicine", "nowhere") == []
    assert places(shelf, "zzyzx", "gout") == []
    assert places(shelf, "colchicine") == []
