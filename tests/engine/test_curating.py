"""The desk: from a draft to an approval that two others signed, and what is refused on the way."""

from pathlib import Path

import pytest

from citewell.editorial.audit import BEGINNING, faults
from citewell.editorial.workflow import Stale
from citewell.engine.curating import EditorialDesk
from citewell.errors import Conflict, Forbidden, InputError
from citewell.model.accounts import Role
from citewell.model.reviews import Action, Policy, Status, TaskKind, Version
from citewell.storage.register import Register
from editorial_builders import (
    ADA,
    ARTICLE,
    BEN,
    CLEO,
    DORA,
    Clock,
    content,
    desk_on,
    person,
    signer_of,
    verifies,
)


def submitted(desk: EditorialDesk) -> Version:
    draft = desk.draft(ADA, ARTICLE, content())
    return desk.act(ADA, Action.SUBMIT, ARTICLE, seen=draft.revision)


def approved(desk: EditorialDesk) -> Version:
    version = submitted(desk)
    for who in (BEN, CLEO):
        version = desk.act(who, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of(who.name))
    return version


def test_two_reviewers_approve_what_a_third_wrote(desk: EditorialDesk) -> None:
    version = submitted(desk)
    one = desk.act(BEN, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of("ben"))
    assert one.status is Status.UNDER_REVIEW
    two = desk.act(CLEO, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of("cleo"))
    assert (two.status, two.expires[:10]) == (Status.APPROVED, "2028-11-21")
    assert [event.action for event in desk.dossier(ARTICLE).events] == [
        "draft", "submit", "take", "approve", "approve",
    ]  # fmt: skip


def test_nobody_approves_what_they_wrote(desk: EditorialDesk) -> None:
    version = submitted(desk)
    with pytest.raises(Forbidden, match="reviewer or chief-editor"):
        desk.act(ADA, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of("ada"))
    last = desk.dossier(ARTICLE)
    assert last.version == version
    with desk.register.reading() as books:
        assert [e.action for e in books.chain.about(str(ARTICLE)) if e.version == 0] == ["refused"]


def test_nobody_approves_twice(desk: EditorialDesk) -> None:
    version = submitted(desk)
    desk.act(BEN, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of("ben"))
    with pytest.raises(Conflict, match="already"):
        desk.act(BEN, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of("ben"))


def test_a_role_counts_as_it_is_now_and_not_as_it_was_at_sign_in(desk: EditorialDesk) -> None:
    version = submitted(desk)
    promoted = person("ada", Role.REVIEWER)
    with pytest.raises(Forbidden, match="for the role"):
        desk.act(promoted, Action.RETIRE, ARTICLE, seen=version.revision, reason="no use")
    with pytest.raises(Forbidden, match="no account 'eve'"):
        desk.act(person("eve", Role.CHIEF_EDITOR), Action.RETIRE, ARTICLE, seen=1, reason="no use")


def test_an_approval_is_signed(desk: EditorialDesk) -> None:
    version = submitted(desk)
    with pytest.raises(Forbidden, match="signing key"):
        desk.act(BEN, Action.APPROVE, ARTICLE, seen=version.revision)


def test_changes_are_requested_with_a_reason(desk: EditorialDesk) -> None:
    version = submitted(desk)
    with pytest.raises(InputError, match="reason"):
        desk.act(BEN, Action.REQUEST_CHANGES, ARTICLE, seen=version.revision)
    asked = desk.act(BEN, Action.REQUEST_CHANGES, ARTICLE, seen=version.revision, reason="Which wrist?")
    assert asked.status is Status.CHANGES_REQUESTED
    again = desk.edit(ADA, ARTICLE, content("Splint the right wrist."), seen=asked.revision)
    assert desk.act(ADA, Action.SUBMIT, ARTICLE, seen=again.revision).round == 2


def test_the_second_editor_is_shown_what_changed(desk: EditorialDesk) -> None:
    draft = desk.draft(ADA, ARTICLE, content())
    desk.edit(ADA, ARTICLE, content("Other words."), seen=draft.revision, reason="clearer")
    with pytest.raises(Stale) as stale:
        desk.edit(ADA, ARTICLE, content("Yet other words."), seen=draft.revision)
    assert stale.value.changes == ("2026-11-21 09:00 ada changed the content: clearer",)


def test_an_approval_ends_by_itself(desk: EditorialDesk, clock: Clock) -> None:
    approved(desk)
    clock.forward(days=731)
    fallen = desk.dossier(ARTICLE)
    assert fallen.version.status is Status.UNDER_REVIEW
    assert [task.kind for task in fallen.tasks] == [TaskKind.EXPIRED]
    assert fallen.approvals == ()


def test_a_fallen_source_brings_content_back_under_review(desk: EditorialDesk) -> None:
    version = desk.demote(approved(desk), TaskKind.SOURCE_FELL, "the study was retracted")
    assert (version.status, version.round) == (Status.UNDER_REVIEW, 2)
    again = desk.act(BEN, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of("ben"))
    assert again.status is Status.UNDER_REVIEW
    done = desk.act(DORA, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of("dora"))
    assert done.status is Status.APPROVED
    assert desk.dossier(ARTICLE).tasks == ()


def test_a_newer_approval_supersedes_the_older(desk: EditorialDesk) -> None:
    approved(desk)
    newer = desk.draft(ADA, ARTICLE, content("Other words."))
    version = desk.act(ADA, Action.SUBMIT, ARTICLE, seen=newer.revision)
    for who in (BEN, CLEO):
        version = desk.act(who, Action.APPROVE, ARTICLE, seen=version.revision, sign=signer_of(who.name))
    assert desk.dossier(ARTICLE, 1).version.status is Status.SUPERSEDED
    assert desk.dossier(ARTICLE).version.status is Status.APPROVED


def test_high_risk_is_approved_for_less_long(register: Register, clock: Clock) -> None:
    desk = desk_on(register, policy=Policy(high_risk=("Wrist",), digest="1"), now=clock)
    assert approved(desk).expires[:10] == "2027-11-21"


def test_the_chain_holds(desk: EditorialDesk) -> None:
    approved(desk)
    with desk.register.reading() as books:
        events, head = list(books.chain.events()), books.chain.head()
    assert list(faults(events, head=head, verifies=verifies)) == []
    assert events[0].previous == BEGINNING.hash


def test_a_register_in_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "desk" / "register.db"
    opened = Register.open(f"sqlite:///{path}")
    opened.close()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
