"""A pack read as a document: every part, every source, every fault at the record it concerns."""

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from builders import TODAY, all_of, disposition, number, pack, recommendation, source, when, yes_no
from citewell.config import Settings
from citewell.engine.pack_reading import Checker, Record, change_log, cited_by, faults_at
from citewell.engine.pathways import pathway_of
from citewell.model.catalog import Catalog
from citewell.model.guidelines import GuidelinePack
from citewell.model.problems import Problem
from citewell.web.change_log import Told, log_blocks
from citewell.web.pack_items import PARTS
from citewell.web.pack_reader import PackReader

PACK = "/packs/vertebral-fracture"
LARGEST = 150_000


def test_the_packs_are_listed_with_their_state(site: TestClient) -> None:
    shown = site.get("/packs").text
    for words_ in (
        "Osteoporotic vertebral and sacral fracture",
        "Submitted",
        "Version 0.1.0",
        "finds no fault",
    ):
        assert words_ in shown


@pytest.mark.parametrize("part", ["", "/faults", *(f"/{part}" for part in PARTS)])
def test_each_part_is_shown_and_stays_small(site: TestClient, part: str) -> None:
    shown = site.get(PACK + part)
    assert shown.status_code == 200
    assert len(shown.content) < LARGEST
    assert shown.text.count("<h1>") == 1


@pytest.mark.parametrize("path", ["/packs/nothing", f"{PACK}/nothing", f"{PACK}/sources/nothing"])
def test_what_is_not_there_is_not_found(site: TestClient, path: str) -> None:
    assert site.get(path).status_code == 404


@pytest.mark.parametrize("page", ["-3", "0", "99999999"])
def test_a_page_beyond_the_ends_is_the_first_or_the_last(site: TestClient, page: str) -> None:
    assert site.get(f"{PACK}/statements?page={page}").status_code == 200


def test_every_page_of_a_part_holds_other_items(site: TestClient) -> None:
    seen: set[str] = set()
    for number_ in (1, 2, 3):
        ids = set(_items(site.get(f"{PACK}/recommendations?page={number_}").text))
        assert not ids & seen
        seen |= ids
    assert len(seen) == 115


def _items(html: str) -> list[str]:
    return [piece.partition('"')[0] for piece in html.split('<article class="item" id="')[1:]]


def test_a_part_is_searched(site: TestClient) -> None:
    shown = site.get(f"{PACK}/recommendations", params={"q": "calcitonin AAOS"}).text
    assert "aaos-2010-calcitonin" in _items(shown)
    assert "holds these words" in site.get(f"{PACK}/facts", params={"q": "<b>zebra"}).text


def test_a_source_shows_its_findings_and_who_cites_them(site: TestClient) -> None:
    shown = site.get(f"{PACK}/sources/aaos-2010").text
    assert 'id="r1"' in shown
    assert "Cited by" in shown
    assert f'href="{PACK}/recommendations#aaos-2010-calcitonin"' in shown


def test_each_address_leads_to_the_page_that_holds_the_item(site: TestClient) -> None:
    shown = site.get(f"{PACK}/sources/nice-ng41").text
    addresses = {
        piece.partition('"')[0] for piece in shown.split('href="')[1:] if "#" in piece.partition('"')[0]
    }
    for address in sorted(a for a in addresses if a.startswith(PACK))[:12]:
        path, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in site.get(path.replace("&amp;", "&")).text


def small() -> GuidelinePack:
    return pack(
        facts=(number("age", line=3), yes_no("deficit", line=9)),
        statements=(recommendation(path="recommendations/rest.yaml", line=1),),
        dispositions=(disposition("urgent", deficit="deficit is yes"),),
        sources=(source(path="sources/guide-2020.yaml", line=1),),
        digest="a" * 64,
    )


