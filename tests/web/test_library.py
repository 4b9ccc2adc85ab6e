"""The library's pages: a search that links narrow, a source, its text, its pictures; and hostile texts."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from citewell.config import Settings
from citewell.model.library import Notice, NoticeKind
from citewell.model.sources import SourceStatus
from library_builders import document_of
from shelf_builders import beside, laid_out, shelved

if TYPE_CHECKING:
    from starlette.testclient import TestClient

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">'
TITLE = f'Gout "><script>alert(3)</script> & {HOSTILE}'
FLARES = document_of(
    "flares",
    "Offer colchicine for a gout flare.\nDo not offer colchicine in renal failure.",
    title="Gout flares",
    body="College of Joints",
    short="CoJ",
    year=2019,
)
HOSTILE_ONE = replace(
    laid_out(
        "hostile",
        (
            "paragraph",
            f"Section {HOSTILE}",
            f"Gout and colchicine. {HOSTILE} {{{{ 7 * 7 }}}}",
            f"Over {HOSTILE}",
        ),
        ("row", "Doses", f"colchicine\t{HOSTILE}"),
        title=TITLE,
        body=f"Body {HOSTILE}",
        short=HOSTILE,
        year=2012,
        status=SourceStatus.SUPERSEDED,
        superseded_by=HOSTILE,
        status_note=HOSTILE,
        url="javascript:alert(4)",
        doi='10.1000/"><script>',
        population=HOSTILE,
    ),
    conditions=(HOSTILE, "gout"),
    licence=HOSTILE,
)
RETRACTED = document_of(
    "pmid-19000001", "Colchicine in gout: a trial.", title="Colchicine in gout", pmid="19000001", year=2009
)
LONG = laid_out(
    "long",
    *(("paragraph", f"Section {n // 30}", f"Passage {n}. " + "Knees and words. " * 25) for n in range(150)),
    title="Painful knees",
    year=2018,
)
MANY = tuple(
    document_of(f"hip-{n}", "Offer hip exercises for hip pain.", title="Hip pain", year=2000 + n)
    for n in range(23)
)
NOTICE = Notice(kind=NoticeKind.RETRACTED, pmid="19000001", date="2020-01-02", text="J Examples 2020;1:1")
PAGES = (
    "/library",
    "/library?q=gout+colchicine",
    "/library/timeline",
    "/library/timeline?q=gout+colchicine",
    "/library/strengths",
    "/library/strengths?q=gout+colchicine",
    "/library/sources/hostile",
    "/library/sources/hostile?part=1",
    "/library/sources/hostile?part=1&q=%3Cscript%3E",
    "/library/sources/flares?quote=0-5&q=colchicine",
)


@pytest.fixture(scope="module")
def site(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator["TestClient"]:
    """The application over a library of a few documents, one of them hostile all through."""
    from starlette.testclient import TestClient

    from citewell.asgi import application

    home = beside(settings, tmp_path_factory.mktemp("library"))
    shelved(home, FLARES, HOSTILE_ONE, RETRACTED, LONG, *MANY, notices=(NOTICE,))
    app = application(home, runtime=tmp_path_factory.mktemp("runtime"))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


class Elements(HTMLParser):
    """Every element of a page with its attributes, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def links(self) -> list[str]:
        return [given["href"] for tag, given in self.found if tag == "a" and "href" in given]


def shown(site: "TestClient", path: str, *, status: int = 200) -> str:
    answered = site.get(path)
    assert answered.status_code == status, answered.text
    return answered.text


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_a_hostile_text_is_markup(site: "TestClient", path: str) -> None:
    elements = Elements(shown(site, path)).found
    assert [given.get("src") for tag, given in elements if tag == "script"] == [
        given["src"] for tag, given in elements if tag == "script" and given["src"].startswith("/static/")
    ]
    assert not [tag for tag, _ in elements if tag in ("img", "iframe", "object", "style")]
    assert not [name for _, given in elements for name in given if name.startswith("on") or name == "style"]
    addresses = [given[name] for _, given in elements for name in ("href", "action") if name in given]
    assert [one for one in addresses if not one.startswith(("/", "#", "https://", "http://"))] == []


