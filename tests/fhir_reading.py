"""FHIR as a test reads it: the resources of a Bundle, the words of a narrative, what must stand there."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from citewell.answers.formats.words import Numbering, clean
from citewell.model.answers import Answer, Claim
from citewell.model.applications import Application

Json = dict[str, Any]
XHTML = "{http://www.w3.org/1999/xhtml}"
# R4 §2.4.1: of HTML 4.0, chapters 7 to 11 and 15; those that are written here, and none that does anything.
ALLOWED = frozenset(
    ("a", "b", "br", "caption", "cite", "div", "h2", "h3", "i", "li", "p", "sup", "table", "tbody", "td",
     "th", "thead", "tr", "ul")
)  # fmt: skip


def resources(bundle: Json, kind: str) -> list[Json]:
    """The resources of one type, in the order of the Bundle."""
    found = (entry["resource"] for entry in bundle["entry"])
    return [each for each in found if each["resourceType"] == kind]


def the(bundle: Json, kind: str) -> Json:
    """The only resource of a type."""
    (found,) = resources(bundle, kind)
    return found


def narratives(value: Any) -> Iterator[etree._Element]:
    """Every narrative within, parsed as XML: raises what lxml raises for what is none."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            if name == "div":
                yield etree.fromstring(each)
            else:
                yield from narratives(each)
    elif isinstance(value, list):
        for each in value:
            yield from narratives(each)


def words_of(value: Any) -> str:
    """All that the narratives within say, in their order."""
    return "\n".join("".join(div.itertext()) for div in narratives(value))


def unsafe(value: Any) -> list[str]:
    """What no narrative may hold: elements that are not of the subset, attributes but a web address."""
    found = []
    for div in narratives(value):
        for element in div.iter():
            if not isinstance(element.tag, str) or element.tag.removeprefix(XHTML) not in ALLOWED:
                found.append(str(element.tag))
            found += [
                f"{name}={given}"
                for name, given in element.attrib.items()
                if name != "href" or not given.startswith(("https://", "http://"))
            ]
    return found


def references_in(value: Any) -> Iterator[str]:
    """Every literal reference to another resource."""
    if isinstance(value, Mapping):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for each in value.values():
            yield from references_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from references_in(each)


def as_read(claim: Claim, shown: Answer | Application) -> str:
    """A claim as it must stand somewhere, whole, with the numbers that it cites."""
    numbers = Numbering(shown.references).of(claim.citations)
    text = clean(claim.text)
    if claim.quote is not None:
        rows = (" | ".join(cell for cell in line.split("\t") if cell) for line in claim.text.split("\n"))
        text = f"“{clean(' • '.join(rows))}”"
    return text + "".join(f"[{n}]" for n in numbers)


def claims_of(answer: Answer) -> Iterator[Claim]:
    """Every claim of an answer, each once."""
    yield from placed(answer)
    known = {claim.id for claim in placed(answer)}
    yield from (claim for claim in answer.bottom_line if claim.id not in known)
    yield from (claim for section in answer.sections for claim in section.claims)
    yield from (each.default for each in answer.disagreements if each.default)


def placed(shown: Answer | Application) -> Iterator[Claim]:
    """The claims of where the patient should go."""
    if shown.disposition:
        yield shown.disposition.claim
        yield from (reason.claim for reason in shown.disposition.because)
