"""What `citewell hooks` prints, as pages."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from citewell.answers.formats.page import Block, Page, Paragraph, Part, Point, Points
from citewell.answers.formats.words import cleaned
from citewell.cli.wording import counted
from citewell.engine.hook_writing import OVERRIDE_REASONS
from citewell.model.hooks import Card, HookService
from citewell.storage.hook_feedback import UNKNOWN, Tally

_LISTS = ("bullet_list", "ordered_list")
_BREAKS = frozenset({"softbreak", "hardbreak"})
_REASONS = {reason.code: reason.display for reason in OVERRIDE_REASONS} | {
    UNKNOWN: "a reason that no card offers"
}
_DAY = 10


def services_page(services: Iterable[HookService]) -> Page:
    """The services, with what each asks to be sent along."""
    parts = tuple(_service(service) for service in cleaned(tuple(services)))
    title = "CDS Hooks services" if parts else "No CDS Hooks services: this installation looks up alone"
    return Page(title=title, parts=parts)


def _service(service: HookService) -> Part:
    asked = tuple(Point(lead=key, text=template) for key, template in service.prefetch.items())
    blocks: tuple[Block, ...] = (Paragraph(text=service.description), Points(points=asked))
    return Part(id=service.id, title=f"{service.id} · {service.hook.value}", blocks=blocks)


def cards_page(cards: tuple[Card, ...]) -> Page:
    """Cards, their Markdown as plain text."""
    title = counted(len(cards), "card") if cards else "No cards"
    return Page(title=title, parts=tuple(part for card in cleaned(cards) for part in _card(card)))


def _card(card: Card) -> Iterator[Part]:
    title, blocks = f"{card.indicator.value.upper()}: {card.summary}", [_source(card)]
    level = 2
    for heading, told in _sections(card.detail):
        if heading:
            yield Part(id=card.uuid, title=title, level=level, blocks=tuple(blocks))
            title, blocks, level = heading, [], 3
        blocks += told
    offered = [f"Suggestion: {each.label}" for each in card.suggestions]
    offered += [f"{link.label}: {link.url}" for link in card.links]
    if offered:
        blocks.append(Points(points=tuple(Point(text=text) for text in offered)))
    yield Part(id=card.uuid, title=title, level=level, blocks=tuple(blocks))


def _source(card: Card) -> Block:
    address = f" · {card.source_url}" if card.source_url else ""
    return Paragraph(text=f"{card.source_label}{address}", tone="quiet")


def _sections(markdown: str) -> Iterator[tuple[str, list[Block]]]:
    """The blocks under each heading; those before the first under none."""
    heading = ""
    blocks: list[Block] = []
    for node in SyntaxTreeNode(MarkdownIt().parse(markdown)).children:
        if node.type == "heading":
            yield heading, blocks
            heading, blocks = _text(node), []
        else:
            blocks.append(_block(node))
    yield heading, blocks


def _block(node: SyntaxTreeNode) -> Block:
    if node.type in _LISTS:
        return Points(points=tuple(_point(item, n) for n, item in enumerate(node.children, start=1)))
    return Paragraph(text=_text(node))


def _point(item: SyntaxTreeNode, n: int) -> Point:
    """An item of a list, the lines under its first as notes."""
    first, *notes = _text(item).splitlines() or [""]
    numbered = item.parent is not None and item.parent.type == _LISTS[1]
    return Point(text=f"[{n}] {first}" if numbered else first, notes=tuple(notes))


def _text(node: SyntaxTreeNode) -> str:
    """What a reader sees of it; of a link the address as well."""
    if node.type in _BREAKS:
        return "\n"
    if node.type == "link":
        return f"{''.join(map(_text, node.children))} {node.attrGet('href')}"
    return "".join(map(_text, node.children)) if node.children else node.content


def tallies_page(tallies: Iterable[Tally]) -> Page:
    """How often what became of cards, for each service."""
    parts = tuple(
        Part(id=service, title=service, blocks=(Points(points=tuple(map(_tally, each))),))
        for service, each in groupby(cleaned(tuple(tallies)), key=lambda tally: tally.service)
    )
    return Page(title="What became of cards" if parts else "Nothing was told of any card yet", parts=parts)


def _tally(tally: Tally) -> Point:
    reason = f" ({_REASONS.get(tally.reason, tally.reason)})" if tally.reason else ""
    return Point(
        lead=f"{tally.outcome.value}{reason}",
        text=f"{counted(tally.cards, 'card')}, last on {tally.last[:_DAY]}",
    )
