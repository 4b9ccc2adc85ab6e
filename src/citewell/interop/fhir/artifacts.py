"""What all knowledge artifacts have in common: how they are published, and the citations they rest on.

R4 §2.26 (metadata of knowledge artifacts) and RelatedArtifact (§2.24.0.17).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from citewell.interop.fhir.bibliographies import citation_text, web_address
from citewell.interop.fhir.codings import Json, canonical, filled, machine_name, resource_id
from citewell.interop.fhir.narrative import markdown
from citewell.model.catalog import Catalog
from citewell.model.guidelines import GuidelinePack
from citewell.model.references import Reference
from citewell.model.sources import Finding, Source
from citewell.model.standing import Standing, Status

# Without a word of the board nothing is active; what it once approved and another version replaced is over.
_STATUS: Mapping[Status, str] = {
    Status.DRAFT: "draft",
    Status.SUBMITTED: "draft",
    Status.UNDER_REVIEW: "draft",
    Status.CHANGES_REQUESTED: "draft",
    Status.APPROVED: "active",
    Status.SUPERSEDED: "retired",
    Status.RETIRED: "retired",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """How the artifacts of one pack are published.

    base: as of `codings.base_of`. standing: what the board says of the pack as it
    is here, None where it says nothing.
    """

    base: str
    pack: GuidelinePack
    standing: Standing | None = None

    @property
    def status(self) -> str:
        """The PublicationStatus: active only while the board's approval stands."""
        return _STATUS[self.standing.status if self.standing else self.pack.status]

    def id(self, *parts: str) -> str:
        """The id of a resource of this pack, which it shares with no resource of another."""
        return resource_id(self.pack.id, *parts)

    def url(self, resource_type: str, *parts: str) -> str:
        """The canonical address of a resource of this pack."""
        return canonical(self.base, resource_type, self.id(*parts))

    def pinned(self, resource_type: str, *parts: str) -> str:
        """The same, of the pack's very version."""
        return canonical(self.base, resource_type, self.id(*parts), self.pack.version)


def metadata(
    published: Publication, resource_type: str, *parts: str, title: str, description: str, name: str = ""
) -> Json:
    """The metadata of any canonical resource; what it holds is put behind it.

    parts: by what it is told from the pack's other resources of its type. description: plain text. name: for
    programs, from the parts where none is given.
    """
    pack = published.pack
    return filled(
        resourceType=resource_type,
        id=published.id(*parts),
        url=published.url(resource_type, *parts),
        version=pack.version,
        name=name or machine_name(pack.id, *parts),
        title=title,
        status=published.status,
        experimental=published.status == "draft",
        date=pack.updated,
        publisher=pack.developer,
        description=markdown(description),
    )


def artifact(
    published: Publication, resource_type: str, *parts: str, title: str, description: str, name: str = ""
) -> Json:
    """The metadata of a knowledge artifact: as of `metadata`, and who approved it, since when, until when."""
    told = metadata(published, resource_type, *parts, title=title, description=description, name=name)
    standing = published.standing
    if standing is None or standing.status is not Status.APPROVED:
        return told
    approval = filled(
        approvalDate=standing.since,
        effectivePeriod={"end": standing.expires} if standing.expires else None,
        endorser=[{"name": name} for name in standing.by],
    )
    return told | approval


def cited(catalog: Catalog, citations: Iterable[str]) -> list[Json]:
    """The findings cited (`source#finding`), each once, in their order."""
    return [_cited(citation, *catalog.findings[citation]) for citation in dict.fromkeys(citations)]


def _cited(citation: str, source: Source, finding: Finding) -> Json:
    said = f"{finding.locator}: {finding.text}" if finding.locator else finding.text
    return _related(source, label=citation, display=said)


def source_cited(source: Source) -> Json:
    """A source as a whole, for a list of references."""
    return _related(source, label=source.id, display=f"{source.short}: {source.title}")


def _related(source: Source, *, label: str, display: str) -> Json:
    reference = Reference.of(source)
    return filled(
        type="citation",
        label=label,
        display=display,
        citation=markdown(citation_text(reference)),
        url=web_address(reference),
    )
