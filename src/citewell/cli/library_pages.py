"""What `citewell library` prints: records for programs, pages for people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import groupby
from typing import Any

import click

from citewell.answers.formats.page import Block, Page, Paragraph, Part, Point, Points
from citewell.answers.formats.words import cleaned, one_line
from citewell.cli.errors import say
from citewell.cli.wording import counted
from citewell.engine.browsing import Checked, Found, FoundPassage
from citewell.errors import NotFound
from citewell.model.library import Document, DocumentHit, FoundRecommendation, Passage, PassageHit
from citewell.model.sources import Source

_LONGEST_LINE = 600
# A page of results is looked over; the whole passage is in the JSON and in `show --text`.
_LONGEST_PASSAGE = 500
_NEAREST = 3
# Of a score, what two decimals show.
_SMALLEST_SHARE = 0.005


def known_id(source: str, ids: Sequence[str]) -> str:
    """The id, or NotFound with those nearest to it."""
    if source in ids:
        return source
    begun = sorted(
        (known for known in ids if known.startswith(source)), key=lambda known: (len(known), known)
    )
    near = [*begun, *get_close_matches(source, ids, n=_NEAREST)][:_NEAREST]
    hint = "there is " + ", ".join(near) if near else "citewell library list shows what there is"
    raise NotFound(f"the library has no source {source!r}", hint=hint)


def list_page(documents: Iterable[Document]) -> Page:
    """The sources, a line or two each."""
    points = _points(documents)
    return Page(title=counted(len(points), "source"), opening=(Points(points=points),))


def _points(documents: Iterable[Document]) -> tuple[Point, ...]:
    return tuple(_source(each.source, _about(each.source)) for each in documents)


def _source(source: Source, *notes: str) -> Point:
    return cleaned(Point(lead=source.id, text=source.title, notes=notes))


def source_page(document: Document) -> Page:
    """A source with its recommendations, by section."""
    source = cleaned(document.source)
    rows = (
        ("Body", source.body),
        ("Released", document.released or str(source.year or "")),
        ("Status", f"{source.status.value}. {source.status_note}".rstrip(". ")),
        ("Superseded by", source.superseded_by),
        ("Population", source.population),
        ("Conditions", "; ".join(document.conditions)),
        ("Interventions", "; ".join(document.interventions)),
        ("Origin", source.origin),
        ("Licence", document.licence),
        ("DOI", source.doi),
        ("PMID", source.pmid),
    )
    facts = Points(
        points=tuple(
            Point(lead=name, text=_shortened(one_line(value), _LONGEST_LINE)) for name, value in rows if value
        )
    )
    return Page(title=source.title, opening=(facts,), parts=tuple(_recommendation_parts(document)))


def _recommendation_parts(document: Document) -> Iterator[Part]:
    """The recommendations under the sections and headings of the source, in its order."""
    if not document.recommendations:
        return
    passages = {passage.n: passage for passage in document.passages}
    yield Part(
        id="recommendations", title=counted(len(document.recommendations), "recommendation"), blocks=()
    )
    by_place = groupby(
        document.recommendations, key=lambda found: _place(passages.get(found.passages[0]), document)
    )
    for n, (place, found) in enumerate(by_place):
        points = tuple(_recommendation(each, document) for each in found)
        yield Part(id=f"place-{n}", title=place, blocks=(Points(points=points),), level=3)


def _place(passage: Passage | None, document: Document) -> str:
    """The section and the headings over a passage, outermost first."""
    if passage is None:
        return ""
    words = [document.text[span.start : span.end] for span in passage.headings]
    whole = [passage.section, *words] if passage.section not in words else words
    return one_line(" › ".join(" ".join(part.split()) for part in whole if part))[:_LONGEST_LINE]


def _recommendation(found: FoundRecommendation, document: Document) -> Point:
    harmonised = " · ".join(part for part in (found.strength, found.certainty) if part)
    grade = found.label or "no grade printed beside it"
    notes = (
        f"{grade} (harmonised: {harmonised})" if harmonised else grade,
        f"characters {found.start}–{found.end}",
    )
    words = document.text[found.start : found.end].replace("\t", " | ")
    return cleaned(Point(text=words, notes=(" · ".join(notes),)))


def found_page(query: str, found: Found, *, explain: bool) -> Page:
    """The passages found, then the sources."""
    parts = (
        Part(
            id="passages",
            title="Passages",
            blocks=(Points(points=tuple(_found(each, explain=explain) for each in found.passages)),),
        ),
        Part(
            id="sources",
            title="Sources",
            blocks=(Points(points=tuple(_found_source(*each, explain=explain) for each in found.documents)),),
        ),
    )
    told = tuple(_told_first(found))
    return Page(title=f"Search: {one_line(query)}", opening=told, parts=parts if found.documents else ())


def _told_first(found: Found) -> Iterator[Block]:
    if found.unknown:
        unknown = ", ".join(f"“{word}”" for word in found.unknown)
        yield cleaned(Paragraph(text=f"Nothing in the library speaks of {unknown}.", tone="quiet"))
    elif not found.documents:
        yield Paragraph(text="Nothing was found.", tone="quiet")


def _found(found: FoundPassage, *, explain: bool) -> Point:
    labels = ", ".join(dict.fromkeys(each.label for each in found.recommendations if each.label))
    where = " · ".join(part for part in (_about(found.source), found.passage.section) if part)
    notes = (
        f"{where} · characters {found.passage.start}–{found.passage.end}",
        f"grade as printed: {labels}" if labels else "",
        _sum(found.hit) if explain else "",
    )
    text = _shortened(found.text.replace("\t", " | "), _LONGEST_PASSAGE)
    return cleaned(Point(lead=found.source.id, text=text, notes=tuple(note for note in notes if note)))


def _found_source(document: Document, hit: DocumentHit, *, explain: bool) -> Point:
    return _source(document.source, _about(document.source), *((_sum(hit),) if explain else ()))


def _sum(hit: DocumentHit | PassageHit) -> str:
    """A score as the sum of its shares, with how near it is beside what that counts for."""
    told = ""
    for name, share in hit.shares:
        if abs(share) >= _SMALLEST_SHARE:
            told += f" {'−' if share < 0 else '+'} {name} {abs(share):.2f}"
            told += f" (nearness {hit.nearness:.2f})" if name == "meaning" else ""
    return f"{hit.score:.2f} = {told.removeprefix(' + ').strip()}"


def _shortened(text: str, most: int) -> str:
    """The text, or its beginning up to a word's end with a sign that more follows."""
    return text if len(text) <= most else text[:most].rpartition(" ")[0] + " […]"


def echo_pairs(record: Mapping[str, Any]) -> None:
    """A record as lines of name and value; what is not known is left out."""
    for name, value in record.items():
        if value is not None:
            click.echo(f"{name:16} {_in_words(value)}")


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count:,} {what}" for what, count in value.items())
    if isinstance(value, list):
        return "–".join(str(part) for part in value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def echo_flags(found: Checked) -> None:
    """What a check found."""
    answers = counted(found.quoting, "recorded answer quotes", "recorded answers quote")
    click.echo(f"{answers} the library, {len({f.fingerprint for f in found.flags}):,} flagged")
    if found.protected:
        answers = counted(found.protected, "protected answer keeps", "protected answers keep")
        say(f"{answers} no sources to check: CITEWELL_RECORD=text would keep them")
    for flag in found.flags:
        say(f"{flag.fingerprint[:16]}: {flag.source}: {flag.reason}")


def _about(source: Source) -> str:
    known = (source.short or source.body, str(source.year or ""), source.type.value, source.status.value)
    return " · ".join(part for part in known if part)
