"""The guidance on a topic in time: who spoke when, what fell since, what says that it replaces another."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby

from citewell.engine.shelf import Shelf
from citewell.engine.topics import publishers, topic
from citewell.model.library import Document
from citewell.model.timelines import Lane, Timeline, TimelineEntry

# A picture is of what the topic is about, and no more than can be looked over.
LEAST_SHARE = 0.5
_MOST_SOURCES = 40
_MOST_WORDS = 300
_STATUS_SECTION = "Guideline Status"
_MOST_PASSAGES = 6
_REPLACES = re.compile(r"(?:This|The) (?:\w+ ){0,3}(?:updates|update|replaces|supersedes)\b", re.IGNORECASE)
_MONTHS = 12


def timeline(shelf: Shelf, text: str) -> Timeline:
    """The sources on a topic by body, the body that spoke last first; of each the oldest first."""
    about = topic(shelf, text, share=LEAST_SHARE, most=_MOST_SOURCES)
    dated = [document for document in about.documents if document.source.year]
    replaced = _replaced(shelf, dated)
    entries = [
        TimelineEntry(document=document, at=_moment(document), replaces=replaced.get(document.source.id, ""))
        for document in dated
    ]
    return Timeline(
        topic=about,
        lanes=tuple(_lanes(_with_newest(entries))),
        undated=tuple(document for document in about.documents if not document.source.year),
    )


def _moment(document: Document) -> float:
    """When it was released, in years, as far as is printed."""
    year, _, rest = document.released.partition("-")
    month = rest[:2]
    if year == str(document.source.year) and month.isdigit() and 1 <= int(month) <= _MONTHS:
        return round(document.source.year + (int(month) - 0.5) / _MONTHS, 3)
    return document.source.year + 0.5


def _with_newest(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """The entries from the oldest on, the last that has not fallen marked as the newest."""
    ordered = sorted(entries, key=lambda entry: (entry.at, entry.document.source.id))
    standing = [n for n, entry in enumerate(ordered) if not entry.document.source.status.fallen]
    if standing:
        ordered[standing[-1]] = replace(ordered[standing[-1]], newest=True)
    return ordered


def _lanes(entries: Iterable[TimelineEntry]) -> list[Lane]:
    by_body = sorted(entries, key=_body)
    lanes = [Lane(body=body, entries=tuple(own)) for body, own in groupby(by_body, key=_body)]
    return sorted(lanes, key=lambda lane: (-lane.entries[-1].at, lane.body))


def _body(entry: TimelineEntry) -> str:
    return "; ".join(publishers(entry.document.source))


def _replaced(shelf: Shelf, documents: Iterable[Document]) -> Mapping[str, str]:
    """What sources say themselves that they replace, in their own words, by id."""
    ids = [document.source.id for document in documents]
    places = [
        (one, n)
        for one in ids
        for n in shelf.library.passages_under(one, [_STATUS_SECTION], most=_MOST_PASSAGES)
    ]
    told: dict[str, str] = {}
    for evidence in shelf.library.evidence(places):
        passage = evidence.passage
        words = " ".join(shelf.text(evidence.document)[passage.start : passage.end].split())
        if passage.section == _STATUS_SECTION and _REPLACES.match(words):
            told.setdefault(evidence.document, _shortened(words))
    return told


def _shortened(words: str) -> str:
    return words if len(words) <= _MOST_WORDS else words[:_MOST_WORDS].rpartition(" ")[0] + " …"
