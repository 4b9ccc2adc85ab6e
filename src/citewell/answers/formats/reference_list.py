"""The numbered reference list: what each source is, how old, where it stands and where it is read."""

from collections.abc import Iterable, Sequence

from citewell.answers.formats.page import Entries, Entry, Part
from citewell.answers.formats.words import age_words, heading
from citewell.model.answers import Audience
from citewell.model.references import Reference
from citewell.model.sources import SourceStatus


def references_part(references: Sequence[Reference], audience: Audience, *, this_year: int) -> list[Part]:
    """The numbered reference list."""
    if not references:
        return []
    entries = Entries(entries=tuple(entry_of(reference, this_year=this_year) for reference in references))
    return [Part(id="references", title=heading("references", audience), blocks=(entries,))]


def entry_of(reference: Reference, *, this_year: int) -> Entry:
    """One reference as an entry of the list; the year is what its age is counted from."""
    return Entry(
        n=reference.n,
        type=reference.type,
        short=reference.short or reference.body,
        title=reference.title,
        age=age_words(reference.year, this_year),
        status=_standing(reference),
        published=_published(reference),
        links=links_of(reference),
        state=reference.status,
        remark=_remark(reference),
        fallen=SourceStatus(reference.status).fallen,
    )


def _standing(reference: Reference) -> str:
    """Its status with the note on it, which may begin with the status itself."""
    note = reference.status_note.rstrip(".")
    if not note:
        return reference.status
    return note if note.startswith(reference.status) else f"{reference.status} ({note})"


def _remark(reference: Reference) -> str:
    """The note on its status, less the status where the note begins with it."""
    said = reference.status_note.rstrip(".").removeprefix(reference.status).strip(" :;,.")
    return said[:1].upper() + said[1:]


def _published(reference: Reference) -> str:
    issue = f"({reference.issue})" if reference.issue else ""
    place = f"{reference.volume}{issue}" + (f":{reference.page}" if reference.page else "")
    journal = f"{reference.container} {place.lstrip(':')}".strip()
    body = reference.body if reference.body not in (reference.short, reference.authors) else ""
    return ". ".join(part.rstrip(".") for part in (body, reference.authors, journal) if part)


def links_of(reference: Reference) -> tuple[tuple[str, str], ...]:
    """Where it is read: what a link says, and its address; "" where that is no web address."""
    return tuple(_links(reference))


def _links(reference: Reference) -> Iterable[tuple[str, str]]:
    if reference.doi:
        yield f"doi:{reference.doi}", f"https://doi.org/{reference.doi}"
    if reference.pmid:
        yield f"PMID {reference.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"
    if reference.url:
        yield reference.url, reference.url if reference.url.startswith(("https://", "http://")) else ""
