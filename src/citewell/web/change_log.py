"""A pack's change log: of its Markdown only headings, paragraphs and lists, as plain text."""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_KINDS = {"heading_open": "heading", "list_item_open": "item"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One block. kind: heading, paragraph or item."""

    kind: str
    text: str


def log_blocks(markdown: str) -> tuple[Told, ...]:
    """The blocks of a change log after its title; marks within a line are left out, HTML is plain text."""
    tokens = MarkdownIt("zero").enable(["heading", "list", "backticks", "emphasis"]).parse(markdown)
    blocks = list(_blocks(tokens))
    return tuple(blocks[1:] if blocks and blocks[0].kind == "heading" else blocks)


def _blocks(tokens: list[Token]) -> Iterator[Told]:
    kind = "paragraph"
    for token in tokens:
        if token.type in _KINDS:
            kind = _KINDS[token.type]
        elif token.type == "inline":
            parts = (
                " " if part.type in ("softbreak", "hardbreak") else part.content
                for part in token.children or ()
            )
            yield Told(kind=kind, text=" ".join("".join(parts).split()))
            kind = "paragraph"
