"""References beside no answer: of a selection of the library, and of pages that were kept."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from citewell.config import Settings
from citewell.engine.browsing import opened
from citewell.engine.citing import chosen, fitting, references_in, references_of_content, references_to
from citewell.errors import InputError, NotFound
from citewell.model.library import SearchFilter
from citewell.model.references import Reference
from editorial_builders import content
from library_builders import document_of
from shelf_builders import beside, shelved

FLARES = document_of(
    "flares", "Offer colchicine for a gout flare.", title="Gout flares", body="CoJ", year=2019
)
OLD = document_of("old", "Colchicine for gout.", title="Gout of old", body="Old Body", year=1999)
KNEES = document_of("knees", "Offer exercise for knees.", title="Knees", body="CoJ", year=2020)
PAGE = b"""{"title": "T", "references": [
{"n": 3, "id": "x", "type": "Trial", "title": "T", "body": "B", "short": "S", "year": 2001,
"status": "current", "doi": null, "released": null, "findings": [{"citation": "x#1"}], "later": 1}
]}"""


def test_a_document_is_referred_to_once_in_the_order_given() -> None:
    references = references_to([OLD, FLARES, OLD])
    assert [(each.n, each.id, each.year) for each in references] == [(1, "old", 1999), (2, "flares", 2019)]


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Settings:
    made = beside(settings, tmp_path)
    shelved(made, FLARES, OLD, KNEES)
    return made


def test_sources_are_chosen_by_name_and_found_by_what_they_say(home: Settings) -> None:
    shelf = opened(home)
    assert [each.source.id for each in chosen(shelf.library, ("old", "flares", "old"))] == ["old", "flares"]
    with pytest.raises(NotFound):
        chosen(shelf.library, ("nothing",))
    everything = SearchFilter()
    assert fitting(shelf, "gout flare", only=everything, most=1)[0].source.id == "flares"
    newer = SearchFilter(year_from=2000)
    assert "old" not in {each.source.id for each in fitting(shelf, "gout", only=newer, most=9)}
    shelf.library.close()


def test_the_references_of_a_page_are_read_whatever_else_stands_in_it() -> None:
    assert references_in(PAGE) == (
        Reference(n=3, id="x", type="Trial", title="T", body="B", short="S", year=2001, status="current"),
    )


def test_an_article_gives_those_of_its_page_for_clinicians() -> None:
    other = msgspec.json.encode({"references": []}).decode()
    article = replace(content(), documents=(("patient", other), ("clinician", PAGE.decode())))
    assert [each.id for each in references_of_content(article)] == ["x"]


def test_what_is_no_article_has_no_reference_list() -> None:
    with pytest.raises(InputError, match="only an article"):
        references_of_content(replace(content(), documents=()))
