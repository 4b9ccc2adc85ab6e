"""From the fields of a file's record to a record of the model.

Every function here is what `shapes.Record` calls: it takes the values by field name and the place of the
record, and gives the record.
"""
# ruff: noqa: D103, ARG001 - the functions share one contract, and one signature, told above

from collections.abc import Mapping
from typing import Any

from citewell.guidelines.places import Place
from citewell.model.guidelines import (
    Caution,
    Choice,
    Concept,
    DatedValue,
    Derivation,
    Disagreement,
    Disposition,
    DispositionReason,
    DrugSafety,
    Exclusion,
    FactDefinition,
    GlossaryEntry,
    HandOver,
    Import,
    MustMention,
    NumberPhrase,
    Population,
    Side,
    Statement,
    Topic,
    TopicSection,
    ValueDefinition,
)
from citewell.model.mappings import Code, RecordMapping
from citewell.model.scores import Score, ScoreBand, ScoreItem, ScoreOption
from citewell.model.sources import Finding, Source
from citewell.model.wording import Wording
from citewell.model.worked import Case, Expectation

Values = Mapping[str, Any]
_WORDING = ("clinician", "patient")


def _without(values: Values, *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _worded(values: Values) -> dict[str, Any]:
    """The fields as they are, with the two wordings joined into one."""
    return _without(values, *_WORDING) | {"wording": _wording(values)}


def wording(values: Values, place: Place) -> Wording:
    return _wording(values)


def _wording(values: Values) -> Wording:
    return Wording(clinician=values["clinician"], patient=values["patient"])


def plain(values: Values, place: Place) -> Values:
    """The fields themselves, for records that their parent takes apart."""
    return values


def population(values: Values, place: Place) -> Population:
    return Population(**values, id=place.name, line=place.line)


def exclusion(values: Values, place: Place) -> Exclusion:
    return Exclusion(**_worded(values), id=place.name, line=place.line)


def hand_over(values: Values, place: Place) -> HandOver:
    return HandOver(**values, id=place.name, line=place.line)


def imported(version: str, place: Place) -> Import:
    return Import(id=place.name, version=version, line=place.line)


def finding(values: Values, place: Place) -> Finding:
    return Finding(**values, id=place.name, line=place.line)


def source(values: Values, place: Place) -> Source:
    findings = tuple(values["findings"].values())
    return Source(
        **_without(values, "findings"), findings=findings, id=place.name, path=place.path, line=place.line
    )


def choice(values: Values, place: Place) -> Choice:
    return Choice(**values, id=place.name)


def phrase(text: str) -> NumberPhrase:
    """A phrase written alone: the number in it counts as it stands."""
    return NumberPhrase(phrase=text)


def number_phrase(values: Values, place: Place) -> NumberPhrase:
    return NumberPhrase(**values)


def derivation(values: Values, place: Place) -> Derivation:
    return Derivation(**values)


def fact(values: Values, place: Place) -> FactDefinition:
    minimum, maximum = values["range"] or (None, None)
    return FactDefinition(
        **_without(values, "ask", "range", "values", "reads"),
        id=place.name,
        ask_clinician=values["ask"].clinician,
        ask_patient=values["ask"].patient,
        minimum=minimum,
        maximum=maximum,
        choices=tuple(values["values"].values()),
        readings=values["reads"],
        line=place.line,
    )


def codes(systems: Mapping[str, Mapping[str, str]]) -> tuple[Code, ...]:
    return tuple(
        Code(system=system, code=code, display=display)
        for system, displays in systems.items()
        for code, display in displays.items()
    )


def mapping(values: Values, place: Place) -> RecordMapping:
    return RecordMapping(**values, line=place.line)


def dated_value(values: Values, place: Place) -> DatedValue:
    return DatedValue(**values, since=place.name)


def value(values: Values, place: Place) -> ValueDefinition:
    editions = tuple(sorted(values["values"].values(), key=lambda edition: str(edition.since)))
    return ValueDefinition(**_without(values, "values"), editions=editions, id=place.name, line=place.line)


def concept(values: Values, place: Place) -> Concept:
    return Concept(**values, id=place.name, line=place.line)


def caution(values: Values, place: Place) -> Caution:
    return Caution(**_worded(values), line=place.line)


def safety(values: Values, place: Place) -> DrugSafety:
    return DrugSafety(**values, id=place.name, path=place.path, line=place.line)


def statement(values: Values, place: Place) -> Statement:
    return Statement(**_worded(values), id=place.name, path=place.path, line=place.line)


def recommendation(values: Values, place: Place) -> tuple[Statement, ...]:
    """The recommendation, and after it each of its details as a statement of its own."""
    parent = statement(_without(values, "details"), place)
    return (parent, *(_detail(parent, key, fields) for key, fields in values["details"].items()))


def detail(values: Values, place: Place) -> Values:
    return {**values, "line": place.line}


def _detail(parent: Statement, key: str, values: Values) -> Statement:
    fields = _worded(values)
    return Statement(
        **fields
        | {
            "title": fields["title"] or parent.title,
            "about": fields["about"] or parent.about,
            "populations": fields["populations"] or parent.populations,
        },
        id=f"{parent.id}.{key}",
        parent=parent.id,
        path=parent.path,
    )


def side(values: Values, place: Place) -> Side:
    return Side(**_without(values, *_WORDING), says=_wording(values), line=place.line)


def disagreement(values: Values, place: Place) -> Disagreement:
    default = values["default"]
    return Disagreement(
        **_without(values, "default"),
        default=_wording(default),
        default_cites=default["cites"],
        id=place.name,
        path=place.path,
        line=place.line,
    )


def score_option(values: Values, place: Place) -> ScoreOption:
    return ScoreOption(**values, id=place.name)


def score_item(values: Values, place: Place) -> ScoreItem:
    return ScoreItem(**_without(values, "options"), options=tuple(values["options"].values()), id=place.name)


def score_band(values: Values, place: Place) -> ScoreBand:
    low, high = values["range"]
    return ScoreBand(low=low, high=high, label=values["label"], wording=_wording(values))


def score(values: Values, place: Place) -> Score:
    items = tuple(values["items"].values())
    return Score(**_without(values, "items"), items=items, id=place.name, path=place.path, line=place.line)


def disposition_reason(values: Values, place: Place) -> DispositionReason:
    return DispositionReason(**_worded(values), id=place.name, line=place.line)


def disposition(values: Values, place: Place) -> Disposition:
    fields = _worded(values)
    return Disposition(**fields | {"reasons": tuple(fields["reasons"].values())}, line=place.line)


def topic_section(values: Values, place: Place) -> TopicSection:
    return TopicSection(**values)


def must_mention(values: Values, place: Place) -> MustMention:
    return MustMention(**values, id=place.name, line=place.line)


def topic(values: Values, place: Place) -> Topic:
    musts = tuple(values["must_mention"].values())
    fields = _without(values, "must_mention")
    return Topic(**fields, must_mention=musts, id=place.name, path=place.path, line=place.line)


def glossary_entry(values: Values, place: Place) -> GlossaryEntry:
    return GlossaryEntry(**values, term=place.name, line=place.line)


def expectation(values: Values, place: Place) -> Expectation:
    return Expectation(**values)


def case(values: Values, place: Place) -> Case:
    return Case(**values, path=place.path, line=place.line)
