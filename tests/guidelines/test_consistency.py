"""A criterion is called impossible exactly when no patient can meet it: compared with trying them all."""

from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from citewell.guidelines.checks.consistency import criteria_can_be_true
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import Choice, FactDefinition, FactType, GuidelinePack, Status

LEVELS = ("L1", "L2", "L3")


def definition(fact_id: str, kind: FactType) -> FactDefinition:
    return FactDefinition(id=fact_id, type=kind, label="", ask_clinician="", ask_patient="")


FACTS = (
    definition("pain", FactType.YES_NO),
    replace(definition("level", FactType.CHOICE), choices=tuple(Choice(id=x, label=x) for x in LEVELS)),
    replace(definition("days", FactType.NUMBER), whole=True),
)
PATIENTS = [
    {"pain": pain, "level": level, "days": days}
    for pain, level, days in product(("yes", "no"), LEVELS, range(-1, 6))
]
ORDERS = {
    Op.LESS: float.__lt__,
    Op.AT_MOST: float.__le__,
    Op.AT_LEAST: float.__ge__,
    Op.MORE: float.__gt__,
}

LEAVES = st.one_of(
    st.sampled_from(["yes", "no"]).map(lambda c: Criterion(op=Op.IS, fact="pain", choices=(c,))),
    st.sampled_from(LEVELS).map(lambda c: Criterion(op=Op.IS, fact="level", choices=(c,))),
    st.sampled_from([("L1", "L2"), ("L2", "L3")]).map(
        lambda c: Criterion(op=Op.ONE_OF, fact="level", choices=c)
    ),
    st.builds(
        lambda op, number: Criterion(op=op, fact="days", number=number),
        st.sampled_from(sorted(ORDERS)),
        st.sampled_from([0.0, 1.0, 1.5, 3.0, 4.0]),
    ),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(
            lambda op, parts: Criterion(op=op, parts=tuple(parts)),
            st.sampled_from([Op.ALL, Op.ANY]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        inner.map(lambda part: Criterion(op=Op.NOT, parts=(part,))),
    ),
    max_leaves=7,
)


def true_of(criterion: Criterion, patient: dict[str, object]) -> bool:
    if criterion.op is Op.ALL:
        return all(true_of(part, patient) for part in criterion.parts)
    if criterion.op is Op.ANY:
        return any(true_of(part, patient) for part in criterion.parts)
    if criterion.op is Op.NOT:
        return not true_of(criterion.parts[0], patient)
    if criterion.op in ORDERS:
        return bool(ORDERS[criterion.op](float(str(patient[criterion.fact])), criterion.number or 0.0))
    return patient[criterion.fact] in criterion.choices


def found(criterion: Criterion) -> bool:
    pack = GuidelinePack(
        id="p", title="", version="", status=Status.DRAFT, updated="", summary="", covers=(), facts=FACTS,
        criteria={"it": criterion},
    )  # fmt: skip
    return bool(list(criteria_can_be_true(Catalog.of(pack))))


@settings(max_examples=300, deadline=None)
@given(TREES)
def test_a_criterion_no_patient_meets_is_found(tree: Criterion) -> None:
    criterion = Criterion(op=Op.ALL, parts=(tree,))
    if not any(true_of(criterion, patient) for patient in PATIENTS):
        assert found(criterion)


@settings(max_examples=300, deadline=None)
@given(st.lists(LEAVES, min_size=1, max_size=4))
def test_a_criterion_some_patient_meets_is_left_alone(leaves: list[Criterion]) -> None:
    criterion = Criterion(op=Op.ALL, parts=tuple(leaves))
    assert found(criterion) == (not any(true_of(criterion, patient) for patient in PATIENTS))
