"""Answers of a server: made once, kept while what they rest on stays as it is, found again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest

from answer_desk_builders import DAY, Desk, desk_at, own_settings
from citewell.config import Recording, Settings
from citewell.engine import Engine
from citewell.engine.desk import open_register
from citewell.engine.indexing import ingest, remove
from citewell.engine.reviewable import pack_content
from citewell.errors import InputError, NotFound
from citewell.model.answers import Audience
from citewell.model.reviews import Subject, SubjectKind
from citewell.serving.answers import AnswerDesk, Given, Request
from citewell.serving.engines import EngineRoom
from citewell.storage.ledger import Entry, Ledger
from citewell.storage.remembered import Remembered
from editorial_builders import Clock, desk_on
from standing_builders import approved

BRACE = Request(question="Should I use a brace after a vertebral fracture?")
GOUT = Request(question="Should I give colchicine for a gout flare?")
GUIDELINE = """# Gout flares: a guideline of an invented society

## Recommendations

Offer colchicine {dose} micrograms twice daily for a gout flare (strong recommendation, moderate-quality
evidence).
"""


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    return own_settings(settings, tmp_path, record=Recording.NO)


@pytest.fixture
def desk(own: Settings, tmp_path: Path) -> Desk:
    return desk_at(own, tmp_path)


def taken_in(own: Settings, folder: Path, *, dose: int) -> None:
    path = folder / "gout.md"
    path.write_text(GUIDELINE.format(dose=dose), encoding="utf-8")
    ingest(own, [path], watch=lambda step: None)


def asked_again(desk: Desk, request: Request) -> Given:
    """What is said once the engine that stands beside is in its place."""
    desk.answers.ask(request)
    desk.room.settle()
    return desk.answers.ask(request)


def test_the_document_is_what_the_engine_gives(desk: Desk, engine: Engine) -> None:
    given = desk.answers.ask(BRACE)
    assert given.document.decode() == engine.document(engine.answer(BRACE.question))


class Counting(Remembered):
    """Puts down what the engine was asked, and how often."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.made: list[str] = []

    def record(self, entry: Entry) -> None:
        self.made.append(entry.fingerprint)
        super().record(entry)


@pytest.fixture
def counting(own: Settings, tmp_path: Path) -> tuple[AnswerDesk, list[str]]:
    """A desk, and the fingerprint of every answer that its engine made."""
    past = Counting(tmp_path / "counted.db")
    room = EngineRoom(own, past=past, clock=lambda: DAY, warn=lambda warning: None)
    return AnswerDesk(room, past), past.made


def test_the_same_request_is_answered_once(counting: tuple[AnswerDesk, list[str]]) -> None:
    answers, made = counting
    given = answers.ask(BRACE)
    assert answers.ask(replace(BRACE)) == given
    assert made == [given.fingerprint]


@pytest.mark.parametrize(
    "other",
    [
        replace(BRACE, audience=Audience.PATIENT),
        replace(BRACE, facts=(("age", "78"),)),
        replace(BRACE, question="Does a brace help?"),
    ],
)
def test_another_request_has_an_answer_of_its_own(desk: Desk, other: Request) -> None:
    assert desk.answers.ask(BRACE).document != desk.answers.ask(other).document


def test_many_who_ask_the_same_at_one_moment_get_one_answer(
    counting: tuple[AnswerDesk, list[str]],
) -> None:
    answers, made = counting
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(answers.ask, [BRACE] * 32))
    assert made == [given[0].fingerprint]
    assert all(each == given[0] for each in given)


def test_an_answer_is_found_by_its_fingerprint(desk: Desk) -> None:
    given = desk.answers.ask(replace(BRACE, facts=(("age", "78"),)))
    assert desk.answers.find(given.fingerprint) == given


def test_another_process_finds_what_was_asked_of_this_one(desk: Desk, own: Settings, tmp_path: Path) -> None:
    given = desk.answers.ask(BRACE)
    other = desk_at(own, tmp_path)
    assert other.answers.find(given.fingerprint).document == given.document


def test_a_follow_up_is_found_by_its_fingerprint(desk: Desk) -> None:
    first = desk.answers.ask(BRACE)
    then = desk.answers.ask(Request(question="And for how long?", after=first.fingerprint))
    assert desk.answers.find(then.fingerprint) == then
    assert then.answer.after == first.fingerprint