def test_a_hostile_text_is_shown_as_it_is_written(site: "TestClient") -> None:
    page = shown(site, "/library/sources/hostile?part=1")
    assert "&lt;img src=x onerror=" in page
    assert "{{ 7 * 7 }}" in unescape(page)
    assert "javascript:alert(4)" in unescape(shown(site, "/library/sources/hostile"))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_first_heading_and_labels_on_its_fields(site: "TestClient", path: str) -> None:
    elements = Elements(shown(site, path)).found
    assert [tag for tag, _ in elements].count("h1") == 1
    ids = [given["id"] for _, given in elements if "id" in given]
    assert len(ids) == len(set(ids))
    labelled = {given.get("for") for tag, given in elements if tag == "label"}
    fields = [
        given for tag, given in elements if tag in ("input", "textarea") and given.get("type") != "hidden"
    ]
    assert [field for field in fields if field.get("id") not in labelled] == []


def test_without_a_query_the_library_says_what_is_in_it(site: "TestClient") -> None:
    told = words(shown(site, "/library"))
    assert "27 sources" in told
    assert "Retracted 1" in told


def test_a_search_marks_its_words_and_links_each_place(site: "TestClient") -> None:
    page = shown(site, "/library?q=colchicine+flare")
    assert "Offer <mark>colchicine</mark> for a gout <mark>flare</mark>." in page
    assert "/library/sources/flares?quote=0-34&q=colchicine%20flare#quote" in Elements(page).links()
    assert "Grade A" in words(page)


def test_facets_narrow_as_links_and_are_taken_back_as_links(site: "TestClient") -> None:
    page = shown(site, "/library?q=gout")
    (narrower,) = [link for link in Elements(page).links() if "status=retracted" in link]
    narrowed = shown(site, narrower)
    assert "1 source of 3 that fit" in words(narrowed)
    assert "Remove the filter Status: retracted" in words(narrowed)
    assert "/library?q=gout" in Elements(narrowed).links()


