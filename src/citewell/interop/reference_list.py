"""A formatted reference list as a file: plain text, HTML or Markdown, every text escaped."""

from collections.abc import Iterable
from html import escape

from citewell.interop.bibliography import Entry, Style, bibliography
from citewell.model.references import Reference
from citewell.text.markdown import escaped, opened

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>References, {title}</title>
</head>
<body>
{entries}
</body>
</html>
"""


def as_text(references: Iterable[Reference], style: Style) -> str:
    """An entry a paragraph, with its number where the style has numbers."""
    return "\n\n".join(_numbered(entry, entry.text) for entry in bibliography(references, style)) + "\n"


def as_html(references: Iterable[Reference], style: Style) -> str:
    """A page of its own; what is set in italics stays so when it is copied into a text."""
    entries = bibliography(references, style)
    listed = "\n".join(_html_entry(entry) for entry in entries)
    if not style.alphabetical:
        listed = f"<ol>\n{listed}\n</ol>"
    return _PAGE.format(title=escape(style.title), entries=listed)


def as_markdown(references: Iterable[Reference], style: Style) -> str:
    """An entry a paragraph or, where the style has numbers, an item of a numbered list."""
    return "\n\n".join(_markdown_entry(entry) for entry in bibliography(references, style)) + "\n"


def _numbered(entry: Entry, text: str) -> str:
    return text if entry.number is None else f"{entry.number}. {text}"


def _html_entry(entry: Entry) -> str:
    words = "".join(f"<i>{escape(run.text)}</i>" if run.italic else escape(run.text) for run in entry.runs)
    if entry.number is None:
        return f'<p dir="auto">{words}</p>'
    return f'<li value="{entry.number}" dir="auto">{words}</li>'


def _markdown_entry(entry: Entry) -> str:
    words = "".join(
        f"*{escaped(run.text)}*" if run.italic and run.text.strip() == run.text else escaped(run.text)
        for run in entry.runs
    )
    return _numbered(entry, opened(words))
