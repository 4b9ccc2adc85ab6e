"""Texts as FHIR carries them: whole, and escaped for the form they travel in."""

import re
from collections.abc import Iterable
from html import escape

from citewell.interop.fhir.codings import Json

# XML 1.0 §2.2 has no sign for these: a replacement character shows that one stood there.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OF_MARKDOWN = re.compile(r"[\\`*_\[\]<>~&]|^\s*(?:[-+#=]|\d{1,9}[.)])", re.MULTILINE)


def shown(text: str) -> str:
    """A text as XHTML."""
    return escape(_NOT_IN_XML.sub("\ufffd", text), quote=False)


def narrative(title: str, lines: Iterable[str] = (), *, listed: Iterable[str] = ()) -> Json:
    """A generated Narrative (R4 §2.18): a title, a paragraph for each line, a list."""
    paragraphs = "".join(f"<p>{shown(line)}</p>" for line in lines if line)
    points = "".join(f"<li>{shown(point)}</li>" for point in listed if point)
    told = f"<h2>{shown(title)}</h2>{paragraphs}" + (f"<ul>{points}</ul>" if points else "")
    return narrated(told, status="generated")


def narrated(xhtml: str, *, status: str = "additional") -> Json:
    """XHTML as a Narrative, which says more than the elements beside it unless it was generated of them."""
    return {"status": status, "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{xhtml}</div>'}


def markdown(text: str) -> str:
    """A plain text for an element of type markdown: every sign that would be read as a mark is escaped.

    CommonMark 0.31 §2.4: a backslash before any ASCII punctuation makes it a letter like another.
    """
    return _OF_MARKDOWN.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)
