"""An answer as a FHIR document says all that the answer says, each claim once and whole."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api_site import GOUT, LABEL, TRIAL
from citewell.config import Settings
from citewell.engine import Engine
from citewell.engine.fhir_documents import answer_in_fhir, occasion_on
from citewell.engine.standing import with_standing
from citewell.errors import InputError
from citewell.interop.fhir.serialised import serialised
from citewell.model.answers import Answer, Audience
from citewell.model.standing import Standing, Status
from fhir_reading import Json, as_read, claims_of, narratives, references_in, the, unsafe, words_of
from fhir_validators import Validators, by_emptiness, by_models, contents
from library_builders import document_of
from shelf_builders import shelved

TODAY = "2026-11-20"
OCCASION = occasion_on(TODAY)
BRACE = "Should I use a brace after a vertebral fracture?"
URGENT = "78 F with an L1 wedge fracture and leg weakness: what now?"
# What acts on a terminal, a page, an XML reader or whoever reads from left to right.
HOSTILE = (
    "<script>alert('1')</script> & \x00\x1b[31m]]> <!-- \u202eABC\u2066 \ufffe\ud800 5 < 3 % not &amp; é é"
)


def read(answer: Answer, **given: str) -> Json:
    """The answer's document as a stranger reads it, valid."""
    found: Json = json.loads(serialised(answer_in_fhir(answer, occasion_on(TODAY, **given))))
    assert not by_models(found)
    return found


def asked(engine: Engine) -> Iterator[tuple[str, Answer]]:
    """Every question of the worked cases for clinicians, and every sixth for the others."""
    catalogs = engine.catalogs.values()
    cases = [case for catalog in catalogs for case in catalog.pack.cases if case.question]
    for n, case in enumerate(cases):
        for audience in Audience if n % 6 == 0 else (Audience.CLINICIAN,):
            answer = engine.answer(case.question, facts=case.facts, audience=audience)
            yield f"{case.name} ({audience.value})", answer


def lost(answer: Answer, document: Json) -> list[str]:
    """The claims that stand elsewhere than once, and the references that do not stand there."""
    said = words_of(the(document, "Composition"))
    claims = Counter(as_read(claim, answer) for claim in claims_of(answer))
    titles = [reference.title.rstrip(".") for reference in answer.references]
    # What a body says in a disagreement may be told of it in the very same words, and inside other words.
    others = [side.text for each in answer.disagreements for side in each.sides]
    others += [claim.text for claim in claims_of(answer)]
    own = {as_read(claim, answer): claim.text for claim in claims_of(answer)}
    beside = {text: sum(own[text] in each for each in others) - count for text, count in claims.items()}
    wrong = [text for text, count in claims.items() if not 0 <= said.count(text) - count <= beside[text]]
    return wrong + [title for title in titles if title not in said]


def test_every_claim_of_every_worked_question_stands_once_whole_and_cited(engine: Engine) -> None:
    wrong = {}
    for name, answer in asked(engine):
        document = read(answer)
        found = [*lost(answer, document), *unsafe(document), *by_emptiness(document)]
        if found:
            wrong[name] = found
    assert not wrong


@pytest.mark.parametrize("audience", list(Audience))
def test_validators_that_know_nothing_of_us_accept_every_kind_of_answer(
    engine: Engine, shelf: Engine, validators: Validators, audience: Audience
) -> None:
    questions = (
        BRACE,
        URGENT,
        "What is the capital of France?",
        "What is the TLICS score?",
        "Vertebroplasty?",
    )
    answers = [engine.answer(question, audience=audience) for question in questions]
    answers.append(shelf.answer("How much colchicine for a gout flare?", audience=audience))
    for answer in answers:
        assert not validators.faults(contents(read(answer, subject="Patient/7")))


