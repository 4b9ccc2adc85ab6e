"""Of what parts are made: named fields, lists in words, citations with what their findings say."""

from collections.abc import Iterable
from dataclasses import replace

from citewell.guidelines.criteria_lines import criterion_text
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion
from citewell.model.reviews import Part
from citewell.model.wording import Wording

Field = tuple[str, str]


def part(anchor: str, title: str, *fields: Field) -> Part:
    """A part with the fields that say something."""
    return Part(anchor=anchor, title=title, fields=tuple(each for each in fields if each[1]))


def distinct(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts, the second of one name numbered: a part behind another's name would change unseen."""
    taken: dict[str, int] = {}
    found: list[Part] = []
    for each in parts:
        n = taken[each.anchor] = taken.get(each.anchor, 0) + 1
        found.append(replace(each, anchor=f"{each.anchor}~{n}") if n > 1 else each)
    return tuple(found)


def cited(citations: Iterable[str], catalog: Catalog) -> str:
    """Citations with what their findings say, one to a line: a change in one is seen where it is cited."""
    return lined(_finding(citation, catalog) for citation in citations)


def listed(words: Iterable[str]) -> str:
    """Words on one line."""
    return ", ".join(words)


def lined(words: Iterable[str]) -> str:
    """One to a line."""
    return "\n".join(words)


def _finding(citation: str, catalog: Catalog) -> str:
    if citation not in catalog.findings:
        return citation
    finding = catalog.findings[citation][1]
    return f"{citation}: {finding.text}{f' [{finding.grade}]' if finding.grade else ''}"


def worded(wording: Wording) -> tuple[Field, Field]:
    """The same statement for a professional and for a patient."""
    return ("clinician", wording.clinician), ("patient", wording.patient)


def ruled(criterion: Criterion | None) -> str:
    """A criterion as its editors write it; nothing where there is none."""
    return criterion_text(criterion) if criterion else ""
