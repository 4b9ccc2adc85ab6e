"""HTML and Markdown as blocks of plain text: headings, paragraphs, list items and rows of tables."""

from collections import deque
from collections.abc import Iterable, Sequence

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from citewell.errors import InputError
from citewell.ingest.emphasis import heading_rank
from citewell.ingest.inline import LINE_BREAK, Inner, Run, Style, common_style, flat, pieces, words
from citewell.ingest.mending import mended
from citewell.ingest.plain import PlainText, spaced
from citewell.ingest.tables import TableRow, rows_of, width_of, write_rows
from citewell.ingest.tagsoup import tidied

_HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}
_LISTS = frozenset(("ul", "ol", "dl", "menu", "dir"))
_TOO_DEEP = "xcessive depth"
# More lines than this are no heading together, since none is so long.
_MOST_LINES = 300


def write_html(html: str, into: PlainText, *, level: int = 1) -> None:
    """Write a piece of HTML as blocks; `level` is that of its highest headings.

    No text is lost: a "<" that begins no tag of HTML is text, and so is what stands in a table outside its
    cells. A paragraph that is wholly strong or underlined and states nothing is a heading (see `emphasis`).
    What follows a nested list in an item is an item of the same depth. A table of one column is laid-out
    text. Scripts, styles and buttons are no text; of an image its alternative text is.
    Raises InputError for HTML that is nested more than 256 deep.
    """
    if "<" in html or "&" in html:
        write_element(parsed(f"<div>{html}</div>"), into, level=level)
    else:
        into.paragraph(mended(html))


def write_markdown(text: str, into: PlainText, *, level: int = 1) -> None:
    """Write Markdown (CommonMark with tables) as blocks; HTML in it is text."""
    from markdown_it import MarkdownIt

    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    write_html(renderer.render(text), into, level=level)


def write_element(element: HtmlElement, into: PlainText, *, level: int = 1) -> None:
    """Write a parsed element as blocks, like `write_html`."""
    writer = _Writer(into, level)
    writer.flow(element, Style.PLAIN)
    writer.end()


def parsed(html: str) -> HtmlElement:
    """The root element of HTML that may be broken or hostile. Raises InputError when it is too deep."""
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(tidied(html), parser=parser)
    except etree.ParserError:
        return HtmlElement()
    if any(_TOO_DEEP in fault.message for fault in parser.error_log):
        raise InputError("The HTML is nested more than 256 elements deep.")
    return root


class _Writer:
    """The walk through a document: the line that is being gathered, and the list it stands in."""

    def __init__(self, into: PlainText, level: int) -> None:
        self._into = into
        self._level = level
        self._line: list[Run] = []
        self._depth = -1

    def flow(self, element: HtmlElement, style: Style) -> None:
        """Gather the words of an element, and write its blocks as they come."""
        for piece in pieces(element, style):
            if isinstance(piece, Run):
                self._line.append(piece)
            else:
                self._block(piece)

    def end(self) -> None:
        """Write the line gathered so far as an item, a heading or a paragraph."""
        if not self._line:
            return
        line, self._line = self._line, []
        if self._depth >= 0:
            self._into.item(words(line), depth=self._depth)
        else:
            for group in _split(line, 2):
                self._paragraph(group)

    def _block(self, block: Inner) -> None:
        self.end()
        element, tag = block.element, block.element.tag
        if tag in _LISTS or tag == "dd":
            self._deeper(block)
        elif tag == "table":
            self._table(rows_of(element))
        elif tag in _HEADINGS:
            self._heading(element, _HEADINGS[tag])
        else:
            self.flow(element, block.style)
        self.end()

    def _deeper(self, block: Inner) -> None:
        self._depth += 1
        self.flow(block.element, block.style)
        self.end()
        self._depth -= 1

    def _heading(self, element: HtmlElement, rank: int) -> None:
        self._into.heading(words(flat(element)), level=self._level + rank)

    def _table(self, rows: tuple[TableRow, ...]) -> None:
        if width_of(rows) > 1:
            write_rows(rows, self._into)
            return
        for row in rows:
            for cell in row.cells:
                self.flow(cell.element, Style.STRONG if cell.element.tag == "th" else Style.PLAIN)
                self.end()

    def _paragraph(self, group: list[Run]) -> None:
        """A paragraph, or a heading; first lines that are headings are cut from what follows them."""
        lines = deque(_split(group, 1))
        while lines:
            if len(lines) <= _MOST_LINES and self._headed(_joined(lines)):
                return
            if len(lines) == 1 or not self._headed(lines[0]):
                self._into.paragraph(words(_joined(lines)))
                return
            lines.popleft()

    def _headed(self, runs: Sequence[Run]) -> bool:
        """Write the runs as a heading, if they are one."""
        style = common_style(runs)
        text = spaced(words(runs)) if style else ""
        rank = heading_rank(text, style)
        if rank is not None:
            self._into.heading(text, level=self._level + rank)
        return rank is not None


def _split(line: Sequence[Run], breaks: int) -> list[list[Run]]:
    """The line cut where at least so many line breaks follow each other; none is without words."""
    if not any(run.text == LINE_BREAK for run in line):
        return [list(line)]
    groups: list[list[Run]] = [[]]
    seen = 0
    for run in line:
        if run.text == LINE_BREAK:
            seen += 1
        elif run.text.strip():
            if seen >= breaks:
                groups.append([])
            seen = 0
        groups[-1].append(run)
    return [group for group in groups if any(run.text.strip() for run in group)]


def _joined(lines: Iterable[Sequence[Run]]) -> list[Run]:
    return [run for line in lines for run in (*line, Run(LINE_BREAK))]
