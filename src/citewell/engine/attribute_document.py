"""The source attributes of a pack as a document: what the API gives and the command line prints as JSON."""

from dataclasses import dataclass

from citewell.model.attributes import FactUse, SourceAttributes


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSourceDocument:
    """A source of the bibliography. year: 0 where it is not known."""

    n: int
    id: str
    type: str
    title: str
    authors: str
    body: str
    year: int
    doi: str | None
    pmid: str | None
    url: str | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDocument:
    """A rule that asks for a fact. kind: "recommendation", "disposition" …; id, title: whose rule it is."""

    kind: str
    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactUseDocument:
    """A fact that rules ask for. through: facts that follow from it, where rules ask for those alone."""

    fact: str
    label: str
    through: tuple[str, ...]
    rules: tuple[RuleDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeUseDocument:
    """Whether a kind of patient data is used, and by which facts."""

    attribute: str
    used: bool
    facts: tuple[FactUseDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAttributesDocument:
    """The 13 source attributes of a pack. None: the pack does not state it. released, revised: ISO dates."""

    pack: str
    title: str
    version: str
    digest: str
    developer: str | None
    funding: str | None
    released: str | None
    revised: str
    bibliography: tuple[CitedSourceDocument, ...]
    uses: tuple[AttributeUseDocument, ...]


def attributes_document(told: SourceAttributes) -> SourceAttributesDocument:
    """The attributes, with None for what the pack does not state."""
    return SourceAttributesDocument(
        pack=told.pack,
        title=told.title,
        version=told.version,
        digest=told.digest,
        developer=told.developer or None,
        funding=told.funding or None,
        released=told.released or None,
        revised=told.revised,
        bibliography=tuple(
            CitedSourceDocument(
                n=each.n,
                id=each.id,
                type=each.type,
                title=each.title,
                authors=each.authors,
                body=each.body,
                year=each.year,
                doi=each.doi or None,
                pmid=each.pmid or None,
                url=each.url or None,
                status=each.status,
            )
            for each in told.bibliography
        ),
        uses=tuple(
            AttributeUseDocument(
                attribute=use.attribute.value, used=use.used, facts=tuple(_use(fact) for fact in use.facts)
            )
            for use in told.uses
        ),
    )


def _use(use: FactUse) -> FactUseDocument:
    return FactUseDocument(
        fact=use.fact,
        label=use.label,
        through=use.through,
        rules=tuple(RuleDocument(kind=each.kind, id=each.id, title=each.title) for each in use.rules),
    )
