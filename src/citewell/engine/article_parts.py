"""An answer for several readers as parts to be reviewed, with the sources it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from citewell.engine.reviewable_fields import Field, cited, lined, part
from citewell.engine.sources import LIBRARY, KnownSources
from citewell.errors import NotFound
from citewell.model.answers import Answer, Audience, Claim, ShownDisagreement, ShownSide
from citewell.model.catalog import Catalog
from citewell.model.references import Reference
from citewell.model.reviews import CitedSource, Part

Answers = Mapping[Audience, Answer]
Catalogs = Mapping[str, Catalog]
T = TypeVar("T")
Placed = tuple[str, Claim]  # The title of its section, and the claim.


def article_parts(answers: Answers, catalogs: Catalogs) -> Iterator[Part]:
    """The page, each claim, each disagreement and its sides; a claim for several readers is one part."""
    yield _page(answers)
    for claims in _aligned({a: _placed(answer) for a, answer in answers.items()}).values():
        yield _claim_part(claims, catalogs)
    shown = {a: [(each.id, each) for each in answer.disagreements] for a, answer in answers.items()}
    for debates in _aligned(shown).values():
        yield from _disagreement_parts(debates, catalogs)


def cited_sources(answers: Answers, catalogs: Catalogs, known: KnownSources) -> tuple[CitedSource, ...]:
    """Each source that any reader meets, once, in the order in which they meet it."""
    packs = {source: pack for answer in answers.values() for source, pack in _packs_of(answer)}
    references = {each.id: each for answer in answers.values() for each in answer.references}
    return tuple(_source(each, packs.get(each.id, ""), catalogs, known) for each in references.values())


def topics_of(answers: Answers, catalogs: Catalogs) -> tuple[str, ...]:
    """By which interests and risks are matched: the packs and pages, what is asked, what is spoken of."""
    found: set[str] = set()
    for answer in answers.values():
        asked = answer.pico
        phrases = (*asked.conditions, *asked.interventions, *asked.comparators)
        found |= {answer.topic, *(phrase.id for phrase in phrases)}
        found |= {pack for _, pack in _packs_of(answer)}
        for concept, catalog in _concepts(answer, catalogs):
            found |= {concept, *catalog.broader.get(concept, ())}
    return tuple(sorted(found - {""}))


def claims_of(answer: Answer) -> Iterator[Claim]:
    """Every claim of the page, outside its disagreements."""
    return (claim for _, (_, claim) in _placed(answer))


def _page(answers: Answers) -> Part:
    first = next(iter(answers.values()))
    lacking = dict.fromkeys(each for answer in answers.values() for each in answer.incomplete)
    titles = ((audience.value, answer.title) for audience, answer in answers.items())
    return part("page", first.title, ("question", first.question), *titles, ("incomplete", lined(lacking)))


def _placed(answer: Answer) -> list[tuple[str, Placed]]:
    placed = [("Bottom line", claim) for claim in answer.bottom_line]
    placed += [(section.title, claim) for section in answer.sections for claim in section.claims]
    return [(claim.id, (title, claim)) for title, claim in placed]


def _aligned(told: Mapping[Audience, Sequence[tuple[str, T]]]) -> dict[str, dict[Audience, T]]:
    """By id what each reader is told, in the order of whoever meets it first."""
    found: dict[str, dict[Audience, T]] = {}
    for audience, each in told.items():
        for name, value in each:
            found.setdefault(name, {}).setdefault(audience, value)
    return found


def _claim_part(claims: Mapping[Audience, Placed], catalogs: Catalogs) -> Part:
    section, first = next(iter(claims.values()))
    return part(
        f"claim:{first.id}",
        first.title or section,
        *((audience.value, claim.text) for audience, (_, claim) in claims.items()),
        *((f"lead:{audience.value}", claim.lead) for audience, (_, claim) in claims.items()),
        ("context", lined(each.text for each in first.context)),
        ("section", section),
        *_judged(first),
        ("quotation", first.quote.source if first.quote else ""),
        ("cites", _citations(first.citations, first.pack, catalogs)),
    )


def _judged(claim: Claim) -> tuple[Field, ...]:
    return (
        ("direction", claim.direction.value if claim.direction else ""),
        ("grade", claim.as_printed or ""),
        ("strength", claim.strength or ""),
        ("certainty", claim.certainty or ""),
        ("effect", claim.effect.value if claim.effect else ""),
        ("applies", claim.applies or ""),
        ("because", claim.because),
    )


def _disagreement_parts(debates: Mapping[Audience, ShownDisagreement], catalogs: Catalogs) -> Iterator[Part]:
    first = next(iter(debates.values()))
    anchor = f"disagreement:{first.id}"
    defaults = {audience: each.default for audience, each in debates.items() if each.default}
    cites = first.default.citations if first.default else ()
    yield part(
        anchor,
        first.title,
        ("question", first.question),
        *((audience.value, default.text) for audience, default in defaults.items()),
        ("cites", _citations(cites, first.pack, catalogs)),
    )
    sides = {audience: list(_named_sides(each)) for audience, each in debates.items()}
    for name, told in _aligned(sides).items():
        yield _side_part(f"{anchor}/side:{name}", first, told, catalogs)


def _side_part(
    anchor: str, debate: ShownDisagreement, told: Mapping[Audience, ShownSide], catalogs: Catalogs
) -> Part:
    side = next(iter(told.values()))
    return part(
        anchor,
        f"{side.body}: {debate.title}",
        ("stance", side.stance),
        ("grade", side.grade),
        *((audience.value, each.text) for audience, each in told.items()),
        ("population", side.population),
        ("cites", _citations(side.citations, debate.pack, catalogs)),
    )


def _named_sides(shown: ShownDisagreement) -> Iterator[tuple[str, ShownSide]]:
    """Each side by the source it cites first; a second of the same source by its number."""
    taken: dict[str, int] = {}
    for side in shown.sides:
        source = side.citations[0].partition("#")[0]
        n = taken[source] = taken.get(source, 0) + 1
        yield (f"{source}:{n}" if n > 1 else source), side


def _citations(citations: Sequence[str], pack: str, catalogs: Catalogs) -> str:
    return cited(citations, catalogs[pack]) if pack else lined(citations)


def _packs_of(answer: Answer) -> Iterator[tuple[str, str]]:
    """(source, the pack that cites it); the library's have the empty name."""
    for claim in claims_of(answer):
        yield from ((citation.partition("#")[0], claim.pack) for citation in claim.citations)
    for shown in answer.disagreements:
        cites = [citation for side in shown.sides for citation in side.citations]
        cites += shown.default.citations if shown.default else ()
        yield from ((citation.partition("#")[0], shown.pack) for citation in cites)


def _concepts(answer: Answer, catalogs: Catalogs) -> Iterator[tuple[str, Catalog]]:
    for claim in claims_of(answer):
        catalog = catalogs.get(claim.pack)
        if catalog and claim.id in catalog.statements:
            yield from ((concept, catalog) for concept in catalog.statements[claim.id].about)
    for shown in answer.disagreements:
        catalog = catalogs.get(shown.pack)
        if catalog and shown.id in catalog.disagreements:
            yield from ((concept, catalog) for concept in catalog.disagreements[shown.id].about)


def _source(reference: Reference, pack: str, catalogs: Catalogs, known: KnownSources) -> CitedSource:
    if pack:
        return known.cited(catalogs[pack].sources[reference.id], origin=pack)
    if known.library is None:
        raise NotFound(f"the library that {reference.id!r} was quoted from is not here")
    document = known.library.description(reference.id)
    return known.cited(document.source, origin=LIBRARY, quoted=reference.digest)
