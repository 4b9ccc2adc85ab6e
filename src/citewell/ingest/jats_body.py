"""The text of a JATS article as blocks: sections, paragraphs, lists, tables, captions, notes, references."""

from collections.abc import Callable, Mapping

from lxml import etree

from citewell.ingest.jats_inline import inline, readable_in, running, tag_of
from citewell.ingest.jats_tables import write_table
from citewell.ingest.mending import mended
from citewell.ingest.plain import PlainText, spaced

# What a part is called where the article gives it no title.
_UNTITLED = {
    "abstract": "Abstract",
    "trans-abstract": "Abstract",
    "ack": "Acknowledgments",
    "ref-list": "References",
    "fn-group": "Footnotes",
    "glossary": "Glossary",
    "app-group": "Appendices",
    "app": "Appendix",
    "notes": "Notes",
    "bio": "Biography",
}
# What only a machine or a printer reads.
_UNREAD = frozenset(("object-id", "graphic", "inline-graphic", "media", "col", "colgroup"))


def write_part(part: etree._Element, into: PlainText) -> None:
    """Write the abstract, the body or a part of the back matter, its sections at level 0.

    No word of it is left out but the addresses of graphics and the identifiers of objects. A part or section
    without a title has the name of its kind where it would otherwise stand under another's.
    """
    writer = _Writer(into)
    if tag_of(part) != "body":
        writer.section(part, 0)
        return
    first = next((child for child in part if tag_of(child)), None)
    if first is not None and tag_of(first) != "sec":
        into.heading("Text", level=0)
    writer.flow(part, 0)
    writer.end()


class _Writer:
    """The walk through a part: the line that is being gathered, and the depth of the list it stands in."""

    def __init__(self, into: PlainText) -> None:
        self._into = into
        self._line: list[str] = []
        self._depth = -1
        self._is_label = False

    def flow(
        self, element: etree._Element, level: int, *, without: tuple[etree._Element | None, ...] = ()
    ) -> None:
        """Gather the words of an element, and write its blocks as they come."""
        self._add(element.text)
        for child in readable_in(element):
            if child not in without:
                self._child(child, level)
            self._add(child.tail)

    def end(self) -> None:
        """Write the line gathered so far as an item or a paragraph."""
        words, self._line, self._is_label = mended("".join(self._line)), [], False
        if self._depth >= 0:
            self._into.item(words, depth=self._depth)
        else:
            self._into.paragraph(words)

    def section(self, part: etree._Element, level: int) -> None:
        """A part under its label and title."""
        self.end()
        label, title = _child_named(part, "label"), _child_named(part, "title")
        words = spaced(" ".join(inline(word) for word in (label, title) if word is not None))
        if not words and level == 0:
            words = _UNTITLED.get(tag_of(part), "Text")
        self._into.heading(words, level=level)
        self.flow(part, level + 1 if words else level, without=(label, title))
        self.end()

    def block(self, element: etree._Element, level: int) -> None:
        """A paragraph, or what else stands on a line of its own; a label before it stands on that line."""
        if not self._is_label:
            self.end()
        self.flow(element, level)
        self.end()

    def deeper(self, element: etree._Element, level: int) -> None:
        """A list, or a reference, which is an item."""
        self.end()
        self._depth += 1
        self.flow(element, level)
        self.end()
        self._depth -= 1

    def defined(self, element: etree._Element, level: int) -> None:
        """A term with its definition on one line."""
        self.end()
        term = _child_named(element, "term")
        if term is not None:
            self._label(f"{inline(term)}:")
        self.flow(element, level, without=(term,))
        self.end()

    def table(self, element: etree._Element, level: int) -> None:
        """A table under its label and caption, with its notes."""
        self.end()
        label, caption = _child_named(element, "label"), _child_named(element, "caption")
        over = spaced(" ".join(inline(word) for word in (label, caption) if word is not None))
        table = next((found for found in element.iter() if tag_of(found) == "table"), None)
        if table is None:
            self._into.paragraph(over)
        else:
            write_table(table, self._into, caption=over)
        self.flow(element, level, without=(label, caption, _part_with(table, element)))
        self.end()

    def bare_table(self, element: etree._Element, level: int) -> None:  # noqa: ARG002 - as every block
        """A table without a caption of its own."""
        self.end()
        write_table(element, self._into)

    def _child(self, child: etree._Element, level: int) -> None:
        tag = tag_of(child)
        if not tag or tag in _UNREAD:
            return
        if tag == "label":
            self._label(inline(child))
        elif tag in _BLOCKS:
            _BLOCKS[tag](self, child, level)
        elif any(tag_of(inner) in _BLOCKS for inner in child):
            self.block(child, level)
        else:
            self._add(running(child, before="".join(self._line[-2:])))

    def _label(self, text: str) -> None:
        self._line += [" ", text, " "]
        self._is_label = True

    def _add(self, text: str | None) -> None:
        if text:
            self._line.append(text)
            self._is_label = self._is_label and not text.strip()


def _child_named(element: etree._Element, tag: str) -> etree._Element | None:
    return next((child for child in element if tag_of(child) == tag), None)


def _part_with(inner: etree._Element | None, outer: etree._Element) -> etree._Element | None:
    """The child of `outer` that `inner` is, or stands in (as one of several forms of it)."""
    while inner is not None and inner.getparent() is not outer:
        inner = inner.getparent()
    return inner


_BLOCKS: Mapping[str, Callable[[_Writer, etree._Element, int], None]] = {
    **dict.fromkeys(
        ("sec", "ref-list", "fn-group", "glossary", "app", "app-group", "ack", "bio"), _Writer.section
    ),
    **dict.fromkeys(("notes", "boxed-text", "statement"), _Writer.section),
    **dict.fromkeys(("p", "title", "fn", "list-item", "caption", "attrib", "verse-line"), _Writer.block),
    **dict.fromkeys(("list", "def-list", "ref"), _Writer.deeper),
    "def-item": _Writer.defined,
    "def": _Writer.block,
    "table-wrap": _Writer.table,
    "table": _Writer.bare_table,
}
