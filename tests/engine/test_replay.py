"""Answers of which no text was kept: made again from the question given again, or refused with the reason."""

from dataclasses import replace
from pathlib import Path

import pytest

from citewell.config import Recording, Settings
from citewell.engine import Engine
from citewell.errors import InputError, NotFound
from citewell.model.answers import Audience
from citewell.model.catalog import Catalog
from citewell.storage.ledger import Ledger

ASKED = "Should I do a nerve root block for an L2 fracture?"
FACTS = {"age": "78", "pain-score": "8"}


@pytest.fixture(scope="module")
def protecting(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine with a ledger of its own that keeps no text."""
    return beside(engine, Ledger(tmp_path_factory.mktemp("home") / "ledger"))


def beside(engine: Engine, ledger: Ledger) -> Engine:
    """The engine in another process: nothing is remembered, and this is the ledger."""
    return Engine(
        tuple(engine.catalogs.values()),
        ledger=ledger,
        today=engine.today,
        passed=engine.passed,
        plain=engine.plain,
        kinds=engine.kinds,
        terms=engine.terms,
    )


def ledger_of(engine: Engine) -> Ledger:
    assert engine.ledger is not None
    return engine.ledger


@pytest.mark.parametrize("audience", Audience)
def test_a_protected_answer_is_made_again_from_the_question_given_again(
    protecting: Engine, audience: Audience
) -> None:
    answer = protecting.answer(ASKED, facts=FACTS, audience=audience)
    replayed = protecting.replay(answer.provenance.fingerprint, question=ASKED, facts=FACTS)
    assert replayed.same
    assert protecting.document(replayed.answer) == protecting.document(answer)


def test_without_the_question_it_is_said_that_it_was_not_kept(protecting: Engine) -> None:
    made = protecting.answer(ASKED).provenance.fingerprint
    with pytest.raises(InputError, match="the question of this answer was not kept: give it again"):
        protecting.replay(made)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("Should I do a nerve root block for an L3 fracture?", FACTS),
        (f"{ASKED} ", FACTS),
        (ASKED, {}),
        (ASKED, {"age": "79", "pain-score": "8"}),
        (ASKED, {**FACTS, "sex": "female"}),
    ],
)
@pytest.mark.parametrize("with_text", [False, True])
def test_other_words_or_facts_than_were_asked_are_refused(
    engine: Engine, tmp_path: Path, question: str, facts: dict[str, str], *, with_text: bool
) -> None:
    asking = beside(engine, Ledger(tmp_path, with_text=with_text))
    made = asking.answer(ASKED, facts=FACTS).provenance.fingerprint
    with pytest.raises(InputError, match="not the words and facts that were asked") as refused:
        asking.replay(made, question=question, facts=facts)
    assert "nerve" not in f"{refused.value.message} {refused.value.hint}"


def test_other_words_are_told_from_another_version(protecting: Engine) -> None:
    made = protecting.answer(ASKED, facts=FACTS).provenance.fingerprint
    first, *others = protecting.catalogs.values()
    newer = replace(first.pack, version="9.0.0", digest="0" * 64)
    catalogs = [Catalog.of(newer, first.grades), *others]
    changed = Engine(catalogs, ledger=protecting.ledger, today=protecting.today)
    replayed = changed.replay(made, question=ASKED, facts=FACTS)
    assert not replayed.same
    assert any("9.0.0" in line for line in replayed.changes)
    with pytest.raises(InputError, match="not the words"):
        changed.replay(made, question="Is kyphoplasty recommended?", facts=FACTS)


def test_what_an_entry_does_not_keep_may_be_what_changed(engine: Engine, tmp_path: Path) -> None:
    asking = beside(engine, Ledger(tmp_path))
    made = asking.answer(ASKED).provenance.fingerprint
    (file,) = tmp_path.rglob("*.json")
    file.write_text(
        file.read_text().replace(f'"answer":"{ledger_of(asking).find(made).answer}"', '"answer":"0"')
    )
    replayed = asking.replay(made, question=ASKED)
    assert not replayed.same
    assert "the review status, which this entry does not keep" in replayed.changes[0]


def test_a_conversation_goes_on_in_its_process_and_not_in_another(protecting: Engine) -> None:
    first = protecting.answer(ASKED).provenance.fingerprint
    second = protecting.answer("what about L3?", after=first)
    assert second.read_as.startswith("with what was asked before")
    assert ledger_of(protecting).find(second.provenance.fingerprint).after == first
    elsewhere = beside(protecting, ledger_of(protecting))
    with pytest.raises(NotFound, match="which this one follows up, was not kept"):
        elsewhere.answer("what about L3?", after=first)
    with pytest.raises(NotFound, match="which this one follows up, was not kept"):
        elsewhere.replay(second.provenance.fingerprint, question="what about L3?")


def test_a_protected_follow_up_of_a_question_that_was_kept_is_made_again(
    engine: Engine, tmp_path: Path
) -> None:
    first = beside(engine, Ledger(tmp_path, with_text=True)).answer(ASKED).provenance.fingerprint
    protecting = beside(engine, Ledger(tmp_path))
    second = protecting.answer("what about L3?", after=first).provenance.fingerprint
    assert protecting.replay(second, question="what about L3?").same


def test_the_ledger_has_no_part_in_an_answer(engine: Engine, protecting: Engine) -> None:
    assert protecting.document(protecting.answer(ASKED)) == engine.document(engine.answer(ASKED))


@pytest.mark.parametrize("record", Recording)
def test_an_engine_keeps_what_it_is_told_to(settings: Settings, tmp_path: Path, record: Recording) -> None:
    own = replace(settings, home=tmp_path, record=record)
    (tmp_path / "cache").symlink_to(settings.cache)
    Engine.open(own, today="2026-11-20").answer(ASKED)
    entries = list(Ledger(own.ledger).entries())
    kept = {
        Recording.NO: [],
        Recording.PROTECTED: [(True, "")],
        Recording.TEXT: [(False, ASKED)],
    }
    assert [(entry.protected, entry.question) for entry in entries] == kept[record]


def test_a_retention_is_kept_to_when_an_answer_is_recorded(settings: Settings, tmp_path: Path) -> None:
    own = replace(settings, home=tmp_path, retention=30)
    (tmp_path / "cache").symlink_to(settings.cache)
    Engine.open(own, today="2026-11-20").answer(ASKED)
    Engine.open(own, today="2126-11-20").answer("Is kyphoplasty recommended?")
    assert list(Ledger(own.ledger).entries()) == []
