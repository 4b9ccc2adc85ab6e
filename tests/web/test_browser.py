"""Every page in a real browser, with scripts and without: quiet, accessible, fitting a phone.

Pages are found in the routes, and by walking from the front page along the links; beside those stand the ones
that only a form or an account leads to.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from browsing import APPROVED, QUESTION, Served, ask, axe, read_as, visiting
from citewell.web.pages import PARTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# One page of each kind that the navigation does not show to everybody: as whom, and where.
FURTHER = [
    ("", "/sign-in"),
    ("", "/library?q=gout"),
    ("", "/nothing-is-here"),
    ("rita", "/account"),
    ("ada", "/review"),
    ("dora", "/review/everything"),
    ("ben", "/review/article/wrist-splints"),
    ("dora", f"/review/{APPROVED.kind}/{APPROVED.name}"),
    ("", f"/articles/{APPROVED.name}"),
    ("emil", "/users"),
    ("dora", "/review/audit"),
    ("", "/packs/vertebral-fracture"),
    ("", "/packs/vertebral-fracture/source-attributes"),
]


def alone() -> list[str]:
    """Every page whose address says all: found in the routes, so that a new page is tried unasked."""
    routes = [route for part in PARTS for route in part.pages.routes]
    there = {route.path for route in routes if "GET" in route.methods and "{" not in route.path}  # type: ignore[attr-defined]
    # They lead on to another page, out of the house, or to a file.
    return sorted(
        there - {"/ask", "/sign-in/issuer", "/sign-in/issued", "/review/audit/anchor", "/review/audit/export"}
    )


ADDRESSES = [("dora", path) for path in alone()] + FURTHER


def checked(page: "Page") -> list[str]:
    """What is wrong with a page as it stands there, in words."""
    return [*headings(page), *in_both_schemes(page), *on_a_phone(page)]


def headings(page: "Page") -> Iterator[str]:
    if page.locator("h1").count() != 1:
        yield f"{page.locator('h1').count()} headings of level 1"
    if not page.title().endswith("Citewell"):
        yield f"its title is {page.title()!r}"
    if page.locator("html[lang]").count() != 1:
        yield "no language"


def in_both_schemes(page: "Page") -> list[str]:
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    found = axe(page)
    page.emulate_media(color_scheme="dark")
    return found + [f"in the dark: {each}" for each in axe(page, "color-contrast", "link-in-text-block")]


def on_a_phone(page: "Page") -> list[str]:
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    too_wide = [f"{wide} px wide on a phone: {widest(page)}"] if wide > PHONE["width"] else []
    return [
        *too_wide,
        *(f"on a phone: {each}" for each in axe(page, "target-size", "scrollable-region-focusable")),
    ]


def widest(page: "Page") -> str:
    found: str = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(
            (each) => each.getBoundingClientRect().right > innerWidth + 1
        ).map((each) => each.outerHTML.slice(0, 80)).slice(0, 3).join(" | ")"""
    )
    return found


@pytest.mark.parametrize(("who", "path"), ADDRESSES)
def test_a_page_is_quiet_accessible_and_fits_a_phone(
    visit: Callable[..., "Page"], who: str, path: str
) -> None:
    page = visit(who=who)
    page.goto(path)
    assert checked(page) == []


@pytest.mark.parametrize(("who", "path"), ADDRESSES)
def test_a_page_is_whole_without_scripts(visit: Callable[..., "Page"], who: str, path: str) -> None:
    page = visit(who=who, scripts=False, width=390)
    page.goto(path)
    assert list(headings(page)) == []
    assert page.locator("main").inner_text().strip()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate("document.querySelectorAll('[style], script:not([src])').length") == 0


# What a question leads to, each kind of page once.
ASKED = {
    "an answer of a pack": QUESTION,
    "an answer of the library": "What is recommended for a gout flare?",
    "an emergency": "78-year-old with an L2 compression fracture, saddle anaesthesia and urinary retention",
    "a disagreement": "Should vertebroplasty be offered for a painful osteoporotic vertebral fracture?",
    "no answer": "How is a punctured bicycle tyre mended?",
}


READERS = [*(("clinician", kind) for kind in ASKED), ("patient", "an emergency")]


@pytest.mark.parametrize(("audience", "kind"), READERS)
def test_what_is_answered_is_quiet_accessible_and_fits_a_phone(
    visit: Callable[..., "Page"], audience: str, kind: str
) -> None:
    page = visit()
    read_as(page, audience)
    ask(page, ASKED[kind])
    assert checked(page) == []


def test_the_evidence_is_quiet_accessible_and_fits_a_phone(page: "Page") -> None:
    ask(page, QUESTION)
    page.goto(page.locator("a.cite").first.get_attribute("href") or "")
    assert checked(page) == []


def test_the_evidence_beside_the_answer_is_accessible(page: "Page") -> None:
    ask(page, QUESTION)
    page.locator("a.cite").first.click()
    page.locator("dialog[open] .panel-body > *").first.wait_for()
    assert checked(page) == []


def test_every_link_of_every_page_leads_somewhere(browser: "Browser", served: Served) -> None:
    """Every link from the front page on, as somebody without an account sees them: one page of each kind."""
    with visiting(browser, served) as page:
        seen, waiting, wrong = set(), ["/"], []
        while waiting:
            path = waiting.pop()
            status = page.goto(path).status  # type: ignore[union-attr]
            if status >= 400 or page.locator("h1").count() != 1:
                wrong.append(f"{path}: {status}")
            for link in links(page):
                if (kind := kind_of(link)) not in seen:
                    seen.add(kind)
                    waiting.append(link)
        assert wrong == []
        assert len(seen) > 8


def links(page: "Page") -> list[str]:
    """The links of a page that stay in the house and are pages; a download is none."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("a[href]")]
            .filter((link) => link.origin === location.origin && !link.hasAttribute("download"))
            .map((link) => link.pathname + link.search)"""
    )
    return [link for link in found if "/download/" not in link and "/api/v1" not in link]


def kind_of(link: str) -> str:
    """Links that differ in what they name alone are of one kind."""
    parts = urlsplit(link)
    steps = [step for step in parts.path.split("/") if step]
    named = [step if n == 0 or step.isalpha() else "*" for n, step in enumerate(steps)]
    asked = sorted({pair.split("=")[0] for pair in parts.query.split("&")})
    return "/".join(named[:3]) + "?" + "&".join(asked)
