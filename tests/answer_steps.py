"""What tests of the answer's pages do again and again: ask, and read what stands where."""

import re
from html import unescape

from starlette.testclient import TestClient

OVERVIEW = "What is the treatment for an L2 compression fracture?"
OF_A_PATIENT = "What is the treatment for an L2 compression fracture in a 78-year-old woman?"
EMERGENCY = "I have a broken bone in my spine, my legs are weak and I cannot pee"
OUTSIDE = "What is the capital of France?"


def ask(site: TestClient, question: str, *, after: str = "", audience: str = "") -> str:
    """Ask in the form; gives the address of the answer."""
    given = site.post(
        "/ask",
        data={"question": question, "after": after},
        headers={"Cookie": f"audience={audience}"} if audience else {},
    )
    assert given.status_code == 303, given.text
    return str(given.headers["location"])


def read(site: TestClient, address: str) -> str:
    """The page at an address, which is there."""
    shown = site.get(address)
    assert shown.status_code == 200, shown.text
    return str(shown.text)


def words(html: str) -> str:
    """What a page says, without its elements, on one line."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def fingerprint_of(address: str) -> str:
    return address.rpartition("/")[2]
