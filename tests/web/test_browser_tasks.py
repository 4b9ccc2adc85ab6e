"""What people come for, done in a real browser from beginning to end: with scripts, and without them."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from browsing import QUESTION, ask, password_of, read_as

if TYPE_CHECKING:
    from playwright.sync_api import Page

ANSWER = re.compile(r"/answers/[0-9a-f]+$")
FOLLOW_UP = "Should vertebroplasty be offered?"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def either(request: pytest.FixtureRequest, visit: Callable[..., "Page"]) -> "Page":
    return visit(scripts=request.param)


def tab_to(page: "Page", what: str) -> None:
    """Press Tab until this has the focus; not found within a page's first stops, it is out of reach."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(f"{what}:focus").count():
            return
    pytest.fail(f"{what} is not reached by Tab")


def heading(page: "Page") -> str:
    return page.locator("h1").inner_text()


def test_ask_look_at_the_evidence_go_back_and_follow_up(either: "Page") -> None:
    ask(either, QUESTION)
    assert "compression fracture" in heading(either)
    either.goto(either.locator("a.cite").first.get_attribute("href") or "")
    assert either.get_by_text("What it says").first.is_visible()
    either.go_back()
    ask(either, FOLLOW_UP)
    assert either.get_by_role("navigation", name="This conversation").get_by_text(QUESTION).is_visible()


def test_the_keyboard_alone_asks_walks_the_evidence_and_follows_up(page: "Page") -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_url(ANSWER)
    tab_to(page, ".cite")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    panel.get_by_text("Citation 1 of").wait_for()
    page.keyboard.press("ArrowRight")
    panel.get_by_text("Citation 2 of").wait_for()
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    assert page.locator(".cite:focus").count() == 1
    first = page.url
    page.keyboard.press("/")
    page.keyboard.type(FOLLOW_UP)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != first)
    assert ANSWER.search(page.url)


def test_the_first_tab_leads_past_the_navigation(page: "Page") -> None:
    page.goto("/about")
    page.keyboard.press("Tab")
    assert page.locator("*:focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_one_letter_keys_can_be_turned_off(page: "Page") -> None:
    page.goto("/about")
    page.get_by_role("button", name="Turn one-letter keys off").click()
    page.get_by_role("button", name="Turn one-letter keys on").wait_for()
    page.goto("/")
    page.keyboard.press("/")
    assert page.locator("#question:focus").count() == 0


def test_a_missing_fact_refines_the_answer(either: "Page") -> None:
    ask(either, QUESTION)
    before = either.url
    either.locator("form.fact button[value=yes]").first.click()
    either.wait_for_url(lambda url: url != before)
    assert ANSWER.search(either.url)
    assert either.locator("ul.known").get_by_text("Yes").first.is_visible()


def test_the_reader_is_changed_and_the_answer_is_worded_anew(either: "Page") -> None:
    ask(either, QUESTION)
    before, words = either.url, either.locator("main").inner_text()
    either.locator(".reader summary").click()
    either.locator(".reader button[value=patient]").click()
    either.wait_for_url(lambda url: url != before)
    assert ANSWER.search(either.url)
    assert either.locator("main").inner_text() != words
    # It is remembered.
    either.goto("/")
    assert either.locator(".reader summary").inner_text().endswith("Patient")


def test_the_guidance_is_applied_to_a_patient(either: "Page") -> None:
    either.goto("/patient")
    either.locator("form.patient textarea").first.fill(
        "78 F, L2 fracture, saddle anaesthesia, cannot pass urine"
    )
    either.locator("form.patient button[type=submit]").first.click()
    either.locator(".banner.critical").wait_for()
    assert "?" not in either.url
    assert "Age" in either.locator("main").inner_text()


def test_a_source_of_the_library_is_found_and_opened(either: "Page") -> None:
    either.goto("/library")
    either.locator("main input[type=search]").fill("colchicine")
    either.locator("main form button").first.click()
    either.get_by_role("link", name="Gout flares: management in primary care").first.click()
    either.wait_for_url("**/library/sources/gout-2016*")
    assert "Gout flares" in heading(either)


def test_a_reviewer_signs_in_and_comments(either: "Page") -> None:
    either.goto("/review/article/wrist-splints")
    either.get_by_label("Name").fill("ben")
    either.get_by_label("Password").fill(password_of("ben"))
    either.locator("main form button[type=submit]").first.click()
    either.wait_for_url("**/review/article/wrist-splints")
    said = f"Which splint, and for how long? ({either.evaluate('navigator.webdriver')})"
    form = either.locator("form[action='/review/comments']").first
    either.locator("details", has=form).first.locator("summary").first.click()
    form.locator("textarea[name=text]").fill(said)
    form.get_by_role("button", name="Send").click()
    either.get_by_text(said).first.wait_for()


def test_a_button_that_was_pressed_says_so_and_keeps_its_place(page: "Page") -> None:
    page.goto("/")
    page.locator("#question").fill(QUESTION)
    # What is sent is held, so that there is time to look.
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
    button = page.locator("form.ask button")
    before = button.bounding_box()
    button.click()
    page.locator("form.ask button:disabled").get_by_text("…").wait_for()
    after = page.locator("form.ask button").bounding_box()
    assert button.is_disabled()
    assert after == before


def test_an_answer_is_printed_without_what_is_of_the_screen(page: "Page") -> None:
    ask(page, QUESTION)
    page.emulate_media(media="print")
    for part in (".masthead", "form", ".toolbar", ".toc", ".colophon nav"):
        assert not any(found.is_visible() for found in page.locator(part).all()), part
    assert page.locator(".references li").first.is_visible()


def test_whoever_reads_as_a_patient_is_worded_to_on_every_page(either: "Page") -> None:
    read_as(either, "patient")
    ask(either, QUESTION)
    assert (
        "In plain words" in either.locator("main").inner_text()
        or "you" in either.locator("main").inner_text()
    )
