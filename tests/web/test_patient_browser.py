"""A patient told in a real browser: with scripts and without, on a phone, and read by axe."""

from typing import TYPE_CHECKING

import pytest

from browsing import Served, axe, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WORDS = "64 M, L3 fracture, prostate cancer 2 years ago, new leg weakness"
OPEN_ALL = "for (const each of document.querySelectorAll('main details')) each.open = true"


def told(page: "Page", words: str = WORDS) -> None:
    page.goto("/patient")
    page.fill("#words", words)
    page.click("main button[type=submit] >> nth=0")
    page.wait_for_selector(".banner")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_patient_is_told_read_and_corrected(browser: "Browser", served: Served, *, scripts: bool) -> None:
    with visiting(browser, served, scripts=scripts) as page:
        told(page)
        assert page.text_content(".banner-title") == "Emergency now"
        assert page.url.endswith("/patient")
        page.check("input[name='fact.leg-weakness'][value='no']")
        page.click("main button[type=submit] >> nth=-1")
        page.wait_for_selector(".banner.warning")
        assert "Work-up for a pathologic fracture" in (page.text_content(".banner-title") or "")
        assert page.is_checked("input[name='fact.leg-weakness'][value='no']")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_result_is_open_to_everybody(browser: "Browser", served: Served, width: int, scheme: str) -> None:
    with visiting(browser, served, width=width, color_scheme=scheme, bypass_csp=True) as page:
        told(page)
        page.evaluate(OPEN_ALL)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_fact_is_found_by_its_words(page: "Page") -> None:
    page.goto("/patient")
    page.fill("#filter", "saddle")
    shown = page.locator(".fact:visible")
    assert shown.count() >= 1
    assert all("addle" in text for text in shown.all_text_contents())
    page.fill("#filter", "")
    assert page.is_visible("#fact-age")


def test_the_reader_is_switched_without_losing_the_patient(page: "Page") -> None:
    told(page)
    page.click(".reader summary")
    page.click(".reader button[value=student]")
    page.wait_for_selector(".reader summary:has-text('Student')")
    assert page.text_content(".banner-title") == "Emergency now"


def test_who_says_to_be_a_patient_is_told_whom_this_page_is_for(page: "Page") -> None:
    told(page)
    page.click(".reader summary")
    page.click(".reader button[value=patient]")
    page.wait_for_selector("text=for professionals only")
    assert not page.is_visible("nav[aria-label=Main] a[href='/patient']")


def test_a_file_is_taken_home_and_the_page_stays(page: "Page") -> None:
    told(page)
    with page.expect_download() as taken:
        page.click("[data-download] >> nth=0")
    assert taken.value.suggested_filename == "application.md"
    assert page.is_enabled("[data-download] >> nth=0")


def test_on_paper_stands_the_result_without_its_form(page: "Page") -> None:
    told(page)
    page.emulate_media(media="print")
    assert page.is_visible(".banner")
    assert page.is_visible(".pathway svg")
    assert page.is_visible("[id$=applies]")
    assert not page.is_visible("#fact-age")