@pytest.mark.parametrize(("fingerprint", "error"), [("f" * 32, NotFound), ("../../etc", InputError)])
def test_what_was_never_given_is_not_found(desk: Desk, fingerprint: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        desk.answers.find(fingerprint)


def test_a_protected_entry_says_that_its_question_was_not_kept(own: Settings, tmp_path: Path) -> None:
    recorded = Engine.open(replace(own, record=Recording.PROTECTED), today="2026-11-20").answer(
        BRACE.question
    )
    with pytest.raises(NotFound, match="what was asked is not kept") as told:
        desk_at(own, tmp_path).answers.find(recorded.provenance.fingerprint)
    assert "brace" not in str(told.value)
    assert "CITEWELL_RECORD=text" in told.value.hint


def test_an_entry_with_its_text_is_found_after_a_restart(own: Settings, tmp_path: Path) -> None:
    recorded = Engine.open(replace(own, record=Recording.TEXT), today="2026-11-20").answer(BRACE.question)
    found = desk_at(own, tmp_path).answers.find(recorded.provenance.fingerprint)
    assert (found.request, found.fingerprint) == (BRACE, recorded.provenance.fingerprint)


def test_the_next_day_is_answered_anew(own: Settings, tmp_path: Path) -> None:
    now = [DAY]
    desk = desk_at(own, tmp_path, clock=lambda: now[0])
    before = desk.answers.ask(BRACE)
    now[0] += timedelta(days=1)
    after = asked_again(desk, BRACE)
    assert after is not before
    with desk.room.engine() as opened:
        assert opened.today == "2026-11-21"


def test_the_first_library_the_next_version_and_its_removal_are_answered_from(
    desk: Desk, own: Settings, tmp_path: Path
) -> None:
    assert desk.answers.ask(GOUT).answer.abstained
    taken_in(own, tmp_path, dose=500)
    assert b"500 micrograms" in asked_again(desk, GOUT).document
    taken_in(own, tmp_path, dose=600)
    given = asked_again(desk, GOUT)
    assert b"600 micrograms" in given.document
    remove(own, [given.answer.references[0].id])
    assert asked_again(desk, GOUT).answer.abstained


def test_an_edited_pack_is_answered_from(own: Settings, tmp_path: Path) -> None:
    pack = copytree(own.packs[0], tmp_path / "vertebral-fracture")
    desk = desk_at(replace(own, packs=(pack,)), tmp_path)
    before = desk.answers.ask(BRACE).answer.provenance.packs
    with (pack / "glossary.yaml").open("a", encoding="utf-8") as file:
        file.write("# An editor was here.\n")
    assert asked_again(desk, BRACE).answer.provenance.packs != before


def test_a_pack_with_a_fault_leaves_the_answers_as_they_are_and_is_told(
    own: Settings, tmp_path: Path
) -> None:
    pack = copytree(own.packs[0], tmp_path / "vertebral-fracture")
    desk = desk_at(replace(own, packs=(pack,)), tmp_path)
    before = desk.answers.ask(BRACE).document
    whole = (pack / "pack.yaml").read_text(encoding="utf-8")
    (pack / "pack.yaml").write_text("id: [", encoding="utf-8")
    assert asked_again(desk, BRACE).document == before
    assert [one for one in desk.warned if "pack.yaml" in one and "without it" in one]
    (pack / "pack.yaml").write_text(whole.replace("title: ", "title: Again: ", 1), encoding="utf-8")
    asked_again(desk, BRACE)
    (pack / "pack.yaml").write_text(whole, encoding="utf-8")
    assert asked_again(desk, BRACE).document == before


def test_what_the_board_decides_is_said_at_once(own: Settings, desk: Desk, engine: Engine) -> None:
    before = desk.answers.ask(BRACE)
    assert before.answer.caution
    register = open_register(own)
    pack = Subject(SubjectKind.PACK, "vertebral-fracture")
    approved(desk_on(register, now=Clock()), pack, pack_content(engine.catalogs[pack.name]))
    register.close()
    assert not desk.answers.ask(BRACE).answer.caution


def test_what_does_not_fit_any_more_is_made_again_and_the_same(own: Settings, tmp_path: Path) -> None:
    room = desk_at(own, tmp_path).room
    small = AnswerDesk(room, Remembered(tmp_path / "asked.db"), most=1_000)
    first, second = small.ask(BRACE), small.ask(BRACE)
    assert first is not second
    assert first.document == second.document


def test_of_every_answer_it_is_noted_whether_it_was_made_before(desk: Desk) -> None:
    noted: list[dict[str, bool]] = []
    watched = AnswerDesk(desk.room, desk.past, note=lambda **told: noted.append(told))
    given = watched.ask(BRACE)
    watched.find(given.fingerprint)
    watched.ask(GOUT)
    assert noted == [
        {"abstained": False, "kept": False},
        {"abstained": False, "kept": True},
        {"abstained": True, "kept": False},
    ]


def test_a_rendered_form_is_made_once_until_what_it_rests_on_changes(own: Settings, tmp_path: Path) -> None:
    now = [DAY]
    desk = desk_at(own, tmp_path, clock=lambda: now[0])
    rendered: list[str] = []

    def render(word: str) -> Callable[[], str]:
        return lambda: rendered.append(word) or word

    given = desk.answers.ask(BRACE)
    assert [desk.answers.rendered(given, "html", render(word)) for word in ("one", "two")] == ["one", "one"]
    assert desk.answers.rendered(given, "print", render("three")) == "three"
    now[0] += timedelta(days=1)
    again = asked_again(desk, BRACE)
    assert desk.answers.rendered(again, "html", render("four")) == "four"
    assert rendered == ["one", "three", "four"]


def test_facts_of_a_patient_reach_no_file_in_readable_form(own: Settings, tmp_path: Path) -> None:
    desk = desk_at(own, tmp_path)
    desk.answers.ask(Request(question="Teriparatide for Wilhelmina?", facts=(("age", "78"),)))
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Wilhelmina" not in written
    assert not Ledger(own.ledger).folder.exists()
