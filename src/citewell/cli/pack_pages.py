"""What `citewell packs list` and `show` print, as pages."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeVar

from citewell.answers.formats.page import Block, Page, Paragraph, Part, Point, Points, Stages
from citewell.answers.formats.review import stages_of
from citewell.answers.formats.words import cleaned, number_words, status_words
from citewell.errors import NotFound
from citewell.model.catalog import Catalog
from citewell.model.guidelines import FactDefinition, FactType, GuidelinePack, Statement
from citewell.model.sources import Source
from citewell.model.standing import Standing
from citewell.text.units import with_unit

_Named = TypeVar("_Named")


def named(name: str, known: Mapping[str, _Named], what: str) -> _Named:
    """The record of that name, or NotFound with the nearest names."""
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=3) or sorted(known)[:5]
    raise NotFound(f"there is no {what} {name!r}", hint="there is " + ", ".join(near) if near else "")


def list_page(packs: Sequence[tuple[GuidelinePack, Standing | None]]) -> Page:
    """All packs with what the board says of each, a few lines each."""
    points = tuple(
        Point(
            lead=pack.id,
            text=pack.title,
            notes=(f"{pack.version} · {_status(pack, standing)} · {_counted(pack)}",),
        )
        for pack, standing in cleaned(tuple(packs))
    )
    return _page("Guideline packs", blocks=(Points(points=points),))


def pack_page(pack: GuidelinePack, standing: Standing | None) -> Page:
    """What a pack covers, what it leaves out, what it answers and rests on; and what the board says of it."""
    pack, standing = cleaned(pack), cleaned(standing)
    kinds = Counter(source.type.value for source in pack.sources)
    statuses = Counter(source.status.value for source in pack.sources)
    rows = (
        ("Version", pack.version),
        ("Updated", pack.updated),
        ("Holds", _counted(pack)),
        ("Sources by type", _tallied(kinds)),
        ("Sources by status", _tallied(statuses)),
    )
    return _page(
        pack.title,
        status=_status(pack, standing),
        review=stages_of(standing),
        blocks=(Paragraph(text=pack.summary), _lines(f"{name}: {value}" for name, value in rows)),
        parts=(
            _part("covers", "Covers", pack.covers),
            _part("populations", "Populations", [f"{p.id}: {p.name}" for p in pack.populations]),
            _part("excludes", "Leaves out", [each.wording.clinician for each in pack.exclusions]),
            Part(id="topics", title="Topics", blocks=(_topics(pack),)),
        ),
    )


def _status(pack: GuidelinePack, standing: Standing | None) -> str:
    return status_words((standing or pack).status.value)


def facts_page(pack: GuidelinePack) -> Page:
    """The facts a pack asks for, as they are given with --fact."""
    pack = cleaned(pack)
    points = tuple(Point(lead=fact.id, text=_takes(fact), notes=(fact.ask_clinician,)) for fact in pack.facts)
    return _page(f"Facts of {pack.id}", blocks=(Points(points=points),))


def source_page(source: Source) -> Page:
    """One source with everything read in it."""
    source = cleaned(source)
    names = (
        "type", "body", "year", "status", "status_note", "superseded_by", "authors", "container", "volume",
        "issue", "page", "doi", "pmid", "url", "origin", "jurisdiction", "population", "searched_to",
        "interest", "grading",
    )  # fmt: skip
    rows = [(name.replace("_", " "), str(getattr(source, name))) for name in names if getattr(source, name)]
    findings = tuple(
        Point(
            lead=f"{source.id}#{finding.id}",
            text=finding.text,
            notes=tuple(
                filter(None, (_where(finding.locator, finding.reading.value, finding.via), finding.grade))
            ),
        )
        for finding in source.findings
    )
    return _page(
        source.title,
        blocks=(_lines(f"{name}: {value}" for name, value in rows),),
        parts=(Part(id="findings", title="Findings", blocks=(Points(points=findings),)),),
    )


def recommendation_page(statement: Statement, catalog: Catalog) -> Page:
    """One recommendation: wording, grade as printed, and the findings it rests on."""
    statement = cleaned(statement)
    direction = statement.direction.value if statement.direction else ""
    rows = (
        ("Source", statement.source),
        ("Direction", direction),
        ("Grade as printed", statement.grade or "none"),
        ("Populations", ", ".join(statement.populations)),
        ("About", ", ".join(statement.about)),
        ("File", statement.path),
    )
    details = [each for each in cleaned(catalog.pack.statements) if each.parent == statement.id]
    cited = tuple(
        Point(lead=cite, text=cleaned(" ".join(catalog.evidence((cite,))))) for cite in statement.cites
    )
    return _page(
        statement.title,
        blocks=(_lines(f"{name}: {value}" for name, value in rows),),
        parts=(
            _part("clinician", "For clinicians", [statement.wording.clinician]),
            _part("patient", "For patients", [statement.wording.patient]),
            _part("never", "Not when", [caution.wording.clinician for caution in statement.never_when]),
            _part("details", "Details", [f"{each.id}: {each.wording.clinician}" for each in details]),
            Part(id="cited", title="Rests on", blocks=(Points(points=cited),)),
        ),
    )


def _page(
    title: str,
    *,
    blocks: tuple[Block, ...] = (),
    parts: Iterable[Part] = (),
    status: str = "",
    review: Stages | None = None,
) -> Page:
    filled = tuple(part for part in parts if part.blocks)
    return Page(title=title, status=status, opening=blocks, parts=filled, review=review)


def _part(part_id: str, title: str, lines: Sequence[str]) -> Part:
    return Part(id=part_id, title=title, blocks=(_lines(lines),) if lines else ())


def _lines(lines: Iterable[str]) -> Points:
    return Points(points=tuple(Point(text=line) for line in lines))


def _topics(pack: GuidelinePack) -> Points:
    return Points(
        points=tuple(Point(lead=topic.id, text=topic.title, notes=topic.questions) for topic in pack.topics)
    )


def _counted(pack: GuidelinePack) -> str:
    recommendations = sum(1 for each in pack.statements if each.direction is not None)
    counts = {
        "source": len(pack.sources),
        "recommendation": recommendations,
        "other statement": len(pack.statements) - recommendations,
        "disagreement": len(pack.disagreements),
        "score": len(pack.scores),
        "fact": len(pack.facts),
        "case": len(pack.cases),
    }
    return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count)


def _tallied(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common())


def _takes(fact: FactDefinition) -> str:
    if fact.type is FactType.YES_NO:
        return f"{fact.label}: yes or no"
    if fact.type is FactType.CHOICE:
        return f"{fact.label}: one of " + ", ".join(choice.id for choice in fact.choices)
    unit = with_unit(2, fact.unit).partition(" ")[2]
    limits = (
        f"{number_words(fact.minimum)} to {number_words(fact.maximum)}" if fact.maximum is not None else ""
    )
    kind = "whole number" if fact.whole else "number"
    return " ".join(part for part in (f"{fact.label}: {kind}", limits, unit) if part)


def _where(locator: str, reading: str, via: str) -> str:
    return " · ".join(part for part in (locator, f"read as {reading}", f"via {via}" if via else "") if part)
