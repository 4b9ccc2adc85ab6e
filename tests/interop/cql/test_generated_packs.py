"""Packs that nobody would write, on two engines: every shape of criterion, rule, recommendation and score."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from builders import choice, number, pack, recommendation, words, yes_no
from citewell.interop.cql.writer import cql_of
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import (
    Caution,
    Concept,
    ConceptKind,
    DatedValue,
    Derivation,
    Disposition,
    DispositionReason,
    DrugSafety,
    FactDefinition,
    GuidelinePack,
    Population,
    ValueDefinition,
)
from citewell.model.scores import Score, ScoreBand, ScoreItem, ScoreOption
from cql_expected import disagreements
from cql_oracle import Engine, Oracle
from cql_patients import Ward

TODAY = "2026-11-20"
YES_NO = ("fever", "cough", "rash", "pain")
CHOICES = {"stage": ("I", "II", "II+", "IV/a"), "side": ("left", "right")}
NUMBERS = ("age", "dose")
NAMED = ("first", "second", "third")
COMPARISONS = (Op.LESS, Op.AT_MOST, Op.AT_LEAST, Op.MORE)
HOSTILE = ('Fever */ or "more"', "O'Neill \\ 5\n<b>", "≥ 38.5 °C // '")

decimals = st.integers(-3000, 12000).map(lambda thousandths: thousandths / 1000)
dates = st.sampled_from(["2000-01-01", "2026-11-19", "2026-11-20", "2026-11-21", "2031-01-01"])


def comparisons(facts: tuple[str, ...]) -> st.SearchStrategy[Criterion]:
    return st.sampled_from(facts).flatmap(_comparison)


def _comparison(fact: str) -> st.SearchStrategy[Criterion]:
    if fact in NUMBERS:
        bound = st.one_of(
            decimals.map(lambda found: {"number": found}),
            st.sampled_from(["limit", "ceiling"]).map(lambda value: {"value_id": value}),
        )
        ops = st.sampled_from(COMPARISONS)
        return st.builds(lambda op, to: Criterion(op=op, fact=fact, **to), ops, bound)
    if fact in CHOICES:
        some = st.lists(st.sampled_from(CHOICES[fact]), min_size=1, max_size=3, unique=True)
        return some.map(lambda found: Criterion(op=Op.ONE_OF, fact=fact, choices=tuple(found)))
    return st.sampled_from(["yes", "no"]).map(lambda word: Criterion(op=Op.IS, fact=fact, choices=(word,)))


def trees(facts: tuple[str, ...], named: tuple[str, ...] = ()) -> st.SearchStrategy[Criterion]:
    uses = [st.sampled_from(named).map(lambda name: Criterion(op=Op.USE, name=name))] if named else []
    return st.recursive(
        st.one_of(comparisons(facts), *uses),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(
                lambda parts: Criterion(op=Op.ALL, parts=tuple(parts))
            ),
            st.lists(inner, min_size=1, max_size=3).map(
                lambda parts: Criterion(op=Op.ANY, parts=tuple(parts))
            ),
            inner.map(lambda part: Criterion(op=Op.NOT, parts=(part,))),
        ),
        max_leaves=5,
    )


DRUGS = tuple(
    Concept(id=drug, kind=ConceptKind.INTERVENTION, label=drug, terms=(drug,), broader=broader)
    for drug, broader in (("balm", ("salve",)), ("oil", ()), ("salve", ()))
)
FACTS = (*YES_NO, *CHOICES, *NUMBERS)
anything = trees(FACTS, NAMED)


@st.composite
def definitions(draw: st.DrawFn) -> tuple[FactDefinition, ...]:
    """Yes-no and choice facts may follow from all others, in circles, too; a fact from itself never does."""
    found = []
    for fact in (*YES_NO, *CHOICES):
        others = tuple(other for other in FACTS if other != fact)
        values = CHOICES.get(fact, ("yes", "no"))
        rules = st.builds(Derivation, value=st.sampled_from(values), when=trees(others))
        derive = tuple(draw(st.lists(rules, max_size=3)))
        label = draw(st.sampled_from(HOSTILE))
        made = choice(fact, *values, derive=derive) if fact in CHOICES else yes_no(fact, derive=derive)
        found.append(_relabelled(made, label))
    return (*found, *(number(fact, minimum=-3.0, maximum=12.0) for fact in NUMBERS))


def _relabelled(fact: FactDefinition, label: str) -> FactDefinition:
    return replace(fact, label=label)


@st.composite
def named_criteria(draw: st.DrawFn) -> Mapping[str, Criterion]:
    """Each may use those before it."""
    return {name: draw(trees(FACTS, NAMED[:at])) for at, name in enumerate(NAMED)}


@st.composite
def scores(draw: st.DrawFn, points: st.SearchStrategy[float]) -> Score:
    items = tuple(
        ScoreItem(
            id=item,
            label=draw(st.sampled_from(HOSTILE)),
            options=tuple(
                ScoreOption(id=option, label=option, points=draw(points), when=draw(anything))
                for option in ("low", "high")
            ),
            unknown_points=draw(st.none() | points),
        )
        for item in ("one", "two", "three")
    )
    bands = tuple(
        ScoreBand(low=low, high=high, label=label, wording=words(label))
        for low, high, label in ((-20.0, 0.3, "small"), (0.4, 2.0, "middle"), (2.1, 30.0, 'it\'s "large"'))
    )
    return Score(
        id="sum", title="Sum", kind="sum", about=(), populations=(), use=words("u"), not_for=words("n"),
        items=items, bands=bands, cites=(),
    )  # fmt: skip


@st.composite
def packs(draw: st.DrawFn, *, points: st.SearchStrategy[float]) -> GuidelinePack:
    """points: what an option of a score may add."""
    caution = st.builds(Caution, when=anything, wording=st.just(words("no")), cites=st.just(()))
    rules = st.lists(caution, max_size=2)
    optional = st.none() | anything
    for_whom = draw(st.sampled_from([("adults",), ("adults", "others"), ()]))
    statements = (
        recommendation(
            "rest",
            populations=for_whom,
            applies_when=draw(optional),
            never_when=tuple(draw(st.lists(caution, max_size=2))),
            gives=draw(st.sampled_from([(), ("balm",), ("balm", "oil"), ("salve",)])),
        ),
        recommendation(
            "rest.length", populations=for_whom, parent="rest", direction=None, applies_when=draw(optional)
        ),
    )
    reasons = st.lists(anything, min_size=1, max_size=3)
    dispositions = tuple(
        Disposition(
            id=name, title=name, severity="info", wording=words(name), cites=(),
            reasons=tuple(
                DispositionReason(id=f"r{at}", when=when, wording=words("r"), cites=())
                for at, when in enumerate(draw(reasons) if name != "home" else ())
            ),
        )
        for name in ("now", "soon", "home")
    )  # fmt: skip
    values = tuple(
        ValueDefinition(
            id=value, label=value, unit="1",
            editions=tuple(
                DatedValue(since=since, value=draw(decimals), cites=())
                for since in sorted(draw(st.sets(dates, min_size=1, max_size=3)))
            ),
        )
        for value in ("limit", "ceiling")
    )  # fmt: skip
    populations = tuple(
        Population(id=name, name=draw(st.sampled_from(HOSTILE)), patient=name, when=draw(anything))
        for name in ("adults", "others")
    )
    return pack(
        title=draw(st.sampled_from(HOSTILE)),
        facts=draw(definitions()),
        criteria=draw(named_criteria()),
        values=values,
        populations=populations,
        statements=statements,
        dispositions=dispositions,
        scores=(draw(scores(points)),),
        concepts=DRUGS,
        safety=tuple(
            DrugSafety(id=drug, contraindications=tuple(draw(rules)), cautions=tuple(draw(rules)))
            for drug in ("balm", "oil", "salve")
        ),
    )


# Quarters are the same in binary and in decimal numbers, tenths are not.
quarters = st.integers(-8, 24).map(lambda fourths: fourths / 4)
tenths = st.integers(-20, 60).map(lambda found: found / 10)
# Without the search for the smallest pack that shows a difference, which takes minutes: Phase.shrink is it.
THOROUGH = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def compared(made: GuidelinePack, oracle: Oracle, engine: Engine, *, at_random: int) -> list[str]:
    assert oracle.read(cql_of(made)) == []
    catalog = Catalog.of(made)
    patients = [{}, *Ward.of(catalog).at_random(at_random, Random(8))]
    return disagreements(catalog, oracle, patients, on=TODAY, engine=engine)


@settings(THOROUGH, max_examples=30)
@given(made=packs(points=quarters))
def test_the_engine_in_wide_use_says_the_same_of_any_pack(oracle: Oracle, made: GuidelinePack) -> None:
    assert compared(made, oracle, Engine.EXECUTION, at_random=60) == []


@settings(THOROUGH, max_examples=12)
@given(made=packs(points=tenths))
def test_the_reference_engine_says_the_same_of_any_pack(oracle: Oracle, made: GuidelinePack) -> None:
    assert compared(made, oracle, Engine.REFERENCE, at_random=40) == []
