"""Small records built by hand, for tests of the pure packages."""

from citewell.guidelines.criteria import parse_criterion
from citewell.guidelines.places import Place
from citewell.model.cases import CaseFacts, Fact, Value
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import (
    Choice,
    Derivation,
    Disposition,
    DispositionReason,
    FactDefinition,
    FactType,
    GuidelinePack,
    Population,
    Statement,
    Status,
)
from citewell.model.sources import Direction, Finding, Source, SourceStatus, SourceType
from citewell.model.wording import Wording

TODAY = "2026-11-20"


def when(sentence: str) -> Criterion:
    """A comparison as an editor writes it."""
    place = Place()
    criterion = parse_criterion(sentence, place)
    assert criterion is not None, place.problems
    return criterion


def all_of(*parts: Criterion) -> Criterion:
    return Criterion(op=Op.ALL, parts=parts)


def any_of(*parts: Criterion) -> Criterion:
    return Criterion(op=Op.ANY, parts=parts)


def negated(part: Criterion) -> Criterion:
    return Criterion(op=Op.NOT, parts=(part,))


def known(**values: Value) -> CaseFacts:
    """Case facts by id, underscores for hyphens."""
    facts = (Fact(name.replace("_", "-"), value) for name, value in values.items())
    return CaseFacts(tuple(sorted(facts, key=lambda fact: fact.id)))


def yes_no(fact_id: str, **fields: object) -> FactDefinition:
    return _fact(fact_id, FactType.YES_NO, **fields)


def number(fact_id: str, **fields: object) -> FactDefinition:
    return _fact(fact_id, FactType.NUMBER, **{"minimum": 0.0, "maximum": 120.0, **fields})


def choice(fact_id: str, *choices: str, **fields: object) -> FactDefinition:
    options = tuple(Choice(id=one, label=one.capitalize(), terms=(one,)) for one in choices)
    return _fact(fact_id, FactType.CHOICE, choices=options, **fields)


def _fact(fact_id: str, kind: FactType, **fields: object) -> FactDefinition:
    label = fact_id.replace("-", " ").capitalize()
    return FactDefinition(
        id=fact_id,
        type=kind,
        label=label,
        ask_clinician=f"{label}?",
        ask_patient=f"{label}, please?",
        **fields,  # type: ignore[arg-type]
    )


def derived(value: str, sentence: str) -> Derivation:
    return Derivation(value=value, when=when(sentence))


def source(
    source_id: str = "guide-2020", *, findings: dict[str, str] | None = None, **fields: object
) -> Source:
    texts = findings or {"r1": "The guide recommends rest for 2 days."}
    made = tuple(Finding(id=key, text=text, direction=Direction.FOR) for key, text in texts.items())
    return Source(
        id=source_id,
        findings=made,
        **{  # type: ignore[arg-type]
            "type": SourceType.GUIDELINE,
            "title": "A guide",
            "body": "Guide Society",
            "short": "Guide 2020",
            "year": 2020,
            "status": SourceStatus.CURRENT,
            **fields,
        },
    )


def words(text: str, patient: str = "") -> Wording:
    return Wording(clinician=text, patient=patient or text)


def recommendation(statement_id: str = "rest", text: str = "Rest for 2 days.", **fields: object) -> Statement:
    return Statement(
        id=statement_id,
        **{  # type: ignore[arg-type]
            "title": statement_id.capitalize(),
            "populations": ("everyone",),
            "about": ("rest",),
            "aspects": ("treatment",),
            "wording": words(text),
            "cites": ("guide-2020#r1",),
            "source": "guide-2020",
            "direction": Direction.FOR,
            **fields,
        },
    )


def disposition(disposition_id: str, **reasons: str) -> Disposition:
    made = tuple(
        DispositionReason(id=name, when=when(sentence), wording=words(name), cites=("guide-2020#r1",))
        for name, sentence in reasons.items()
    )
    return Disposition(
        id=disposition_id,
        title=disposition_id.capitalize(),
        severity="info",
        wording=words(disposition_id),
        cites=("guide-2020#r1",),
        reasons=made,
    )


def pack(**fields: object) -> GuidelinePack:
    """A pack on resting, for anybody over 17."""
    return GuidelinePack(
        **{  # type: ignore[arg-type]
            "id": "resting",
            "title": "Resting",
            "version": "0.1.0",
            "status": Status.SUBMITTED,
            "updated": TODAY,
            "summary": "Rest.",
            "covers": ("Adults.",),
            "populations": (
                Population(id="everyone", name="Everyone", patient="everyone", when=when("age >= 18")),
            ),
            "sources": (source(),),
            "facts": (number("age"),),
            "statements": (recommendation(),),
            **fields,
        }
    )
