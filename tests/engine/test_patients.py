"""Words, fields and a file become one set of facts: the latest counts, and nothing contradicts unheard."""

from collections.abc import Mapping

import pytest

from builders import pack, when, yes_no
from citewell.engine import Engine
from citewell.engine.fact_groups import fact_groups
from citewell.engine.patients import applied_to, applied_to_record, asked_facts, told_of
from citewell.errors import InputError
from citewell.model.answers import Audience
from citewell.model.cases import Truth
from citewell.model.catalog import Catalog
from citewell.model.guidelines import Population
from citewell.model.patients import Conflict, FileFact, FileReading, PatientResult, Spoken, Telling

WORDS = "78 F, L1 wedge fracture yesterday, no leg weakness, pain 8/10"
HEARD = {
    "age": "78",
    "sex": "female",
    "level": "L1",
    "leg-weakness": "no",
    "pain-onset-days": "1",
    "pain-score": "8",
}
FILE = FileReading(
    facts=(FileFact(fact="age", given="70", resource="Patient", path="Patient.birthDate"),),
    notes=("Not read: 1 Condition.",),
)


def applied(engine: Engine, telling: Telling) -> PatientResult:
    return applied_to(engine, telling, audience=Audience.CLINICIAN)


def test_words_become_facts(engine: Engine) -> None:
    told = told_of(engine, Telling(words=WORDS))
    assert HEARD.items() <= dict(told.facts).items()
    assert (told.faults, told.notes) == ((), ())
    assert set(told.spoken.values()) == {Spoken.WORDS}


@pytest.mark.parametrize(
    ("words", "facts", "expected"),
    [
        (WORDS, HEARD | {"age": "79"}, HEARD | {"age": "79"}),
        (WORDS, {name: HEARD[name] for name in ("age", "level")}, {"age": "78", "level": "L1"}),
        (WORDS.replace("8/10", "3/10"), HEARD | {"age": "79"}, HEARD | {"age": "79", "pain-score": "3"}),
        (WORDS.replace(", pain 8/10", ""), HEARD, {k: v for k, v in HEARD.items() if k != "pain-score"}),
        ("", {"age": "79"}, {"age": "79"}),
    ],
)
def test_what_was_changed_last_counts(
    engine: Engine, words: str, facts: Mapping[str, str], expected: Mapping[str, str]
) -> None:
    assert dict(told_of(engine, Telling(words=words, heard=WORDS, facts=facts)).facts) == expected


def test_what_was_taken_back_is_not_read_again(engine: Engine) -> None:
    facts = {name: given for name, given in HEARD.items() if name != "pain-score"}
    result = applied(engine, Telling(words=WORDS, heard=WORDS, facts=facts))
    assert result.application is not None
    assert "pain-score" not in {fact.id for fact in result.application.understood}


def test_words_that_say_otherwise_than_the_form_are_told(engine: Engine) -> None:
    told = told_of(engine, Telling(words=WORDS, facts={"age": "70"}))
    assert told.facts["age"] == "78"
    assert told.notes == ("Age: the words say 78 years; the form said 70.",)


def test_a_file_fills_what_is_not_known_and_its_notes_are_kept(engine: Engine) -> None:
    told = told_of(engine, Telling(facts={"level": "L1"}, file=FILE))
    assert (dict(told.facts), told.notes) == ({"level": "L1", "age": "70"}, FILE.notes)
    assert told.spoken["age"] is Spoken.FILE


def test_a_file_that_says_otherwise_is_a_fault(engine: Engine) -> None:
    (fault,) = told_of(engine, Telling(facts={"age": "71"}, file=FILE)).faults
    assert fault.fact == "age"
    assert (
        "the record says 70 years (Patient, Patient.birthDate), and beside it 71 years is told"
        in fault.message
    )


@pytest.mark.parametrize(
    ("telling", "fact", "message"),
    [
        (Telling(), "", "nothing is known of the patient yet"),
        (Telling(facts={"age": ""}), "", "nothing is known of the patient yet"),
        (Telling(words="pain 12/10"), "", "pain-score 12 is outside 0 to 10"),
        (Telling(words="78 F, " * 400), "", "the description has 2,400 characters, at most 2,000 are read"),
        (Telling(facts={"age": "121"}), "age", "age 121 is outside 0 to 120"),
        (Telling(facts={"age": "-1"}), "age", "age -1 is outside"),
        (Telling(facts={"age": "nan"}), "age", "is outside"),
        (Telling(facts={"age": "old"}), "age", "age is a number"),
        (Telling(facts={"level": "Q9"}), "level", "level is one of"),
        (Telling(facts={"unheard-of": "yes"}), "", "no pack knows the fact"),
        (
            Telling(facts={"neuro-deficit": "no", "leg-weakness": "yes"}),
            "neuro-deficit",
            "Neurological deficit: no contradicts what is said of leg weakness",
        ),
        (
            Telling(words="L1 fracture with leg weakness", facts={"neuro-deficit": "no"}),
            "neuro-deficit",
            "contradicts",
        ),
    ],
)
def test_what_cannot_be_used_is_told_where_it_stands(
    engine: Engine, telling: Telling, fact: str, message: str
) -> None:
    result = applied(engine, telling)
    assert result.application is None
    assert [fault.fact for fault in result.told.faults] == [fact]
    assert message in result.told.faults[0].message