def test_the_sides_of_a_disagreement_are_told_whole_however_many_there_are(engine: Engine) -> None:
    answer = engine.answer("What is the treatment for an L2 compression fracture?")
    said = words_of(the(read(answer), "Composition"))
    assert len(answer.disagreements) > 3
    for side in (side for each in answer.disagreements for side in each.sides):
        assert side.text in said
        assert side.grade in said


def test_grades_stand_as_printed(engine: Engine) -> None:
    answer = engine.answer("What is the treatment for an L2 compression fracture?")
    said = words_of(the(read(answer), "Composition"))
    printed = {claim.as_printed for claim in claims_of(answer) if claim.as_printed}
    assert len(printed) > 3
    assert all(label in said for label in printed)


@pytest.fixture(scope="module")
def shelf(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine with a small library."""
    home = tmp_path_factory.mktemp("shelf")
    (home / "cache").symlink_to(settings.cache)
    guideline = document_of("gout-2014", GOUT, title="Gout flares: a guideline of an invented society")
    trial = document_of("pmid-19000001", TRIAL, title="Colchicine in gout flares: a trial")
    return Engine.open(shelved(replace(settings, home=home), guideline, trial), today=TODAY)


@pytest.mark.parametrize("audience", list(Audience))
def test_an_answer_of_the_library_is_quoted_whole(shelf: Engine, audience: Audience) -> None:
    answer = shelf.answer("How much colchicine for a gout flare?", audience=audience)
    assert any(claim.quote for claim in claims_of(answer))
    document = read(answer)
    assert not lost(answer, document)
    assert LABEL in words_of(document)
    sources = [each["what"]["display"] for each in the(document, "Provenance")["entity"]]
    assert "Library of documents" in sources


def test_an_abstention_is_a_document_that_says_why(engine: Engine) -> None:
    answer = engine.answer("What is the capital of France?")
    document = read(answer)
    assert answer.abstained
    assert answer.reason in words_of(document)
    assert "Library" not in {entry["resource"]["resourceType"] for entry in document["entry"]}


def test_where_to_go_stands_before_everything_else_that_is_said(engine: Engine) -> None:
    sections = the(read(engine.answer(URGENT)), "Composition")["section"]
    titles = [section["title"] for section in sections]
    assert titles[:3] == ["Question", "Status of this content", "Where to go"]
    assert titles[-2:] == ["References", "Disclaimer"]
    assert len({section["id"] for section in sections}) == len(sections)


def test_caution_and_disclaimer_stand_in_sections(engine: Engine) -> None:
    answer = engine.answer(BRACE)
    sections = {each["id"]: words_of(each) for each in the(read(answer), "Composition")["section"]}
    assert answer.caution in sections["document.status"]
    assert answer.disclaimer in sections["document.disclaimer"]
    assert answer.provenance.fingerprint in sections["document.disclaimer"]


def test_what_is_offered_to_go_on_with_is_no_part_of_a_record(engine: Engine) -> None:
    answer = engine.answer(BRACE)
    assert answer.follow_ups
    titles = {section["title"] for section in the(read(answer), "Composition")["section"]}
    assert "Follow-up questions" not in titles
    assert "References" in titles


@pytest.mark.parametrize(
    ("standing", "status"),
    [(Status.APPROVED, "final"), (Status.UNDER_REVIEW, "preliminary"), (Status.RETIRED, "preliminary")],
)
def test_a_document_is_final_only_while_the_board_approves(
    engine: Engine, standing: Status, status: str
) -> None:
    told = Standing(
        subject="pack:vertebral-fracture",
        version=1,
        status=standing,
        since="2026-11-02",
        updated="2026-11-01",
        by=("Ben", "Cleo") if standing is Status.APPROVED else (),
        expires="2027-11-02" if standing is Status.APPROVED else "",
    )
    answer = with_standing(engine.answer(BRACE), told)
    composition = the(read(answer), "Composition")
    assert composition["status"] == status
    assert ("Approved on 2026-11-02 by Ben and Cleo" in words_of(composition)) is (status == "final")


def test_all_that_is_referred_to_is_in_the_document(engine: Engine) -> None:
    document = read(engine.answer(BRACE))
    addresses = [entry["fullUrl"] for entry in document["entry"]]
    assert len(set(addresses)) == len(addresses)
    assert set(references_in(document)) <= set(addresses)
    listed = the(document, "Library")["relatedArtifact"]
    assert [each["label"] for each in listed] == [f"[{n}]" for n in range(1, len(listed) + 1)]


def test_nobody_is_the_subject_but_who_was_named(engine: Engine) -> None:
    answer = engine.answer(BRACE)
    assert "subject" not in the(read(answer), "Composition")
    named = the(read(answer, subject="Patient/7"), "Composition")
    assert named["subject"] == {"reference": "Patient/7"}


@pytest.mark.parametrize(
    "subject",
    [
        "7",
        "Practitioner/7",
        "Patient/",
        "Patient/7 ",
        "Patient/7\n",
        "Patient/" + "7" * 65,
        "javascript:Patient/7",
        "Patient/<b>",
        "https://x/Patient/7?name=Jane",
        "urn:uuid:7",
        "\u202ePatient/7",
    ],
)
def test_what_refers_to_no_patient_is_refused(subject: str) -> None:
    with pytest.raises(InputError, match="no reference to a patient"):
        occasion_on(TODAY, subject=subject)


@pytest.mark.parametrize(
    "subject",
    ["Patient/a-7.B", "https://ehr.example/r4/Patient/7", "urn:uuid:5c9f68fb-818d-5497-9dc3-279c04ae22cd"],
)
def test_what_refers_to_a_patient_is_taken(subject: str) -> None:
    assert occasion_on(TODAY, subject=subject).subject == subject


def test_the_same_is_the_same_and_anything_else_has_another_identity(engine: Engine) -> None:
    answer = engine.answer(BRACE)
    assert serialised(answer_in_fhir(answer, OCCASION)) == serialised(answer_in_fhir(answer, OCCASION))
    others = [
        read(answer),
        read(answer, subject="Patient/7"),
        read(answer, base="https://fhir.example.org/r4"),
        read(engine.answer(BRACE, audience=Audience.PATIENT)),
    ]
    assert len({each["identifier"]["value"] for each in others}) == len(others)


def test_hostile_words_are_escaped_and_none_of_them_acts(engine: Engine) -> None:
    answer = engine.answer(BRACE)
    section = answer.sections[0]
    claim = replace(section.claims[0], text=HOSTILE, lead=HOSTILE, as_printed=HOSTILE)
    hostile = replace(
        answer,
        question=HOSTILE,
        title=HOSTILE,
        caution=HOSTILE,
        disclaimer=HOSTILE,
        sections=(replace(section, title=HOSTILE, claims=(claim, *section.claims[1:])), *answer.sections[1:]),
        references=tuple(
            replace(each, title=HOSTILE, body=HOSTILE, url=HOSTILE) for each in answer.references
        ),
    )
    document = read(hostile)
    assert not unsafe(document)
    said = words_of(document)
    assert "<script>alert('1')</script> & [31m]]> <!-- ABC \ufffd\ufffd 5 < 3 % not &amp; é é" in said
    assert not set("\x00\x1b\u202e\u2066\ufffe") & set(json.dumps(document, ensure_ascii=False))


def test_a_narrative_is_xml_without_a_document_type(engine: Engine) -> None:
    found = list(narratives(read(engine.answer(BRACE))))
    assert found
    assert all(div.tag == "{http://www.w3.org/1999/xhtml}div" for div in found)
    assert all(div.getroottree().docinfo.internalDTD is None for div in found)


def test_the_home_of_a_server_never_becomes_an_address(engine: Engine, tmp_path: Path) -> None:
    document = serialised(answer_in_fhir(engine.answer(BRACE), OCCASION)).decode()
    assert str(tmp_path.parent) not in document
    assert "http://citewell.invalid/fhir" in document