def test_results_come_in_pages_with_their_neighbours_named(site: "TestClient") -> None:
    page = shown(site, "/library?q=hip+pain&page=2")
    related = {
        given["rel"]: given["href"]
        for tag, given in Elements(page).found
        if tag == "a" and given.get("rel") in ("prev", "next")
    }
    assert related == {"prev": "/library?q=hip+pain", "next": "/library?q=hip+pain&page=3"}
    assert "23 sources fit" in words(page)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=gout&from=abc", "Write a year in four figures"),
        ("q=gout&to=20", "Write a year in four figures"),
        ("q=" + "gout+" * 200, "at most 400 characters"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(site: "TestClient", query: str, told: str) -> None:
    page = shown(site, f"/library?{query}", status=422)
    assert told in words(page)
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize(
    "query", ["page=x", "page=-3", "page=999999999999", "sort=nothing", "type=%00&body=%FF"]
)
def test_what_nobody_types_is_left_out(site: "TestClient", query: str) -> None:
    shown(site, f"/library?q=gout&{query}")


def test_words_that_stand_nowhere_are_told(site: "TestClient") -> None:
    page = words(shown(site, "/library?q=zzyzx"))
    assert "Nothing in the library speaks of “zzyzx”." in page
    assert "No source of the 27 in the library fits" in page


def test_an_empty_library_says_how_it_is_filled(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from starlette.testclient import TestClient

    from citewell.asgi import application

    home = beside(settings, tmp_path_factory.mktemp("empty"))
    app = application(home, runtime=tmp_path_factory.mktemp("runtime"))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        for path in ("/library", "/library?q=gout", "/library/timeline?q=gout", "/library/strengths?q=gout"):
            page = client.get(path)
            assert page.status_code == 200
            assert "citewell ingest PATH" in page.text
        assert client.get("/library/sources/gout").status_code == 404


@pytest.mark.parametrize(
    ("source", "loud", "told"),
    [
        ("hostile", "banner warning", "This source was superseded"),
        ("pmid-19000001", "banner critical", "This source was retracted"),
    ],
)
def test_what_became_of_a_source_is_loud(site: "TestClient", source: str, loud: str, told: str) -> None:
    for path in (f"/library/sources/{source}", f"/library/sources/{source}?part=1"):
        page = shown(site, path)
        assert f'class="{loud}"' in page
        assert told in words(page)


def test_a_current_source_has_no_banner(site: "TestClient") -> None:
    assert 'class="banner' not in shown(site, "/library/sources/flares")


def test_a_source_shows_its_recommendations_with_grade_and_direction(site: "TestClient") -> None:
    page = words(shown(site, "/library/sources/flares"))
    assert "Offer colchicine for a gout flare." in page
    assert "Grade A ▲ for" in page


def test_a_quoted_place_is_marked_and_led_to(site: "TestClient") -> None:
    page = shown(site, "/library/sources/flares?quote=6-16&q=gout")
    assert '<p id="p0"><span id="quote"></span>Offer <mark class="quoted">colchicine</mark> for a' in page
    assert "<mark>gout</mark>" in page


def test_a_place_that_is_gone_is_said(site: "TestClient") -> None:
    assert "another text now" in words(shown(site, "/library/sources/flares?quote=6-99999"))


@pytest.mark.parametrize("quote", ["x", "9-3", "1-2-3", "-1"])
def test_a_place_that_is_none_is_refused(site: "TestClient", quote: str) -> None:
    shown(site, f"/library/sources/flares?quote={quote}", status=422)


def test_a_long_text_comes_in_parts_that_its_contents_lead_to(site: "TestClient") -> None:
    page = shown(site, "/library/sources/long?part=1")
    assert len(page) < 200_000
    assert "Part 1 of" in words(page)
    last = next(link for link in Elements(page).links() if link.endswith("#s120"))
    assert 'id="s120"' in shown(site, last.partition("#")[0])


@pytest.mark.parametrize(
    ("form", "media", "told"),
    [
        ("ris", "application/x-research-info-systems", "TI  - Gout flares"),
        ("bibtex", "application/x-bibtex", "flares"),
        ("ama-html", "text/html", "<i>Gout flares</i>"),
    ],
)
def test_a_source_is_taken_away_as_a_reference(site: "TestClient", form: str, media: str, told: str) -> None:
    answered = site.get(f"/library/sources/flares/download/{form}")
    assert answered.status_code == 200
    assert answered.headers["content-type"].startswith(media)
    assert "attachment" in answered.headers["content-disposition"]
    assert told in answered.text


def test_all_that_fits_a_search_and_its_filters_is_taken_away_once(site: "TestClient") -> None:
    page = shown(site, "/library?q=gout&body=College of Joints")
    ris = next(link for link in Elements(page).links() if link.startswith("/library/references/ris"))
    assert shown(site, ris).count("TY  - ") == 1
    everything = shown(site, "/library/references/csl-json?q=gout")
    ids = [each["id"] for each in json.loads(everything)]
    assert len(ids) == len(set(ids)) > 1
    assert shown(site, "/library/references/csl-json?q=gout&sort=oldest") != everything
    hostile = Elements(shown(site, "/library/references/apa-html?q=gout")).found
    assert {tag for tag, _ in hostile} <= {"html", "head", "meta", "title", "body", "p", "i"}


@pytest.mark.parametrize("path", ["/library/references/ris", "/library/references/docx?q=gout"])
def test_a_list_of_nothing_or_in_no_form_is_not_found(site: "TestClient", path: str) -> None:
    shown(site, path, status=404)


def test_a_form_that_is_not_known_is_not_found(site: "TestClient") -> None:
    shown(site, "/library/sources/flares/download/docx", status=404)
    shown(site, "/library/sources/nowhere", status=404)


def test_a_topic_in_time_has_a_link_for_each_source_in_picture_and_table(site: "TestClient") -> None:
    links = Elements(shown(site, "/library/timeline?q=colchicine+in+gout")).links()
    assert links.count("/library/sources/pmid-19000001") == 2
    assert links.count("/library/sources/flares") == 2


def test_points_of_a_picture_never_overlap(site: "TestClient") -> None:
    page = shown(site, "/library/timeline?q=hip+pain")
    places = [tuple(map(float, place)) for place in re.findall(r"translate\(([\d.]+) ([\d.]+)\)", page)]
    assert len(places) == 23
    assert not [
        (one, other)
        for n, one in enumerate(places)
        for other in places[:n]
        if abs(one[0] - other[0]) < 24 and abs(one[1] - other[1]) < 24
    ]


def test_the_same_question_gives_the_same_page(site: "TestClient") -> None:
    for path in PAGES:
        assert shown(site, path) == shown(site, path)


def test_strengths_are_linked_to_the_recommendation_in_its_source(site: "TestClient") -> None:
    page = shown(site, "/library/strengths?q=colchicine+flare")
    links = Elements(page).links()
    assert links.count("/library/sources/flares?quote=0-34&q=colchicine%20flare#quote") == 2
    assert "as printed only" in words(page)
