"""Packs that nobody would write, in FHIR R4: whatever an editor types, it is valid, whole and closed."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from builders import choice, number, when, yes_no
from builders import pack as pack_of
from citewell.interop.cql.naming import quoted
from citewell.interop.cql.writer import cql_of
from citewell.interop.fhir.artifacts import Publication
from citewell.interop.fhir.packs import pack_bundle
from citewell.interop.fhir.serialised import serialised
from citewell.model.catalog import Catalog
from citewell.model.grades import Grade
from citewell.model.guidelines import (
    Caution,
    Concept,
    ConceptKind,
    Disagreement,
    Disposition,
    DispositionReason,
    DrugSafety,
    Exclusion,
    GuidelinePack,
    Population,
    Side,
    Statement,
    Topic,
    TopicSection,
)
from citewell.model.mappings import CODE_SYSTEMS, Code, RecordMapping
from citewell.model.scores import Score, ScoreBand, ScoreItem, ScoreOption
from citewell.model.sources import Direction, Finding, Source, SourceStatus, SourceType
from citewell.model.wording import Wording
from fhir_validators import by_emptiness, by_models, by_schema, why_not

BASE = "https://fhir.example.org/r4"
CITES = ("s1#f1", "s1#f2", "s2#f1")
CONCEPTS = ("rest", "brace")
PEOPLE = ("adults", "women")
# What a pack's shapes let through: one line of text, without signs that cannot be seen.
typed = st.text(
    st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs"), include_characters=" "),
    min_size=1,
    max_size=30,
)
marked = st.sampled_from(
    ["<b>not</b> & ", "- 5 mg/m² ", "1) ", "*", "_", "# ", "> ", "``` ", "[x](y) ", "= "]
)
texts = (
    st.tuples(st.sampled_from([""]) | marked, typed).map("".join).map(str.split).map(" ".join).filter(bool)
)
perhaps = st.just("") | texts
wordings = st.builds(Wording, clinician=texts, patient=texts)
cites = st.lists(st.sampled_from(CITES), min_size=1, max_size=3).map(tuple)
some_concepts = st.lists(st.sampled_from(CONCEPTS), max_size=2, unique=True).map(tuple)
some_people = st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True).map(tuple)
criteria = st.sampled_from([when("age >= 65"), when("fever is yes"), when("side is left")])
ids = st.from_regex(r"[a-z0-9]{1,40}(-[a-z0-9]{1,30}){0,2}", fullmatch=True)
codes = st.builds(
    Code,
    system=st.sampled_from(sorted(CODE_SYSTEMS)),
    code=st.from_regex(r"[A-Z0-9.?-]{1,8}[0-9*]", fullmatch=True),
    display=texts,
)


@st.composite
def sources(draw: st.DrawFn) -> tuple[Source, ...]:
    def finding(name: str) -> Finding:
        return Finding(id=name, text=draw(texts), locator=draw(perhaps))

    found = {"s1": ("f1", "f2"), "s2": ("f1",)}
    return tuple(
        Source(
            id=name,
            type=draw(st.sampled_from(SourceType)),
            title=draw(texts),
            body=draw(texts),
            short=draw(texts),
            year=draw(st.integers(1900, 2026)),
            status=draw(st.sampled_from(SourceStatus)),
            status_note=draw(perhaps),
            authors=draw(perhaps),
            doi=draw(st.sampled_from(["", "10.1002/(SICI)1<1::AID>3.0.CO;2-#"])),
            url=draw(st.sampled_from(["", "https://x.example/a?b=c|d"])),
            findings=tuple(map(finding, findings)),
        )
        for name, findings in found.items()
    )


@st.composite
def statements(draw: st.DrawFn) -> tuple[Statement, ...]:
    def statement(name: str, parent: str = "") -> Statement:
        cautions = st.builds(Caution, when=criteria, wording=wordings, cites=cites)
        return Statement(
            id=name,
            parent=parent,
            title=draw(texts),
            populations=draw(some_people),
            about=draw(some_concepts),
            orders=draw(some_concepts),
            aspects=("treatment",),
            wording=draw(wordings),
            cites=draw(cites),
            source="s1",
            direction=draw(st.none() | st.sampled_from(Direction)),
            grade=draw(perhaps),
            applies_when=draw(st.none() | criteria),
            never_when=tuple(draw(st.lists(cautions, max_size=2))),
            gives=draw(some_concepts),
        )

    names = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    return (*map(statement, names), statement(f"{names[0]}.dose", names[0]))


def at_most(strategy: st.SearchStrategy[Any], most: int, least: int = 0) -> st.SearchStrategy[Any]:
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


mappings = st.builds(
    RecordMapping,
    resource=st.sampled_from(["Condition", "MedicationRequest"]),
    means=st.just("yes"),
    codes=at_most(codes, 4, 1),
    days=st.none() | st.sampled_from([90.0, 0.5]),
)
sides = st.builds(
    Side,
    body=texts,
    source=st.just("s1"),
    stance=texts,
    says=wordings,
    cites=cites,
    population=perhaps,
    grade=perhaps,
)
disagreements = st.builds(
    Disagreement,
    id=st.just("d"),
    title=texts,
    question=texts,
    about=some_concepts,
    populations=some_people,
    sides=at_most(sides, 3, 2),
    default=wordings,
    default_cites=cites,
    why=texts,
)
exclusions = st.builds(
    Exclusion,
    id=st.just("children"),
    terms=st.just(()),
    wording=wordings,
    cites=cites,
    when=st.none() | criteria,
)
reasons = st.builds(
    DispositionReason, id=st.sampled_from(["a", "b"]), when=criteria, wording=wordings, cites=cites
)
urgent = st.builds(
    Disposition,
    id=st.just("first"),
    title=texts,
    severity=st.just("critical"),
    wording=wordings,
    cites=cites,
    reasons=reasons.map(lambda one: (one,)),
)
last = st.builds(
    Disposition, id=st.just("last"), title=texts, severity=st.just("info"), wording=wordings, cites=cites
)
options = st.tuples(
    st.builds(ScoreOption, id=st.just("II+"), label=texts, points=st.just(0.5), when=criteria),
    st.builds(ScoreOption, id=st.just("IV/a"), label=texts, points=st.just(3.0)),
)
scores = st.builds(
    Score,
    id=st.just("score"),
    title=texts,
    kind=st.just("sum"),
    about=some_concepts,
    populations=some_people,
    use=wordings,
    not_for=wordings,
    items=st.tuples(st.builds(ScoreItem, id=st.just("i"), label=texts, options=options)),
    bands=st.tuples(st.builds(ScoreBand, low=st.just(0.0), high=st.just(3.5), label=texts, wording=wordings)),
    cites=cites,
)


def topic(title: str, names: tuple[str, ...]) -> Topic:
    return Topic(
        id="t",
        title=title,
        patient_title=title,
        populations=PEOPLE,
        questions=(),
        terms=(),
        bottom_line=names[:1],
        sections=(TopicSection(id="s", title=title, patient_title=title, items=names),),
        must_mention=(),
    )


@st.composite
def packs(draw: st.DrawFn) -> GuidelinePack:
    def population(name: str) -> Population:
        return Population(id=name, name=draw(texts), patient=draw(texts), when=draw(criteria))

    def concept(name: str) -> Concept:
        kind = draw(st.sampled_from(ConceptKind))
        return Concept(id=name, kind=kind, label=draw(texts), patient=draw(perhaps), terms=())

    def rules(name: str) -> DrugSafety:
        cautions = st.builds(Caution, when=criteria, wording=wordings, cites=cites)
        told, care = draw(at_most(cautions, 2)), draw(at_most(cautions, 2))
        return DrugSafety(id=name, contraindications=told, cautions=care)

    said = draw(statements())
    return pack_of(
        id=draw(ids),
        title=draw(texts),
        summary=draw(texts),
        covers=(draw(texts),),
        developer=draw(perhaps),
        populations=tuple(map(population, PEOPLE)),
        concepts=tuple(map(concept, CONCEPTS)),
        facts=(
            number("age"),
            yes_no("fever", fhir=draw(at_most(mappings, 2))),
            choice("side", "left", "right"),
        ),
        sources=draw(sources()),
        statements=said,
        exclusions=draw(at_most(exclusions, 1)),
        disagreements=draw(at_most(disagreements, 1)),
        dispositions=draw(st.just(()) | st.tuples(urgent, last)),
        topics=(topic(draw(texts), tuple(each.id for each in said)),),
        scores=draw(at_most(scores, 1)),
        safety=tuple(map(rules, CONCEPTS)),
    )


def elements(value: Any) -> Iterator[Any]:
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for each in inside:
        yield each
        yield from elements(each)


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(made=packs(), grade=st.builds(Grade, texts, st.none() | st.just("strong"), st.none() | st.just("low")))
def test_whatever_an_editor_types_the_bundle_is_valid_whole_and_closed(
    made: GuidelinePack, grade: Grade
) -> None:
    cql = cql_of(made)
    catalog = Catalog.of(made, {each.id: grade for each in made.statements if each.grade})
    bundle = pack_bundle(Publication(base=BASE, pack=made), catalog, cql)
    resources = [entry["resource"] for entry in bundle["entry"]]
    for resource in resources:
        assert by_models(resource) == []
        assert by_emptiness(resource) == []
        assert why_not() or by_schema(resource) == []
        etree.fromstring(resource["text"]["div"])
    assert len({entry["fullUrl"] for entry in bundle["entry"]}) == len(resources)
    within = list(elements(resources))
    known = {resource["url"] for resource in resources}
    assert {
        each.partition("|")[0] for each in within if isinstance(each, str) and each.startswith(BASE)
    } <= known
    defines = set(re.findall(r'^define ("(?:[^"\\]|\\.)*")', cql, re.M))
    conditions = [
        each for each in within if isinstance(each, Mapping) and each.get("kind") == "applicability"
    ]
    assert {quoted(each["expression"]["expression"]) for each in conditions} <= defines
    texts_inside = {each for each in within if isinstance(each, str)}
    for statement in made.statements:
        assert {statement.wording.clinician, statement.wording.patient, statement.title} <= texts_inside
    assert json.loads(serialised(bundle)) == json.loads(json.dumps(bundle, default=float))
