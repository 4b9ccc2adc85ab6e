"""An answer as server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html

Each event's data is an object with members of the answer. Put together in order, members of the same name
joined, they are the answer.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from citewell.answers.contract import AnswerDocument

MEDIA_TYPE = "text/event-stream"
EVENTS = ("understood", "bottom-line", "section", "disagreements", "references", "end")
_UNDERSTOOD = ("question", "audience", "after", "read_as", "facts", "pico", "changed")
_END = ("follow_ups", "disclaimer", "provenance")
_APART = {*_UNDERSTOOD, *_END, "sections", "disagreements", "references"}
_BOTTOM_LINE = tuple(name for name in AnswerDocument.__dataclass_fields__ if name not in _APART)


def events_of(document: bytes) -> Iterator[bytes]:
    """The events of an answer's JSON, in the order of `EVENTS`, with one event for each section."""
    members = msgspec.json.decode(document, type=dict[str, msgspec.Raw])
    yield _event("understood", {name: members[name] for name in _UNDERSTOOD})
    yield _event("bottom-line", {name: members[name] for name in _BOTTOM_LINE})
    for section in msgspec.json.decode(members["sections"], type=list[msgspec.Raw]):
        yield _event("section", {"sections": [section]})
    yield _event("disagreements", {"disagreements": members["disagreements"]})
    yield _event("references", {"references": members["references"]})
    yield _event("end", {name: members[name] for name in _END})


def _event(name: str, data: dict[str, Any]) -> bytes:
    # JSON in one line: no data of it can end the event.
    return b"event: " + name.encode() + b"\ndata: " + msgspec.json.encode(data) + b"\n\n"
