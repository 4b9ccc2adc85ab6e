"""What each main page costs whoever opens it for the first time: bytes, requests, shifts, times; a table.

    python benchmarks/pages.py [--home HOME] [--question QUESTION]

HOME: the folder of a library; without it, the small one of the tests is made. Our own measure, in the manner
of Lighthouse: Chromium without a window, at 390 px, nothing kept from before, on loopback, so
that the times are those of the server and of the browser and not of a network. Five runs, the median of each
time.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from playwright.sync_api import Browser, sync_playwright

from browsing import Cost, ask, chromium, fill_library, measured, running
from citewell.config import Recording, settings_from

RUNS = 5
WIDTH = 390
DEFAULT = "What is the treatment for an L2 compression fracture?"
ALONE = {
    "Front page": "/",
    "Patient": "/patient",
    "Library": "/library",
    "Library, a search": "/library?q=atrial+fibrillation",
    "Packs": "/packs",
    "A pack": "/packs/vertebral-fracture",
    "Articles": "/articles",
    "Sign in": "/sign-in",
    "Editorial policy": "/policy",
    "About": "/about",
    "API": "/api",
}


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--home", type=Path)
    given.add_argument("--question", default=DEFAULT)
    told = given.parse_args()
    with served(told.home) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        print("| Page | bytes | requests | shift | first byte, ms | largest paint, ms |")
        print("|---|---|---|---|---|---|")
        for name, address in (*answered(browser, url, told.question), *ALONE.items()):
            print(row(name, [measured(browser, url + address, width=WIDTH) for _ in range(RUNS)]))
        browser.close()


@contextmanager
def served(home: Path | None) -> Iterator[str]:
    """A server of this home, or of a new one with a small library; nothing that is asked is recorded."""
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(settings_from(), record=Recording.NO, encoder="none", home=home or Path(folder))
        if home is None:
            fill_library(settings)
        with running(settings, Path(folder)) as url:
            yield url


def answered(browser: Browser, url: str, question: str) -> list[tuple[str, str]]:
    """An answer and the evidence behind its first number, by their addresses."""
    with browser.new_context(base_url=url) as context:
        page = context.new_page()
        page.goto("/")
        ask(page, question)
        evidence = (page.locator("a.cite").first.get_attribute("href") or "").partition("#")[0]
        return [("An answer", page.url.removeprefix(url)), ("Evidence", evidence)]


def row(name: str, costs: list[Cost]) -> str:
    first, painted = median(cost.first for cost in costs), median(cost.painted for cost in costs)
    shift = max(cost.shift for cost in costs)
    return (
        f"| {name} | {costs[0].bytes:,} | {costs[0].requests} | {shift:.3f} | {first:.0f} | {painted:.0f} |"
    )


if __name__ == "__main__":
    main()
