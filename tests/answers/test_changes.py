"""What is different after a follow-up: from two applications of one pack, and nothing else."""

from builders import TODAY, disposition, known, number, pack, recommendation, when, yes_no
from citewell.answers.changes import changes
from citewell.guidelines.apply import apply
from citewell.model.answers import Audience
from citewell.model.applied import Applied
from citewell.model.cases import CaseFacts, Fact
from citewell.model.catalog import Catalog
from citewell.model.conversation import ASSUMED

CATALOG = Catalog.of(
    pack(
        facts=(number("age"), yes_no("fever"), yes_no("cough")),
        statements=(
            recommendation("rest", applies_when=when("fever is no")),
            recommendation("cool", applies_when=when("fever is yes")),
        ),
        dispositions=(disposition("hospital", ill="fever is yes"), disposition("home")),
    ),
    {},
)
SHOWN = frozenset({"rest", "cool"})


def applied(facts: CaseFacts) -> Applied:
    return apply(CATALOG, facts, on=TODAY)


def changed(
    before: CaseFacts,
    now: CaseFacts,
    *,
    audience: Audience = Audience.CLINICIAN,
    shown: frozenset[str] | None = SHOWN,
) -> list[str]:
    return list(changes(applied(before), applied(now), CATALOG, audience, shown=shown))


def test_nothing_is_different_where_nothing_is() -> None:
    assert changed(known(age=40.0, fever=True), known(age=40.0, fever=True)) == []


def test_a_new_fact_changes_the_disposition_and_what_applies() -> None:
    assert changed(known(age=40.0, fever=False), known(age=40.0, fever=True)) == [
        "Corrected: Fever: yes (was no).",
        "Disposition: Hospital (was Home).",
        "Applies now: Cool.",
        "Does not apply now: Rest.",
    ]


def test_a_fact_told_for_the_first_time_is_new() -> None:
    assert changed(known(age=40.0), known(age=40.0, cough=True)) == ["New: Cough: yes."]


def test_a_supposed_fact_is_said_to_be_assumed() -> None:
    supposed = CaseFacts((Fact("age", 60.0, ASSUMED),))
    assert changed(known(age=40.0), supposed)[0] == "Assumed: Age: 60 (was 40)."


def test_a_fact_taken_back_leaves_open_what_hung_on_it() -> None:
    told = changed(known(age=40.0, fever=True), known(age=40.0))
    assert told[0] == "No longer taken as known: Fever: yes."
    assert told[-1] == "Depends on more now: Rest; Cool."


def test_what_no_longer_stands_on_the_page_is_counted_and_what_applies_named() -> None:
    told = changed(known(age=40.0, fever=False), known(age=40.0, fever=True), shown=frozenset({"other"}))
    assert told[-2:] == ["Applies now: Cool.", "Does not apply now: 1 recommendation."]


def test_of_a_page_without_the_pack_only_the_facts_are_told() -> None:
    told = changed(known(age=40.0, fever=False), known(age=40.0, fever=True), shown=None)
    assert told == ["Corrected: Fever: yes (was no)."]


def test_a_patient_reads_it_in_plain_words() -> None:
    told = changed(known(age=40.0, fever=False), known(age=40.0, fever=True), audience=Audience.PATIENT)
    assert [line.partition(":")[0] for line in told] == [
        "Changed",
        "What to do first",
        "Fits now",
        "Does not fit now",
    ]
