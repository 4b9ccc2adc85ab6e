"""Libraries of documents built by hand, indexed as an ingest would leave them."""

from contextlib import closing
from pathlib import Path

from citewell.config import Settings, content_folder
from citewell.engine.publishing import publish
from citewell.model.library import Document, Notice
from citewell.storage.library import Library
from citewell.storage.records import packed


def settings_in(home: Path) -> Settings:
    """Settings of a new home, without packs."""
    return Settings(home=home, packs=(), grading=content_folder() / "grading")


def shelved(settings: Settings, *documents: Document, notices: tuple[Notice, ...] = ()) -> Settings:
    """The settings, their library holding these documents beside what it held, and its index published."""
    with closing(Library.open(settings.library)) as library:
        with library.transaction():
            for document in documents:
                library.add(packed(document))
            library.add_notices(notices)
        publish(settings, library)
    return settings
