"""The running text of a JATS or MEDLINE element, with its superscripts and formulas in line.

JATS: ANSI/NISO Z39.96. MathML is read for its text: a fraction as "a/b", a superscript raised.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from citewell.ingest.mending import mended
from citewell.ingest.plain import spaced
from citewell.ingest.scripts import raised

# Elements that stand apart from the words around them.
_APART_NAMES = (
    "p title label caption list list-item def-list def-item def term break sec disp-formula disp-quote fn"
    " table tr td th boxed-text fig table-wrap attrib AbstractText"
)
_APART = frozenset(_APART_NAMES.split())
# Of several forms of one thing, these are not for reading when another is there.
_UNREADABLE = frozenset(("graphic", "inline-graphic", "media", "tex-math", "textual-form"))
_TEX = re.compile(r"\\begin\{document\}(.*?)(?:\\end\{document\}|\Z)", re.DOTALL)


def inline(element: etree._Element) -> str:
    """The words of an element, as its author wrote them, on one line."""
    return spaced(mended(_text(element)))


def tag_of(element: etree._Element) -> str:
    """The local name of an element; empty for a comment or a processing instruction.

    PLOS and others write the tags of tables in capitals.
    """
    name = element.tag
    return _local(name) if isinstance(name, str) else ""


@lru_cache(maxsize=512)
def _local(name: str) -> str:
    local = name.rpartition("}")[2]
    return local.lower() if local.isupper() else local


def readable_in(element: etree._Element) -> Iterator[etree._Element]:
    """The children that are read: of `alternatives` the first form that is words, of the others all."""
    if tag_of(element) != "alternatives":
        return iter(element)
    children = [child for child in element if tag_of(child)]
    forms = (child for child in children if tag_of(child) not in _UNREADABLE)
    return iter([next(forms, children[-1])] if children else [])


def running(child: etree._Element, *, before: str) -> str:
    """The words of an element that stands in a line, behind `before`; it is not mended yet."""
    match tag_of(child):
        case "":
            return ""
        case "sup":
            return raised(_text(child), before=before)
        case "math":
            return f" {_formula(child)} "
        case "tex-math":
            text = _text(child)
            return " ".join(_TEX.findall(text)) or text
        case "element-citation" | "nlm-citation" | "citation" if not _has_words(child):
            return " ".join(spaced(running(part, before="")) for part in child)
        case "name" | "string-name" | "person-group" | "date" if not _has_words(child):
            return " ".join(spaced(running(part, before="")) for part in child)
        case tag:
            return f" {_text(child)} " if tag in _APART else _text(child)


def _text(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in readable_in(element):
        parts += [running(child, before="".join(parts[-2:])), child.tail or ""]
    return "".join(parts)


def _has_words(element: etree._Element) -> bool:
    """Whether words stand between an element's parts, so that its author has set the punctuation."""
    return any(text and text.strip() for text in (element.text, *(part.tail for part in element)))


def _formula(element: etree._Element) -> str:
    """A MathML element as text (MathML 3, chapter 3)."""
    parts = [_formula(child) for child in element if tag_of(child)]
    match tag_of(element), parts:
        case "mfrac", [over, under]:
            return f"{_grouped(over)}/{_grouped(under)}"
        case "msup", [base, power]:
            return base + raised(power, before=base)
        case "msubsup", [base, low, power]:
            return base + low + raised(power, before=base)
        case "msqrt", _:
            return f"√{_grouped(''.join(parts))}"
        case "mtr" | "mlabeledtr" | "mtable", _:
            return " ".join(parts)
        case "mspace", _:
            return " "
        case "annotation" | "annotation-xml", _:
            return ""
    return spaced(element.text or "") + "".join(parts)


def _grouped(term: str) -> str:
    return term if term.isalnum() else f"({term})"
