"""The running text of an HTML element: its words, how they stand out, and the blocks among them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag

from lxml.html import HtmlElement

from citewell.ingest.scripts import raised

LINE_BREAK = "\u2028"
_BLOCKS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav
    ol option p pre section summary table tbody td tfoot th thead tr ul
"""
_UNREAD = "script style template head noscript svg iframe object select button"
BLOCKS = frozenset(_BLOCKS.split())
UNREAD = frozenset(_UNREAD.split())
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")


class Style(IntFlag):
    """How words stand out."""

    PLAIN = 0
    STRONG = 1
    UNDERLINED = 2
    EMPHASISED = 4


_STYLES = {
    "strong": Style.STRONG,
    "b": Style.STRONG,
    "u": Style.UNDERLINED,
    "ins": Style.UNDERLINED,
    "em": Style.EMPHASISED,
    "i": Style.EMPHASISED,
}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one style; LINE_BREAK alone is a line's end. `high` says that they are a superscript."""

    text: str
    style: Style = Style.PLAIN
    high: bool = False


@dataclass(frozen=True, slots=True)
class Inner:
    """A block that stands among the words, and the style that it inherits."""

    element: HtmlElement
    style: Style


def pieces(element: HtmlElement, style: Style = Style.PLAIN) -> Iterator[Run | Inner]:
    """The words of an element in order; blocks in it are handed over unread."""
    if element.text:
        yield Run(element.text, style)
    for child in element:
        yield from _pieces_of_child(child, style)
        if child.tail:
            yield Run(child.tail, style)


def _pieces_of_child(child: HtmlElement, style: Style) -> Iterator[Run | Inner]:
    tag = child.tag
    if not isinstance(tag, str) or tag in UNREAD:
        return
    if tag in BLOCKS:
        yield Inner(child, style)
    elif tag == "br":
        yield Run(LINE_BREAK, style)
    elif tag == "img":
        yield Run(f" {child.get('alt') or ''} ", style)
    elif tag == "sup":
        yield Run(str(child.text_content()), style, high=True)
    else:
        own = _style_of(child)
        yield from pieces(child, style | own if own else style)


def _style_of(element: HtmlElement) -> Style:
    style = _STYLES.get(element.tag, Style.PLAIN)
    css = element.get("style")
    if css:
        style |= Style.UNDERLINED if "underline" in css else Style.PLAIN
        style |= Style.STRONG if _BOLD.search(css) else Style.PLAIN
        style |= Style.EMPHASISED if "italic" in css else Style.PLAIN
    return style


def flat(element: HtmlElement, style: Style = Style.PLAIN) -> list[Run]:
    """All the words of an element, its blocks apart by a space: what stands in one cell of a table."""
    runs: list[Run] = []
    for piece in pieces(element, style):
        if isinstance(piece, Run):
            runs.append(piece)
        else:
            runs += [Run(" "), *flat(piece.element, piece.style), Run(" ")]
    return runs


def words(runs: Sequence[Run]) -> str:
    """The text of the runs, superscripts written out; white space is still as it came."""
    text = ""
    for run in runs:
        text += raised(run.text, before=text) if run.high else run.text
    return text


def common_style(runs: Sequence[Run]) -> Style:
    """The style that all the words share; marks of punctuation have no say."""
    shared = [run.style for run in runs if any(map(str.isalnum, run.text))]
    style = shared[0] if shared else Style.PLAIN
    for other in shared:
        style &= other
    return style
