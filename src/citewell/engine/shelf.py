"""The library opened for reading: its store, the index over it, and the encoder that made its vectors."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from citewell.answers.library.patient_facts import NOTHING_CAUTIONARY, Cautionary
from citewell.config import Settings
from citewell.engine.cautionary import cautionary_of
from citewell.errors import IntegrityError, NotFound
from citewell.model.library import Document
from citewell.model.shelves import BY_WORDS, Gathered
from citewell.storage import form
from citewell.storage.library import Library
from citewell.text.kinds import NO_KINDS, Kinds, read_kinds
from citewell.text.plain_words import NO_PLAIN_WORDS, PlainWords, read_plain_words

if TYPE_CHECKING:
    from citewell.retrieval.index import Index
    from citewell.retrieval.vector import Encoder

_MOST_TEXTS_KEPT = 64
# The same is asked again for another reader, or with a fact more.
_MOST_GATHERED_KEPT = 32
# The index may be replaced by a newer one while it is being opened.
_TRIES = 3


class Shelf:
    """A library and the index over it. Reading them changes neither."""

    def __init__(
        self,
        library: Library,
        index: "Index",
        encoder: "Encoder | None" = None,
        *,
        plain: PlainWords = NO_PLAIN_WORDS,
        kinds: Kinds = NO_KINDS,
        cautionary: Cautionary = NOTHING_CAUTIONARY,
    ) -> None:
        self.plain = plain
        self.kinds = kinds
        self.cautionary = cautionary
        self.library = library
        self.index = index
        self.encoder = encoder
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._gathered: OrderedDict[Hashable, tuple[Gathered, tuple[str, ...]]] = OrderedDict()
        self._seen = library.database.seen_change()

    @classmethod
    def open(cls, settings: Settings) -> "Shelf | None":
        """The settings' library with its published index; None where nothing was published yet.

        Raises IntegrityError where the index is missing, damaged or of another format, and InputError where
        the settings name an encoder that is not there.
        """
        library = Library.at(settings.library)
        if library is None:
            return None
        try:
            found = _live_index(settings, library)
        except BaseException:
            library.close()
            raise
        if found is None:
            library.close()
            return None
        plain, kinds = read_plain_words(settings.vocabulary), read_kinds(settings.vocabulary)
        return cls(library, *found, plain=plain, kinds=kinds, cautionary=cautionary_of(settings))

    @property
    def fingerprint(self) -> str:
        """What answers depend on: the index, and whether the meanings in it are searched, too."""
        if self.encoder or self.index.about_vectors is None:
            return self.index.fingerprint
        return self.index.fingerprint + BY_WORDS

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """What is read inside is the library as it stands at one moment, whatever others write meanwhile."""
        with self.library.snapshot():
            self._forget_what_changed()
            yield

    def described(self, document_ids: Iterable[str]) -> Iterator[tuple[str, Document]]:
        """What is known of the documents, less those that were removed since the index was built."""
        for document_id in document_ids:
            with suppress(NotFound):
                yield document_id, self.library.description(document_id)

    def _forget_what_changed(self) -> None:
        """Texts are kept only as long as no other process writes: a newer version has other spans."""
        seen = self.library.database.seen_change()
        if seen != self._seen:
            self._texts.clear()
            self._gathered.clear()
            self._seen = seen

    def text(self, document_id: str) -> str:
        """A document's whole text; those read last are kept."""
        if document_id in self._texts:
            self._texts.move_to_end(document_id)
        else:
            self._texts[document_id] = self.library.text(document_id)
            if len(self._texts) > _MOST_TEXTS_KEPT:
                self._texts.popitem(last=False)
        return self._texts[document_id]

    def gathered(self, asked: Hashable, gather: Callable[[], Gathered]) -> Gathered:
        """What was gathered for the same before, or what `gather` brings; those asked for last are kept.

        asked: all that it depends on beside the library. Belongs into `at_one_moment`. The whole texts, which
        may be long, are not kept with it.
        """
        if asked in self._gathered:
            self._gathered.move_to_end(asked)
            kept, texts = self._gathered[asked]
            return replace(kept, texts={one: self.text(one) for one in texts})
        new = gather()
        self._gathered[asked] = (replace(new, texts={}), tuple(new.texts))
        if len(self._gathered) > _MOST_GATHERED_KEPT:
            self._gathered.popitem(last=False)
        return new


def _live_index(settings: Settings, library: Library) -> "tuple[Index, Encoder | None] | None":
    """The library's index, every part of it that is searched opened, and the encoder to search with.

    None where none was published yet.
    """
    from citewell.engine.encoders import opened
    from citewell.engine.publishing import REBUILD, is_of_this_format
    from citewell.retrieval.index import open_index

    published = form.published(library.database)
    if published and not is_of_this_format(published):
        raise IntegrityError("the library's index was made by another version of Citewell", hint=REBUILD)
    encoder = opened(settings) if published else None
    fault: Exception | None = None
    for _ in range(_TRIES):
        try:
            index = open_index(settings.index)
            if index is not None:
                return index, _opened_whole(index, encoder)
        except (IntegrityError, ValueError, OSError, msgspec.DecodeError) as error:
            fault = error
            continue
        if published:
            raise IntegrityError(f"the library's index is missing from {settings.index}", hint=REBUILD)
        return None
    # tantivy's readers hold a lock file beside the index, so that no build takes its files away.
    locked = "Lockfile" in str(fault)
    hint = f"its folder must be one that can be written to: {settings.index}" if locked else REBUILD
    raise IntegrityError(f"the library's index cannot be read: {fault}", hint=hint)


def _opened_whole(index: "Index", encoder: "Encoder | None") -> "Encoder | None":
    """Open what is otherwise opened on first use: what is open stays readable when a newer one comes.

    Gives the encoder where it made the index's vectors; else these are left alone.
    """
    for collection in (index.documents, index.passages):
        collection.size  # noqa: B018 - opened by being looked at
    index.vocabulary  # noqa: B018
    index.identifiers  # noqa: B018
    return encoder if index.vectors_by(encoder) is not None else None
