"""The evidence behind a number: the source, the finding, and the sentences that rest on it."""

from starlette.testclient import TestClient

from answer_steps import OVERVIEW, ask, read, words
from citewell.model.evidence import Excerpt
from citewell.model.library import Span
from citewell.web.evidence_view import Segment, segments_of


def test_a_finding_is_shown_with_its_source_and_what_rests_on_it(site: TestClient) -> None:
    address = ask(site, OVERVIEW)
    page = read(site, f"{address}/evidence/1")
    told = words(page)
    assert "What it says" in told
    assert "In the answer" in told
    assert "years old" in told
    assert 'id="for-tl-conservative-first"' in page
    assert 'id="evidence"' in page


def test_the_pages_walk_through_the_citations(site: TestClient) -> None:
    address = ask(site, OVERVIEW)
    page = read(site, f"{address}/evidence/2")
    assert f'href="{address}/evidence/1" rel="prev"' in page
    assert f'href="{address}/evidence/3" rel="next"' in page


def test_every_number_has_a_page_and_no_other(site: TestClient) -> None:
    address = ask(site, OVERVIEW)
    count = read(site, address).count('id="ref-')
    assert all(site.get(f"{address}/evidence/{n}").status_code == 200 for n in range(1, count + 1))
    assert site.get(f"{address}/evidence/{count + 1}").status_code == 404
    assert site.get(f"{address}/evidence/0").status_code == 404
    assert site.get(f"/answers/{'0' * 32}/evidence/1").status_code == 404


def test_an_id_stands_once_in_a_page(site: TestClient) -> None:
    address = ask(site, OVERVIEW)
    for n in range(1, 12):
        ids = [part.partition('"')[0] for part in read(site, f"{address}/evidence/{n}").split(' id="')[1:]]
        assert len(ids) == len(set(ids))


def test_unchanged_evidence_is_not_sent_again(site: TestClient) -> None:
    address = f"{ask(site, OVERVIEW)}/evidence/1"
    tag = site.get(address).headers["etag"]
    assert site.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_an_excerpt_is_cut_where_the_quotation_and_its_grade_begin_and_end() -> None:
    text = "Before.\nOffer rest (Strong).\nA\tB"
    excerpt = Excerpt(text=text, quoted=Span(8, 28), at=0, label=Span(20, 26))
    assert list(segments_of(excerpt)) == [
        Segment("Before.\n", quoted=False, label=False),
        Segment("Offer rest (", quoted=True, label=False),
        Segment("Strong", quoted=True, label=True),
        Segment(").", quoted=True, label=False),
        Segment("\nA | B", quoted=False, label=False),
    ]


def test_a_grade_printed_apart_from_the_quotation_is_marked_apart() -> None:
    excerpt = Excerpt(text="[2006] Offer rest.", quoted=Span(7, 18), at=0, label=Span(1, 5))
    assert [(each.text, each.quoted, each.label) for each in segments_of(excerpt)] == [
        ("[", False, False),
        ("2006", False, True),
        ("] ", False, False),
        ("Offer rest.", True, False),
    ]