def test_every_fault_is_told_at_once(engine: Engine) -> None:
    result = applied(engine, Telling(words="pain 12/10", facts={"age": "200", "level": "Q9"}))
    assert {fault.fact for fault in result.told.faults} == {"age", "level", ""}


def test_a_number_at_its_limit_is_taken(engine: Engine) -> None:
    for age in ("0", "120"):
        assert applied(engine, Telling(facts={"age": age})).application is not None


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({"level": "L1"}, Truth.TRUE),
        ({"age": "78"}, Truth.UNKNOWN),
        ({"level": "cervical"}, Truth.FALSE),
    ],
)
def test_it_is_said_whether_the_pack_is_for_the_patient(
    engine: Engine, facts: Mapping[str, str], fits: Truth
) -> None:
    assert applied(engine, Telling(facts=facts)).fits is fits


def test_the_pathway_ends_at_the_disposition(engine: Engine) -> None:
    result = applied(engine, Telling(words="78 F, L1 fracture, leg weakness"))
    assert result.application is not None
    assert result.application.disposition is not None
    assert result.pathway is not None
    assert result.pathway.stops == result.application.disposition.id


@pytest.mark.parametrize("audience", Audience)
def test_every_fact_is_asked_for_once(engine: Engine, audience: Audience) -> None:
    placed = [fact for group in asked_facts(engine, audience) for fact in group.facts]
    assert sorted(placed) == sorted(engine.definitions)


def test_what_most_rules_ask_comes_first(engine: Engine) -> None:
    catalog = engine.catalogs["vertebral-fracture"]
    groups = fact_groups(catalog, Audience.CLINICIAN)
    assert {"age", "sex", "level", "neuro-deficit"} <= set(groups[0].facts)
    assert groups[1].title == "Immediate referral"
    assert "saddle-anaesthesia" in groups[1].facts


def test_of_several_packs_what_several_ask_first_comes_first_and_emergencies_before_the_rest(
    engine: Engine,
) -> None:
    groups = asked_facts(engine, Audience.CLINICIAN)
    assert groups[0].title == "To begin with"
    assert {"age", "sex", "neuro-deficit"} <= set(groups[0].facts)
    assert "(Spinal emergencies)" in groups[1].title
    assert groups[-1].title == "Further facts"
    assert len({group.id for group in groups}) == len(groups)


RECORD = FileReading(
    facts=(
        FileFact(fact="age", given="70", resource="Patient/7", path="Bundle.entry[0].resource.birthDate"),
        FileFact(
            fact="egfr",
            given="28.0",
            resource="Observation/9",
            path="Bundle.entry[4].resource.valueQuantity",
            date="2026-11-02",
        ),
    ),
    conflicts=(Conflict(fact="level", message="the record says L1 (a) and L2 (b)", sides=()),),
)


def test_what_a_record_says_both_ways_is_a_fault_until_it_is_settled(engine: Engine) -> None:
    (fault,) = told_of(engine, Telling(file=RECORD)).faults
    assert (fault.fact, "L1 (a) and L2 (b): give the right one" in fault.message) == ("level", True)
    assert told_of(engine, Telling(facts={"level": "L1"}, file=RECORD)).faults == ()
    assert told_of(engine, Telling(words="L1 fracture", file=RECORD)).faults == ()


def test_a_value_written_otherwise_is_no_contradiction(engine: Engine) -> None:
    assert told_of(engine, Telling(facts={"egfr": "28", "level": "L1"}, file=RECORD)).faults == ()


def test_a_fact_of_a_record_says_where_it_stands(engine: Engine) -> None:
    told = {"facts": {"level": "L1"}, "audience": Audience.CLINICIAN}
    application = applied_to_record(engine, RECORD, words="pain 8/10", **told)
    origins = {fact.id: fact.origin for fact in application.understood}
    assert origins["egfr"] == "record: Observation/9, 2026-11-02 at Bundle.entry[4].resource.valueQuantity"
    assert (origins["level"], origins["pain-score"]) == ("given", "question")


@pytest.mark.parametrize(("facts", "forget"), [({"level": "L2", "age": "71"}, ()), ({}, ("level", "age"))])
def test_what_is_given_or_forgotten_settles_what_a_record_says(
    engine: Engine, facts: Mapping[str, str], forget: tuple[str, ...]
) -> None:
    application = applied_to_record(engine, RECORD, facts=facts, forget=forget, audience=Audience.CLINICIAN)
    understood = {fact.id: fact.given for fact in application.understood if fact.origin == "given"}
    assert understood == dict(facts)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "level: the record says L1 (a) and L2 (b): give the right one"),
        ("L1 fracture, 71 F", "age: the record says 70 years (Patient/7"),
    ],
)
def test_what_is_left_unsettled_is_refused_in_a_line(engine: Engine, words: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        applied_to_record(engine, RECORD, words=words, facts={}, audience=Audience.CLINICIAN)
    assert message in refused.value.message
    assert "\n" not in refused.value.message


def test_of_several_packs_the_one_applied_may_recommend_nothing() -> None:
    infants = Population(id="infants", name="Infants", patient="infants", when=when("infant is yes"))
    silent = pack(id="growing", facts=(yes_no("infant"),), populations=(infants,), statements=())
    own = Engine([Catalog.of(pack()), Catalog.of(silent)], today="2026-11-20")
    result = applied(own, Telling(facts={"infant": "yes"}))
    assert result.application is not None
    assert (result.application.leading.pack, result.fits) == ("growing", Truth.TRUE)
