"""Declared interests: they bar a vote, void one given before, and make a task of what is approved."""

import json

import pytest

from citewell.engine.curating import EditorialDesk
from citewell.engine.interests import declare, end_interest, interests
from citewell.engine.queues import everything, queue
from citewell.errors import Conflict, Forbidden, InputError, NotFound
from citewell.model.accounts import Role, Scope
from citewell.model.reviews import Action, Status, TaskKind, Version
from editorial_builders import ADA, ARTICLE, BEN, CLEO, DORA, Clock, content, person, signer_of


def submitted(desk: EditorialDesk) -> Version:
    return desk.act(ADA, Action.SUBMIT, ARTICLE, seen=desk.draft(ADA, ARTICLE, content()).revision)


def approve(desk: EditorialDesk, who: object, version: Version) -> Version:
    sign = signer_of(who.name)  # type: ignore[attr-defined]
    return desk.act(who, Action.APPROVE, ARTICLE, seen=version.revision, sign=sign)  # type: ignore[arg-type]


def actions(desk: EditorialDesk, about: str) -> list[str]:
    with desk.register.reading() as books:
        return [event.action for event in books.chain.about(about)]


def test_who_has_an_interest_does_not_vote(desk: EditorialDesk) -> None:
    version = submitted(desk)
    declared = declare(desk, BEN, "Wrist", "Paid by a maker of splints.")
    with pytest.raises(Forbidden, match="conflict of interest in 'Wrist'"):
        approve(desk, BEN, version)
    assert interests(desk, CLEO, of_all=True) == (declared,)
    assert interests(desk, CLEO, of_all=False) == ()
    assert queue(desk, BEN) == ()


@pytest.mark.parametrize("topic", ["wrist", str(ARTICLE), ARTICLE.name])
def test_a_vote_given_before_is_void(desk: EditorialDesk, topic: str) -> None:
    version = submitted(desk)
    approve(desk, BEN, version)
    declare(desk, BEN, topic, "Shares.")
    assert desk.dossier(ARTICLE).approvals == ()
    assert approve(desk, CLEO, version).status is Status.UNDER_REVIEW
    assert approve(desk, DORA, version).status is Status.APPROVED
    with desk.register.reading() as books:
        told = json.loads(next(e for e in books.chain.about("user:ben") if "declared" in e.action).detail)
    assert told["voids"] == [f"{ARTICLE} version 1"]


def test_that_an_interest_ends_brings_no_vote_back(desk: EditorialDesk, clock: Clock) -> None:
    version = submitted(desk)
    approve(desk, BEN, version)
    clock.forward(days=1)
    declared = declare(desk, BEN, "wrist", "Shares.")
    clock.forward(days=1)
    assert end_interest(desk, BEN, declared.id, reason="Sold them.").ended == clock.at
    assert desk.dossier(ARTICLE).approvals == ()
    clock.forward(days=1)
    with pytest.raises(Conflict, match="already"):
        approve(desk, BEN, version)


def test_who_ended_an_interest_votes_on_what_comes(desk: EditorialDesk, clock: Clock) -> None:
    declared = declare(desk, BEN, "wrist", "Shares.")
    end_interest(desk, BEN, declared.id, reason="Sold them.")
    clock.forward(days=1)
    approve(desk, BEN, submitted(desk))
    assert desk.dossier(ARTICLE).approvals == ("ben",)


def test_what_is_approved_already_becomes_a_task(desk: EditorialDesk) -> None:
    version = submitted(desk)
    approve(desk, BEN, version)
    approve(desk, CLEO, version)
    declare(desk, BEN, "wrist", "Shares.")
    found = desk.dossier(ARTICLE)
    assert found.version.status is Status.APPROVED
    assert [task.kind for task in found.tasks] == [TaskKind.CONFLICT_DECLARED]
    assert [each.reasons[0].text for each in queue(desk, DORA)] == [
        "ben, who approved it, declared an interest in wrist"
    ]
    assert len(everything(desk, ADA)) == 1


@pytest.mark.parametrize(
    ("topic", "statement"),
    [
        (" ", "Shares."),
        ("wrist", ""),
        ("w" * 201, "Shares."),
        ("wrist", "s" * 2001),
        ("wri\x00st", "Shares."),
    ],
)
def test_what_says_nothing_or_too_much_is_refused(desk: EditorialDesk, topic: str, statement: str) -> None:
    with pytest.raises(InputError):
        declare(desk, BEN, topic, statement)
    assert interests(desk, BEN, of_all=True) == ()


def test_an_interest_is_declared_once_and_ended_once(desk: EditorialDesk) -> None:
    declared = declare(desk, BEN, "wrist", "Shares.")
    with pytest.raises(Conflict, match="already"):
        declare(desk, BEN, "WRIST", "More shares.")
    end_interest(desk, BEN, declared.id, reason="Sold.")
    with pytest.raises(Conflict, match="had ended"):
        end_interest(desk, BEN, declared.id, reason="Sold.")
    with pytest.raises(NotFound, match="no declared interest 99"):
        end_interest(desk, BEN, 99, reason="Sold.")


def test_nobody_ends_anothers_interest(desk: EditorialDesk) -> None:
    declared = declare(desk, BEN, "wrist", "Shares.")
    with pytest.raises(Forbidden, match="ben's"):
        end_interest(desk, CLEO, declared.id, reason="Sold.")
    assert actions(desk, "user:cleo")[-1] == "refused"
    assert interests(desk, BEN, of_all=False) == (declared,)


def test_a_credential_without_the_scope_declares_nothing(desk: EditorialDesk) -> None:
    reading = person("ben", Role.REVIEWER, scopes=frozenset({Scope.READ}))
    with pytest.raises(Forbidden, match="scope review"):
        declare(desk, reading, "wrist", "Shares.")
    with pytest.raises(Forbidden, match="no account 'eve'"):
        declare(desk, person("eve", Role.REVIEWER), "wrist", "Shares.")
