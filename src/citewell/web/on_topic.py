"""What the library tells of a topic that a page was asked for."""

from collections.abc import Callable
from typing import TypeVar

from citewell.engine.shelf import Shelf
from citewell.errors import NotFound
from citewell.serving.house import House
from citewell.web.library_query import LibraryQuery

Told = TypeVar("Told")


def on_topic(
    house: House, asked: LibraryQuery, tell: Callable[[Shelf, str], Told]
) -> tuple[Told | None, bool]:
    """What is told of the topic, None where none was asked for; and whether there is no library."""
    topic = "" if "q" in asked.wrong else asked.q
    try:
        with house.library.shelf() as shelf:
            return (tell(shelf, topic) if topic else None), False
    except NotFound:
        return None, True
