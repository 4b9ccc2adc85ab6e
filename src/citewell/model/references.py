"""An entry of a reference list."""

from dataclasses import dataclass

from citewell.model.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One entry of the reference list; `n` is the number citations use.

    released: the date of release as printed. digest: of a document of the library, which version was quoted.
    """

    n: int
    id: str
    type: str
    title: str
    body: str
    short: str
    year: int
    status: str
    status_note: str = ""
    origin: str = ""
    authors: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    released: str = ""
    digest: str = ""

    @classmethod
    def of(cls, source: Source, *, n: int = 0) -> "Reference":
        """The reference to a source of a pack; without a number where none is cited by it."""
        return cls(
            n=n,
            id=source.id,
            type=source.type.value,
            title=source.title,
            body=source.body,
            short=source.short,
            year=source.year,
            status=source.status.value,
            status_note=source.status_note,
            origin=source.origin,
            authors=source.authors,
            container=source.container,
            volume=source.volume,
            issue=source.issue,
            page=source.page,
            doi=source.doi,
            pmid=source.pmid,
            url=source.url,
        )