@pytest.mark.parametrize(
    ("fault", "record"),
    [
        (("facts.yaml", 12), Record("facts", "deficit", "Deficit")),
        (("facts.yaml", 9), Record("facts", "deficit", "Deficit")),
        (("facts.yaml", 4), Record("facts", "age", "Age")),
        (("recommendations/rest.yaml", 7), Record("recommendations", "rest", "Rest")),
        (("sources/guide-2020.yaml", 30), Record("sources", "guide-2020", "A guide")),
        (("facts.yaml", 0), None),
        (("concepts.yaml", 5), None),
    ],
)
def test_a_fault_stands_at_the_record_it_concerns(fault: tuple[str, int], record: Record | None) -> None:
    path, line = fault
    problem = Problem(path, line, "x.y", "it is wrong", "mend it")
    assert faults_at(small(), [problem]) == {record: (problem,)}


def test_a_pack_is_checked_once_for_each_edition() -> None:
    checked: list[str] = []

    def check(one: GuidelinePack) -> tuple[Problem, ...]:
        checked.append(one.digest)
        return ()

    checker = Checker(check)
    for _ in range(3):
        assert checker.faults(small()) == ()
    checker.faults(pack(digest="b" * 64))
    assert checked == ["a" * 64, "b" * 64]


def test_who_cites_a_finding_is_told_once_each() -> None:
    assert cited_by(small()) == {
        "guide-2020#r1": (
            Record("recommendations", "rest", "Rest"),
            Record("dispositions", "urgent", "Urgent"),
        )
    }


def test_a_change_log_is_read_as_plain_text() -> None:
    items = "- One **bold**\n  word <script>x</script>\n- [two](javascript:x)\n"
    assert log_blocks(f"# Changes of `x`\n\nWhy.\n\n## 0.1.0\n\n{items}") == (
        Told(kind="paragraph", text="Why."),
        Told(kind="heading", text="0.1.0"),
        Told(kind="item", text="One bold word <script>x</script>"),
        Told(kind="item", text="[two](javascript:x)"),
    )


def test_a_pack_without_a_change_log_has_none(tmp_path: Path) -> None:
    folder = tmp_path / "resting"
    folder.mkdir()
    settings = Settings(home=tmp_path, packs=(folder,), grading=tmp_path)
    assert change_log(settings, "resting") == ""
    assert change_log(settings, "another") == ""
    (folder / "CHANGES.md").write_text("# Changes\n", encoding="utf-8")
    assert change_log(settings, "resting") == "# Changes\n"


def test_a_pack_with_faults_shows_them_at_their_place(tmp_path: Path, settings: Settings) -> None:
    from citewell.asgi import application
    from citewell.cli.pack_new import start_pack

    folder = tmp_path / "faulty"
    start_pack(folder, today=TODAY)
    recommended = folder / "recommendations" / "example-rest.yaml"
    told = recommended.read_text(encoding="utf-8")
    recommended.write_text(told.replace("cites: [", "cites: [nowhere#at-all, ", 1), encoding="utf-8")
    own = Settings(home=tmp_path / "home", packs=(folder,), grading=settings.grading)
    app = application(own, runtime=tmp_path)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert "The checker finds" in client.get("/packs").text
        shown = client.get("/packs/faulty/recommendations").text
        assert "nowhere" in shown
        assert f"recommendations/{recommended.name}, line" in shown
        assert "Remedy:" in shown
        assert "nowhere" in client.get("/packs/faulty/faults").text


def test_a_page_that_did_not_change_is_not_sent_again(site: TestClient) -> None:
    for path in ("/packs", PACK, f"{PACK}/facts", f"{PACK}/sources/aaos-2010"):
        tag = site.get(path).headers["etag"]
        again = site.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert site.get(f"{path}?q=other", headers={"If-None-Match": tag}).status_code in (200, 304)


def test_a_pack_that_names_what_is_not_there_can_be_read() -> None:
    astray = recommendation(populations=("nobody",), applies_when=all_of(when("no-such-fact is yes")))
    urgent = disposition("urgent", lost="no-such-fact is yes")
    catalog = Catalog.of(pack(statements=(astray,), dispositions=(urgent,), digest="c" * 64))
    items = PackReader().read(catalog, None, today=date(2026, 11, 20)).edition.items
    (item,) = items["recommendations"]
    assert [line.text for line in item.lines] == ["nobody", "no-such-fact"]
    assert pathway_of(catalog, on=TODAY).steps[0].reasons[0].asks == "no-such-fact"
