"""The recommendations for a patient by their verdicts, as the result's page shows them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from citewell.answers.formats.marks import marks_of
from citewell.answers.formats.words import Numbering, heading, id_words
from citewell.answers.wording import worded
from citewell.model.answers import Audience, Claim, Verdict
from citewell.model.applications import Part
from citewell.model.catalog import Catalog

_GROUPS = ("applies", "unknown", "does not apply")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """A recommendation with its verdict. grade: as printed; kind: how strongly, for the badge.

    cautions: what drug safety says of this patient, each with the numbers that it cites.
    """

    title: str
    text: str
    lead: str
    numbers: tuple[int, ...]
    grade: str
    kind: str
    by: str
    why: str
    caution: str
    caution_numbers: tuple[int, ...]
    cautions: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """The recommendations of one verdict."""

    id: str
    title: str
    items: tuple[Recommended, ...]


def by_verdict(part: Part, catalog: Catalog, audience: Audience, numbering: Numbering) -> Iterator[Verdicts]:
    """The recommendations of a part, those that apply first; nearest to settled before others."""
    found = {verdict.statement: verdict for verdict in part.verdicts}
    for group in _GROUPS:
        claims = [c for c in part.recommendations if _of(c, found).verdict == group]
        claims.sort(key=lambda claim: len(_of(claim, found).missing))
        items = tuple(_recommended(c, _of(c, found), catalog, audience, numbering) for c in claims)
        if items:
            yield Verdicts(id=group.replace(" ", "-"), title=heading(group, audience), items=items)


def _of(claim: Claim, verdicts: Mapping[str, Verdict]) -> Verdict:
    return verdicts.get(claim.recommendation or claim.id) or verdicts[claim.id]


def _recommended(
    claim: Claim, verdict: Verdict, catalog: Catalog, audience: Audience, numbering: Numbering
) -> Recommended:
    marks = marks_of(claim, numbering, audience)
    grade = ", ".join(part for part in (marks.printed, marks.direction) if part)
    caution = verdict.caution
    return Recommended(
        title=claim.title or claim.text,
        text=claim.text,
        lead=claim.lead,
        numbers=numbering.of(claim.citations),
        grade=grade[:1].upper() + grade[1:],
        kind=marks.tone,
        by=numbering.reference(claim.citations[0]).short,
        why=_why(claim, verdict, catalog),
        caution=worded(caution, audience) if caution else "",
        caution_numbers=numbering.known(verdict.caution_cites),
        cautions=marks.cautions,
    )


def _why(claim: Claim, verdict: Verdict, catalog: Catalog) -> str:
    if verdict.failed:
        return "Needed and not so: " + "; ".join(verdict.failed)
    if not verdict.missing:
        return claim.because
    open_still = [f"Depends on: {_names(verdict.missing, catalog)}"]
    open_still += [f"Not excluded: {_names(verdict.not_excluded, catalog)}"] if verdict.not_excluded else []
    return ". ".join(open_still)


def _names(facts: Iterable[str], catalog: Catalog) -> str:
    return "; ".join(name_of(fact, catalog) for fact in facts)


def name_of(fact: str, catalog: Catalog) -> str:
    """What a fact is called."""
    return catalog.facts[fact].label if fact in catalog.facts else id_words(fact)
