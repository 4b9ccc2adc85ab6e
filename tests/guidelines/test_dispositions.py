"""The most urgent true reason wins; what is unknown keeps it provisional; what would change it is tried."""

from builders import TODAY, all_of, disposition, known, number, pack, when, words, yes_no
from citewell.guidelines.apply import apply
from citewell.model.applied import Applied
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Disposition, DispositionReason

URGENT = disposition("urgent", deficit="deficit is yes")
LATER = Disposition(
    id="later",
    title="Later",
    severity="warning",
    wording=words("later"),
    cites=("guide-2020#r1",),
    reasons=(
        DispositionReason(
            id="pain",
            when=all_of(when("pain >= 7"), when("treated is yes")),
            wording=words("pain"),
            cites=("guide-2020#r1",),
        ),
    ),
)
PACK = pack(
    facts=(
        number("age"),
        yes_no("deficit", changes=True),
        number("pain", maximum=10.0, changes=True, whole=True),
        yes_no("treated"),
    ),
    dispositions=(URGENT, LATER, disposition("home")),
)


def applied(facts: CaseFacts) -> Applied:
    return apply(Catalog.of(PACK), facts, on=TODAY)


def where(facts: CaseFacts) -> tuple[str, tuple[str, ...]]:
    disposed = applied(facts).disposition
    assert disposed is not None
    return disposed.disposition.id, disposed.not_excluded


def test_a_deficit_beats_the_calendar() -> None:
    assert where(known(deficit=True, pain=9.0, treated=True)) == ("urgent", ())


def test_what_remains_is_provisional_until_the_rest_is_excluded() -> None:
    assert where(known()) == ("home", ("urgent", "later"))
    assert where(known(deficit=False, pain=2.0)) == ("home", ())


def flips(facts: CaseFacts) -> list[tuple[tuple[str, ...], str]]:
    disposed = applied(facts).disposition
    assert disposed is not None
    return [(tuple(a.text for a in flip.assumptions), flip.to) for flip in disposed.flips]


def test_the_smallest_sets_that_would_change_it_come_first() -> None:
    assert flips(known(deficit=False)) == [
        (("Deficit: yes",), "urgent"),
        (("Pain: at least 7", "Treated: yes"), "later"),
    ]


def test_a_known_fact_that_cannot_change_is_not_supposed_otherwise() -> None:
    assert flips(known(deficit=False, treated=False)) == [(("Deficit: yes",), "urgent")]


def test_losing_the_reason_leads_back() -> None:
    assert (("Deficit: no",), "home") in flips(known(deficit=True))


def test_every_flip_really_gives_the_disposition_it_names() -> None:
    for facts in (known(), known(deficit=False), known(deficit=True, pain=8.0, treated=True)):
        disposed = applied(facts).disposition
        assert disposed is not None
        for flip in disposed.flips:
            supposed = known(**{a.fact: a.value for a in flip.assumptions})
            assert where(facts.updated_with(supposed))[0] == flip.to


def test_facts_are_asked_for_in_the_order_of_what_they_can_change() -> None:
    missing = [item.fact for item in applied(known()).missing]
    assert missing == ["deficit", "pain", "treated", "age"]
