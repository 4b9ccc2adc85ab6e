"""A reference list as CSL-JSON, the input of every processor of the Citation Style Language (CSL 1.0.2)."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from citewell.interop.authors import Author, makers_of
from citewell.interop.lines import (
    Work,
    has_fallen,
    line_of,
    pages_of,
    publisher_of,
    remark_on,
    work_of,
)
from citewell.model.references import Reference

CslItem: TypeAlias = Mapping[str, Any]
_TYPES = {Work.ARTICLE: "article-journal", Work.REPORT: "report", Work.DOCUMENT: "document"}
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
# What pandoc and biblatex write for authors who are not named; CSL-JSON has no word of its own for them.
_OTHERS = "others"


def csl_json(references: Iterable[Reference]) -> str:
    """The references in their order, as an array of items, each under its id as in BibTeX."""
    items: dict[str, CslItem] = {}
    for reference in references:
        item = csl_item(reference)
        key = f"{item['id']}-{reference.n}" if item["id"] in items else item["id"]
        items[key] = {**item, "id": key}
    return json.dumps(list(items.values()), ensure_ascii=False, indent=2) + "\n"


def csl_item(reference: Reference) -> CslItem:
    """A reference as an item; what is not known is left out."""
    told = {
        "id": line_of(reference.id),
        "type": _TYPES[work_of(reference)],
        "title": line_of(reference.title),
        "author": _authors(reference),
        "issued": _issued(reference),
        "container-title": line_of(reference.container),
        "publisher": publisher_of(reference),
        "volume": line_of(reference.volume),
        "issue": line_of(reference.issue),
        "page": "-".join(page for page in pages_of(reference.page) if page),
        "DOI": line_of(reference.doi),
        "PMID": line_of(reference.pmid),
        "URL": line_of(reference.url),
        "status": reference.status if has_fallen(reference) else "",
        "note": remark_on(reference),
    }
    return {name: value for name, value in told.items() if value}


def _authors(reference: Reference) -> list[Mapping[str, str]]:
    authors = makers_of(reference)
    return [*map(_name, authors.named), *([{"literal": _OTHERS}] if authors.others else [])]


def _name(author: Author) -> Mapping[str, str]:
    if not author.initials:
        return {"literal": author.family}
    suffix = {"suffix": author.suffix} if author.suffix else {}
    return {"family": author.family, "given": author.initials, **suffix}


def _issued(reference: Reference) -> Mapping[str, list[list[int]]]:
    """The date of release as far as printed; the year alone where that is another one, or no date."""
    released, year = line_of(reference.released), str(reference.year or "")
    date = released if _DATE.fullmatch(released) and released.startswith(year) else year
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else {}
