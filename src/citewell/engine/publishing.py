"""The index over the library: built by one process at a time, from the library as it is at one moment."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from citewell.config import Settings
from citewell.errors import IntegrityError
from citewell.model.library import Document
from citewell.retrieval import index, schema
from citewell.storage import form
from citewell.storage.database import alone
from citewell.storage.form import Published
from citewell.storage.library import Library

REBUILD = "citewell library reindex builds it again from the library"
_TOLD_EVERY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far something long has come: documents so far, the share that is done (0 to 1), and with what."""

    documents: int
    share: float
    doing: str


Watch = Callable[[Step], None]


def unwatched(step: Step) -> None:
    """A watch for those who need none."""


def publish(settings: Settings, library: Library, *, watch: Watch = unwatched, anew: bool = False) -> str:
    """Put an index over the library as it is in place; its fingerprint.

    Nothing is built when the live one was made of just this, unless `anew`. Another process that builds is
    waited for; a build that is killed leaves the index that was live.
    """
    made_by = _made_by(settings.vocabulary)
    with alone(settings.library.with_suffix(".lock")):
        with library.snapshot():
            revision, before = form.revision(library.database), form.published(library.database)
            wanted = Published(
                revision=revision, fingerprint=before.fingerprint if before else "", made_by=made_by
            )
            if not anew and before == wanted and live_fingerprint(settings.index) == before.fingerprint:
                return before.fingerprint
            documents = _told(library.documents(), len(library.ids()), watch)
            fingerprint = index.build(documents, settings.index, written=settings.vocabulary)
        form.put_down(
            library.database, Published(revision=revision, fingerprint=fingerprint, made_by=made_by)
        )
        return fingerprint


def live_fingerprint(folder: Path) -> str:
    """The fingerprint of the index in use; empty when there is none that can be found."""
    try:
        live = index.open_index(folder)
    except (IntegrityError, OSError, ValueError):
        return ""
    return live.fingerprint if live else ""


def is_of_this_format(published: Published) -> bool:
    """Whether an index was made in the format that is read here."""
    return published.made_by.partition(" ")[0] == schema.FORMAT


def _made_by(vocabulary: Path | None) -> str:
    """The format of an index, and a digest of the vocabulary that was written for it."""
    whole = hashlib.sha256()
    for path in sorted(vocabulary.glob("*.yaml")) if vocabulary else ():
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{schema.FORMAT} {whole.hexdigest()[:16]}"


def _told(documents: Iterable[Document], number: int, watch: Watch) -> Iterator[Document]:
    for n, document in enumerate(documents):
        if n % _TOLD_EVERY == 0:
            watch(Step(documents=n, share=n / number, doing="building the index"))
        yield document
    watch(Step(documents=number, share=1.0, doing="publishing the index"))
