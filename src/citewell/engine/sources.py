"""A source as reviewed content rests on it: what it says, where it stands, what was published about it since.

One class makes these records, when content is put down and when it is looked at again, so that whatever
differs between the two happened to the source.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace

from citewell.config import Settings
from citewell.errors import NotFound
from citewell.guidelines.cache import load_packs
from citewell.model.guidelines import GuidelinePack
from citewell.model.library import Document, Notice
from citewell.model.reviews import CitedSource
from citewell.model.sources import Finding, Source, SourceStatus
from citewell.storage.library import Library, status_after
from citewell.text.canonical import digest_of_json

# The origin of a source that is a document of the library; that of a pack's source is the pack's id.
LIBRARY = "library"
# The status of a source that its pack or its library had once and has no longer.
GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSources:
    """What is known of sources here and now: by the packs, by id, and by a library where there is one."""

    packs: Mapping[str, GuidelinePack] = field(default_factory=dict)
    library: Library | None = None

    def of_pack(self, pack: GuidelinePack) -> tuple[CitedSource, ...]:
        """Every source of a pack, in its order."""
        return tuple(self.cited(source, origin=pack.id) for source in pack.sources)

    def of_document(self, document: Document) -> CitedSource:
        """A document of the library, as it was read here."""
        return self.cited(document.source, origin=LIBRARY, quoted=document.digest)

    def cited(self, source: Source, *, origin: str, quoted: str = "") -> CitedSource:
        """A source with the library's notices about it. quoted: the digest of the document it was read in."""
        notices = self._notices(pmid=source.pmid, doi=source.doi)
        return CitedSource(
            id=source.id,
            origin=origin,
            title=source.title,
            status=status_after(notices, before=source.status).value,
            digest=digest_of_source(source, quoted=quoted),
            doi=source.doi,
            pmid=source.pmid,
            notices=tuple(notice.words for notice in notices),
        )

    def now(self, cited: CitedSource) -> CitedSource:
        """The same source as it is known now; what is not known here is as it was, but for the notices.

        Its status is `GONE` where its pack or its library held it and does no longer.
        """
        if cited.origin == LIBRARY:
            return self._document_now(cited)
        pack = self.packs.get(cited.origin)
        if pack is None:
            return self._noticed(cited)
        found = next((source for source in pack.sources if source.id == cited.id), None)
        return self.cited(found, origin=pack.id) if found else replace(cited, status=GONE)

    def _document_now(self, cited: CitedSource) -> CitedSource:
        if self.library is None:
            return cited
        try:
            return self.of_document(self.library.description(cited.id))
        except NotFound:
            known = self.library.has_held(cited.id)
            return replace(cited, status=GONE) if known else self._noticed(cited)

    def _noticed(self, cited: CitedSource) -> CitedSource:
        notices = self._notices(pmid=cited.pmid, doi=cited.doi)
        status = status_after(notices, before=SourceStatus(cited.status))
        return replace(cited, status=status.value, notices=tuple(notice.words for notice in notices))

    def _notices(self, *, pmid: str, doi: str) -> tuple[Notice, ...]:
        return self.library.notices_about(pmid=pmid, doi=doi) if self.library else ()


@contextmanager
def known_sources(settings: Settings) -> Iterator[KnownSources]:
    """What the packs and the library of these settings know. Raises InputError for a pack that has faults."""
    packs = load_packs(settings.packs, settings.cache)
    library = Library.at(settings.library)
    with closing(library) if library else nullcontext():
        yield KnownSources(packs={pack.id: pack for pack in packs}, library=library)


def digest_of_source(source: Source, *, quoted: str = "") -> str:
    """SHA-256 over what a source says: the findings that were read in it, and the document they stand in.

    Its status and what was published about it are no part of it: they are told apart from a change.
    """
    return digest_of_json([quoted, source.year, [_said(finding) for finding in source.findings]])


def _said(finding: Finding) -> list[str]:
    direction = finding.direction.value if finding.direction else ""
    told = (finding.id, finding.text, finding.locator, finding.reading.value, finding.via)
    return [*told, direction, finding.grade, finding.population]
