"""A card's parts: the summary that fits whole, the detail in Markdown, its address, its unchanging name.

HL7 CDS Hooks 2.0, "Card Attributes": a summary of fewer than 140 characters; a detail in GitHub Flavored
Markdown; a `uuid` by which feedback names the card. Words of the record are shown as code, so that nothing in
them can become a link or markup.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from urllib.parse import quote

from citewell.answers.formats.markdown import blocks_markdown
from citewell.answers.formats.page import Block, Paragraph, Point, Points
from citewell.answers.formats.parts import claim_point
from citewell.answers.formats.reference_list import references_part
from citewell.answers.formats.words import Numbering, cleaned, one_line, shortened, status_words
from citewell.answers.references import references_of_claims
from citewell.answers.wording import DISCLAIMER
from citewell.engine.hook_reading import Chart
from citewell.model.answers import Audience, Claim
from citewell.model.catalog import Catalog
from citewell.model.hooks import Card, CardLink, Coding, Indicator, Suggestion
from citewell.text.canonical import canonical_json

READER = Audience.CLINICIAN
_LONGEST_SUMMARY = 139
_LONGEST_NAME = 80
# Drawn once (RFC 9562, version 4): the space of the names of our cards, suggestions and codes.
_NAMES = uuid.UUID("0f0e6f5c-8a5b-4e0e-9f3b-52b1f1a1f6d7")
_REASONS = f"urn:uuid:{uuid.uuid5(_NAMES, 'override-reasons')}"
OVERRIDE_REASONS = tuple(
    Coding(code=code, system=_REASONS, display=display)
    for code, display in (
        ("done-already", "Done already, or under way"),
        ("patient-preference", "The patient decided otherwise"),
        ("contraindicated", "Contraindicated in this patient"),
        ("record-differs", "The record is wrong or out of date"),
        ("other-guidance", "Other guidance is followed here"),
        ("not-now", "Not relevant at this moment"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One point of a card: a cited claim, a bold word before it, quiet notes under it."""

    claim: Claim
    lead: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A card before it has its name and its references.

    label: whose word it is. place: the part of the pack where it stands, and the record there ("" for the
    part as a whole). quoted: words of the clinical record. before, lines, after: what stands around the
    points and makes no clinical claim, lines as a list. asks: whether it leads to the form where what is
    asked can be answered. removing: the draft order that may be taken out, as a relative reference.
    """

    indicator: Indicator
    summary: str
    label: str
    place: tuple[str, str]
    told: tuple[Told, ...] = ()
    quoted: str = ""
    before: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    asks: bool = False
    removing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all cards of a call share.

    instance: the hook's. site: our own address, "" where it is not known. year: the present one.
    """

    catalogs: Mapping[str, Catalog]
    instance: str
    site: str
    year: int


def first_that_fits(*summaries: str) -> str:
    """The first summary that is short enough as a whole: one that is cut could lose its "not".

    The last is made of titles alone; only there, where even that is too long, is it cut.
    """
    lines = [one_line(summary) for summary in summaries]
    fitting = (line for line in lines if len(line) <= _LONGEST_SUMMARY)
    return next(fitting, shortened(lines[-1], _LONGEST_SUMMARY))


def listed(head: str, items: Sequence[str]) -> str:
    """A summary of the head and as many items as fit, each whole, with how many more there are."""
    ways = []
    for count in range(len(items), 0, -1):
        more = f" and {len(items) - count} more" if count < len(items) else ""
        ways.append(f"{head} {'; '.join(items[:count])}{more}")
    return first_that_fits(*ways, head.rstrip(":–, "))


def in_a_sentence(title: str) -> str:
    """A title inside a sentence: "Immediate referral" is "immediate referral", "NSAID" stays."""
    return title if title[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def card_of(draft: Draft, chart: Chart, frame: Frame) -> Card:
    """The card: the same draft in the same call gives the same bytes."""
    draft = cleaned(draft)
    card = Card(
        uuid="",
        summary=draft.summary,
        indicator=draft.indicator,
        source_label=one_line(f"Citewell: {draft.label}"),
        source_url=_address(draft.place, chart, frame),
        detail=_detail(draft, chart, frame),
        override_reasons=OVERRIDE_REASONS,
        links=_links(draft, frame),
    )
    name = _name(frame.instance, asdict(card), draft.removing)
    return replace(card, uuid=name, suggestions=tuple(_suggestions(draft, card=name)))


def _name(*content: object) -> str:
    return str(uuid.uuid5(_NAMES, canonical_json(content).decode()))


def _address(place: tuple[str, str], chart: Chart, frame: Frame) -> str:
    """Where it stands in the pack, for reading on; a record is found by its id, whatever page it is on."""
    part, record = place
    if not frame.site:
        return ""
    at = f"{frame.site}/packs/{quote(chart.catalog.pack.id)}/{part}"
    return f"{at}?q={quote(record)}#{quote(record)}" if record else at


def _links(draft: Draft, frame: Frame) -> tuple[CardLink, ...]:
    if not (draft.asks and frame.site):
        return ()
    return (CardLink(label="Answer these in Citewell", url=f"{frame.site}/patient"),)


def _suggestions(draft: Draft, *, card: str) -> Iterator[Suggestion]:
    if draft.removing:
        name = shortened(draft.quoted or draft.removing, _LONGEST_NAME)
        label = one_line(f"Remove the draft order: {name}")
        action = {"type": "delete", "description": label, "resourceId": draft.removing}
        yield Suggestion(label=label, uuid=_name(card, action), actions=(action,))


def _detail(draft: Draft, chart: Chart, frame: Frame) -> str:
    references = references_of_claims((told.claim for told in draft.told), frame.catalogs)
    numbering = Numbering(references)
    points = tuple(_point(told, numbering) for told in draft.told)
    blocks: list[Block] = [Paragraph(text=text) for text in draft.before]
    blocks += [Points(points=(*points, *(Point(text=line) for line in draft.lines)))]
    blocks += [Paragraph(text=text) for text in draft.after]
    parts = references_part(references, READER, this_year=frame.year)
    told = blocks_markdown(blocks, [replace(part, level=3) for part in parts])
    status = f"{status_words(chart.status.value)}. {chart.caution}".strip()
    foot = blocks_markdown([Paragraph(text=text, tone="quiet") for text in (status, DISCLAIMER[READER])])
    return "\n\n".join(part for part in (_code(draft.quoted), told, foot) if part)


def _point(told: Told, numbering: Numbering) -> Point:
    point = claim_point(told.claim, numbering, READER)
    return replace(point, lead=told.lead or point.lead, notes=(*point.notes, *told.notes))


def _code(text: str) -> str:
    """Words of the record, of which nothing is read as markup (CommonMark, "Code spans")."""
    line = shortened(one_line(text).replace("`", "'"), _LONGEST_NAME)
    return f"Order: `{line}`" if line else ""
