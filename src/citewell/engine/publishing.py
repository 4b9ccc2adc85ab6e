"""The index over the library: built by one process at a time, from the library as it is at one moment."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from citewell.config import Settings
from citewell.engine.encoders import opened
from citewell.errors import IntegrityError, NotFound
from citewell.model.library import Document
from citewell.retrieval import index, schema, units
from citewell.retrieval.encoded import Encoded
from citewell.retrieval.vector import Encoder
from citewell.storage import form
from citewell.storage.database import alone
from citewell.storage.form import Published
from citewell.storage.library import Library

REBUILD = "citewell library reindex builds it again from the library"
_TOLD_EVERY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far something long has come: how many so far and of what, the share done (0 to 1), and at what."""

    documents: int
    share: float
    doing: str
    counted: str = "document"


Watch = Callable[[Step], None]


def unwatched(step: Step) -> None:
    """A watch for those who need none."""


def publish(
    settings: Settings,
    library: Library,
    *,
    encoder: Encoder | None = None,
    watch: Watch = unwatched,
    anew: bool = False,
) -> str:
    """Put an index over the library as it is in place; its fingerprint.

    With an encoder, by default the settings' own, the index has vectors of the library's units. Nothing is
    built when the live one was made of just this, unless `anew`. Another process that builds is waited for;
    a build that is stopped leaves the index that was live, and what was encoded by then is kept for the next.
    """
    encoder = opened(settings) if encoder is None else encoder
    made_by = _made_by(settings.vocabulary, encoder)
    with alone(settings.library.with_suffix(".lock")):
        if not anew and (fingerprint := _still_live(settings, library, made_by)):
            return fingerprint
        with _kept_vectors(settings, encoder) as encoded:
            if encoded is not None:
                _encode(library, encoded, watch)
            with library.snapshot():
                revision = form.revision(library.database)
                documents = _told(library.documents(), len(library.ids()), watch)
                fingerprint = index.build(
                    documents, settings.index, written=settings.vocabulary, encoded=encoded
                )
            if encoded is not None:
                encoded.prune()
        form.put_down(
            library.database, Published(revision=revision, fingerprint=fingerprint, made_by=made_by)
        )
        return fingerprint


def _still_live(settings: Settings, library: Library, made_by: str) -> str:
    """The fingerprint of the live index, where it was made of the library as it is and by the same."""
    with library.snapshot():
        revision, before = form.revision(library.database), form.published(library.database)
    if before is None or (before.revision, before.made_by) != (revision, made_by):
        return ""
    return before.fingerprint if live_fingerprint(settings.index) == before.fingerprint else ""


def _kept_vectors(settings: Settings, encoder: Encoder | None) -> AbstractContextManager[Encoded | None]:
    return Encoded(settings.cache / "vectors", encoder) if encoder is not None else nullcontext()


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


def _made_by(vocabulary: Path | None, encoder: Encoder | None) -> str:
    """The format of an index, a digest of the vocabulary written for it, and what made its vectors."""
    whole = hashlib.sha256()
    for path in sorted(vocabulary.glob("*.yaml")) if vocabulary else ():
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    made_by = f"{schema.FORMAT} {whole.hexdigest()[:16]}"
    return f"{made_by} {encoder.fingerprint} {units.FORM}" if encoder is not None else made_by


def _encode(library: Library, encoded: Encoded, watch: Watch) -> None:
    """Encode what is new in the library, which is not held meanwhile: nobody need wait for it."""
    total, new = _new_texts(library, encoded, watch)
    for done in encoded.take(_texts(library, new)):
        doing = f"encoding {done:,} of {total:,}"
        watch(Step(documents=done, share=min(done / total, 1.0), doing=doing, counted="passage"))


def _new_texts(library: Library, encoded: Encoded, watch: Watch) -> tuple[int, list[str]]:
    """How many texts were not encoded yet, and the documents they stand in."""
    found: set[bytes] = set()
    documents = []
    with library.snapshot():
        number = len(library.ids())
        for n, document in enumerate(library.documents()):
            new = encoded.unknown(unit.text for unit in units.units(document)) - found
            if new:
                documents.append(document.source.id)
                found |= new
            if n % _TOLD_EVERY == 0:
                watch(Step(documents=n, share=n / number, doing="looking for what is new"))
    return len(found), documents


def _texts(library: Library, document_ids: Iterable[str]) -> Iterator[str]:
    """The texts of the documents' units; a document that was removed meanwhile is passed over."""
    for document_id in document_ids:
        with suppress(NotFound):
            for unit in units.units(library.document(document_id)):
                yield unit.text


def _told(documents: Iterable[Document], number: int, watch: Watch) -> Iterator[Document]:
    for n, document in enumerate(documents):
        if n % _TOLD_EVERY == 0:
            watch(Step(documents=n, share=n / number, doing="building the index"))
        yield document
    watch(Step(documents=number, share=1.0, doing="publishing the index"))
