"""The authors of a reference, printed as one line, as the people that reference managers want one by one."""

import re
from dataclasses import dataclass

from citewell.interop.lines import line_of
from citewell.model.references import Reference

# As MEDLINE prints an author: the family name, initials without stops, and perhaps a suffix.
_PRINTED = re.compile(
    r"(?P<family>.+?),? (?P<initials>[A-Z](?:[.-]{0,2} ?[A-Z]){0,3}\.?)(?: (?P<suffix>[JS]r\.?|I{2,3}|IV))?"
)
_AND_OTHERS = re.compile(r"[,;]?\s*\b(?:et al|and others)\b\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Author:
    """One author. initials: each with a stop ("L. M."); "" for a body, or a name in no form that we know."""

    family: str
    initials: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Authors:
    """Who wrote something; others: whether there are more than are named."""

    named: tuple[Author, ...]
    others: bool = False


def makers_of(reference: Reference) -> Authors:
    """Its authors; where none are printed, the bodies that issued it; nobody, where these are not known."""
    authors = authors_of(line_of(reference.authors))
    if authors.named:
        return authors
    bodies = (body.strip() for body in line_of(reference.body).split(";"))
    return Authors(tuple(Author(body) for body in bodies if body))


def authors_of(printed: str) -> Authors:
    """The authors of a line such as "Shah LM, Jennings JW, McConnell CT Jr et al."."""
    line, others = _AND_OTHERS.subn("", " ".join(printed.split()))
    parts = (part.strip() for part in line.split(";" if ";" in line else ","))
    return Authors(tuple(_author(part) for part in parts if part), others=bool(others))


def _author(name: str) -> Author:
    found = _PRINTED.fullmatch(name)
    if found is None:
        return Author(name)
    initials = " ".join(f"{letter}." for letter in re.findall("[A-Z]", found["initials"]))
    return Author(found["family"], initials, found["suffix"] or "")
