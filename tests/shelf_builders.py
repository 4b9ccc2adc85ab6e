"""Libraries of documents built by hand, indexed as an ingest would leave them."""

import hashlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from citewell.config import Settings
from citewell.engine.publishing import publish
from citewell.guidelines.bases import content_folder
from citewell.model.library import BlockKind, Document, Notice, Passage, Span
from citewell.storage.library import Library
from citewell.storage.records import packed
from library_builders import source_of


def settings_in(home: Path) -> Settings:
    """Settings of a new home, without packs."""
    return Settings(home=home, packs=(), grading=content_folder() / "grading")


def beside(settings: Settings, home: Path) -> Settings:
    """The settings with a data folder of a test's own, the packs compiled already."""
    (home / "cache").symlink_to(settings.cache)
    return replace(settings, home=home)


def shelved(settings: Settings, *documents: Document, notices: tuple[Notice, ...] = ()) -> Settings:
    """The settings, their library holding these documents beside what it held, and its index published."""
    with closing(Library.open(settings.library)) as library:
        with library.transaction():
            for document in documents:
                library.add(packed(document))
            library.add_notices(notices)
        publish(settings, library)
    return settings


def laid_out(source_id: str, *blocks: tuple[str, ...], **given: object) -> Document:
    """A document of blocks, each (kind, section, words, heading, …): a line of text each, as it is read.

    A block without a kind is a line that is no passage. A row's words are its cells, parted by tabs.
    """
    lines, passages = [], []
    start, section, headings = 0, "", ()
    for kind, into, words, *over in blocks:
        if into != section:
            section, headings = into, ()
            start = _line(lines, into, start)
        if kind and tuple(over) != tuple(word for word, _ in headings):
            spans = []
            for heading in over:
                spans.append((heading, Span(start, start + len(heading))))
                start = _line(lines, heading, start)
            headings = tuple(spans)
        if kind:
            passages.append(
                Passage(
                    n=len(passages),
                    start=start,
                    end=start + len(words),
                    kind=BlockKind(kind),
                    section=section,
                    headings=tuple(span for _, span in headings),
                )
            )
        start = _line(lines, words, start)
    text = "\n".join(lines)
    return Document(
        source=source_of(source_id, **given),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        passages=tuple(passages),
    )


def _line(lines: list[str], words: str, start: int) -> int:
    lines.append(words)
    return start + len(words) + 1
