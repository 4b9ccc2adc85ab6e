"""An answer in a browser: with scripts its citations open beside it, without they are pages."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from browsing import QUESTION, axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

IN_THE_LIBRARY = "What is recommended for a gout flare?"
PANEL = "dialog.evidence-panel"


def asked(page: "Page", question: str = QUESTION) -> "Page":
    page.goto("/")
    page.fill("#question", question)
    page.click("form.ask button")
    page.wait_for_url("**/answers/*")
    return page


def opened(page: "Page", question: str = QUESTION) -> "Page":
    asked(page, question)
    page.locator("article a.cite").first.click()
    page.locator(PANEL).wait_for()
    return page


def place(page: "Page") -> str:
    return page.locator(f"{PANEL} .panel-bar span").inner_text()


def test_a_number_opens_its_evidence_beside_the_answer(page: "Page") -> None:
    opened(page)
    assert "/evidence/" not in page.url
    assert page.locator(f"{PANEL} #evidence h2").inner_text()
    assert page.locator(f"{PANEL} .piece.meant").count() == 1
    assert axe(page) == []


@pytest.mark.parametrize(("forward", "back"), [("j", "k"), ("ArrowRight", "ArrowLeft")])
def test_the_arrows_walk_through_the_citations(page: "Page", forward: str, back: str) -> None:
    opened(page)
    assert place(page).startswith("Citation 1 of ")
    page.keyboard.press(forward)
    page.wait_for_selector(f"{PANEL} .panel-bar span:has-text('Citation 2 of')")
    page.keyboard.press(back)
    page.wait_for_selector(f"{PANEL} .panel-bar span:has-text('Citation 1 of')")


def test_escape_leads_back_to_the_number(page: "Page") -> None:
    opened(page)
    page.keyboard.press("Escape")
    assert page.locator(PANEL).is_hidden()
    assert page.evaluate("document.activeElement.className") == "cite"


def test_a_quotation_is_marked_where_it_stands(page: "Page") -> None:
    opened(page, IN_THE_LIBRARY)
    assert "colchicine" in page.locator(f"{PANEL} mark").first.inner_text()


def test_without_scripts_a_number_leads_to_a_page(plain_page: "Page") -> None:
    asked(plain_page)
    number = plain_page.locator("article a.cite").first
    wanted = number.get_attribute("href") or ""
    number.click()
    assert plain_page.url.endswith(wanted)
    assert plain_page.locator("#evidence").count() == 1
    plain_page.locator(".pager a", has_text="Back to the answer").click()
    assert plain_page.locator("#bottom-line").count() == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_quick_question_refines_the_answer(visit: Callable[..., "Page"], scripts: bool) -> None:
    page = asked(visit(scripts=scripts), f"{QUESTION[:-1]} in a 78-year-old woman?")
    before = page.url
    page.locator(".fact", has_text="neurological deficit").first.get_by_role("button", name="Yes").click()
    page.wait_for_url(lambda url: url != before)
    assert page.locator(".banner.critical").count() == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_fact_is_corrected(visit: Callable[..., "Page"], scripts: bool) -> None:
    page = asked(visit(scripts=scripts), f"{QUESTION[:-1]} in a 78-year-old woman?")
    before = page.url
    page.locator(".known summary", has_text="Age").click()
    page.locator(".known details[open] input[type=number]").fill("81")
    page.locator(".known details[open]").get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: url != before)
    assert "81 years" in page.locator(".known").inner_text()


def test_a_follow_up_is_asked_with_the_keyboard_alone(page: "Page") -> None:
    asked(page, f"{QUESTION[:-1]} in a 78-year-old woman?")
    before = page.url
    page.keyboard.press("/")
    page.keyboard.type("And if she cannot pee?")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
    assert page.locator(".thread a").count() == 1


def test_an_answer_is_light_and_stands_still(page: "Page") -> None:
    """What reaches the browser of a first visit is under 60 kB, compressed; nothing moves as it is drawn."""
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(response.request.sizes()["responseBodySize"]))
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const each of list.getEntries())"
        " window.shift += each.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    asked(page)
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < 60_000, sizes
    assert page.evaluate("window.shift") < 0.01
