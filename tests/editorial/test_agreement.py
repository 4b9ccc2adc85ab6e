"""What the events tell, and the rows that are held against it; what no lawful desk would have written."""

from dataclasses import replace

import pytest

from citewell.editorial.agreement import of_accounts, of_contents, of_versions, of_votes
from citewell.editorial.audit import Fault
from citewell.editorial.contents import digest_of, document_of
from citewell.editorial.history import History
from citewell.model.credentials import Account
from citewell.model.reviews import AuditEvent, Status, Version, Vote
from citewell.text.canonical import canonical_json
from editorial_builders import ADA, ARTICLE, content

AT = "2026-11-21T09:00:00.000000Z"
DIGEST = digest_of(content())
DRAFT = AuditEvent(
    n=1, at=AT, actor="ada", action="draft", subject=str(ARTICLE), version=1, status="draft", revision=1,
    content=DIGEST, detail='{"contributors":["ada"]}',
)  # fmt: skip
SUBMIT = replace(DRAFT, n=2, action="submit", status="submitted", revision=2, round=1, detail="{}")
TAKE = replace(SUBMIT, n=3, actor="ben", action="take", status="under-review")
ONE = replace(TAKE, n=4, action="approve", detail='{"approvals":["ben"],"quorum":2}')


def last(
    approvals: tuple[str, ...] = ("ben", "cleo"), *, quorum: object = 2, actor: str = "cleo"
) -> AuditEvent:
    detail = canonical_json({"approvals": approvals, "quorum": quorum, "expires": "2028"}).decode()
    return replace(ONE, n=5, actor=actor, status="approved", revision=3, detail=detail)


LAWFUL = (DRAFT, SUBMIT, TAKE, ONE, last())
VERSION = Version(
    subject=ARTICLE, n=1, status=Status.APPROVED, revision=3, round=1, content=DIGEST, title="Wrist splints",
    topics=("wrist",), contributors=("ada",), made=AT, changed=AT, approved=AT, expires="2028",
)  # fmt: skip
VOTES = tuple(
    Vote(subject=ARTICLE, version=1, round=1, reviewer=name, content=DIGEST, at=AT, event=n)
    for name, n in (("ben", 4), ("cleo", 5))
)


def account_of(name: str, *roles: str) -> AuditEvent:
    detail = canonical_json({"display": name.title(), "roles": roles}).decode()
    return AuditEvent(n=0, at=AT, actor="dora", action="user-added", subject=f"user:{name}", detail=detail)


BOARD = (
    account_of("ada", "author"),
    account_of("ben", "reviewer"),
    account_of("cleo", "reviewer"),
    account_of("dora", "chief-editor"),
)


def told(*events: AuditEvent) -> tuple[History, list[Fault]]:
    """What events tell and what is wrong with them, after those that made the board's accounts."""
    history = History()
    return history, [fault for event in (*BOARD, *events) for fault in history.faults(event)]


def test_what_is_lawful_is_without_fault_and_the_rows_agree() -> None:
    history, faults = told(*LAWFUL)
    rows = (
        *of_contents(history, [(DIGEST, document_of(content()))]),
        *of_versions(history, [VERSION]),
        *of_votes(history, VOTES),
    )
    assert (faults, rows) == ([], ())


@pytest.mark.parametrize(
    ("events", "fault"),
    [
        ((DRAFT, SUBMIT, TAKE, ONE, last(("ben",))), "without a quorum"),
        ((DRAFT, SUBMIT, TAKE, ONE, last(quorum=3)), "without a quorum"),
        ((DRAFT, SUBMIT, TAKE, ONE, last(quorum="two")), "without a quorum"),
        ((DRAFT, SUBMIT, TAKE, last(("cleo",), quorum=0), last(("cleo",))), "without a quorum"),
        ((DRAFT, SUBMIT, TAKE, ONE, last(("ben", "cleo", "dora"))), "approvals that nobody gave"),
        ((DRAFT, SUBMIT, TAKE, last()), "approvals that nobody gave"),
        ((DRAFT, SUBMIT, TAKE, ONE, last(("ada", "ben"), actor="ada")), "ada approved their own work"),
        ((DRAFT, SUBMIT, TAKE, replace(ONE, content="b" * 64), last()), "approvals that nobody gave"),
        ((DRAFT, last()), "approve from draft"),
        ((DRAFT, replace(SUBMIT, status="approved")), "submit leads to approved"),
        ((DRAFT, replace(SUBMIT, content="b" * 64)), "other content"),
        ((replace(DRAFT, status="approved"),), "begins a version as approved"),
        ((DRAFT, replace(DRAFT, n=2)), "a second time"),
        ((SUBMIT,), "which nobody began"),
        ((*LAWFUL, replace(TAKE, n=6, action="comment")), "another state than there was"),
        ((DRAFT, SUBMIT, TAKE, replace(ONE, status="retired")), "approve leads to retired"),
        ((replace(DRAFT, actor="ben"),), "ben had no right to draft then"),
        ((DRAFT, replace(DRAFT, n=2, action="edit", actor="eve")), "eve had no right to edit then"),
        ((DRAFT, SUBMIT, replace(TAKE, actor="ada")), "ada had no right to take then"),
        ((account_of("ben", "author"), DRAFT, SUBMIT, TAKE, ONE), "ben had no right to approve then"),
        ((*LAWFUL, replace(TAKE, n=6, action="demote")), "demote is by ben: the desk does this by itself"),
        ((DRAFT, SUBMIT, replace(TAKE, actor="system")), "system had no right to take then"),
        (
            (replace(BOARD[1], action="user-disabled", detail="{}"), DRAFT, SUBMIT, TAKE),
            "ben had no right to take then",
        ),
    ],
)
def test_what_no_desk_would_have_written_is_a_fault(events: tuple[AuditEvent, ...], fault: str) -> None:
    faults = told(*events)[1]
    assert any(fault in found.message for found in faults), faults


def test_an_approval_of_an_earlier_round_does_not_count() -> None:
    again = replace(SUBMIT, n=6, action="demote", status="under-review", revision=4, round=2, actor="system")
    alone = replace(last(), n=7, actor="dora", round=2, revision=5)
    faults = told(*LAWFUL, again, alone)[1]
    assert [fault.message for fault in faults] == ["counts approvals that nobody gave"]


@pytest.mark.parametrize(
    ("versions", "fault"),
    [
        ((), "version 1 of article:wrist-splints is not in the tables"),
        ((VERSION, replace(VERSION, n=2)), "no event tells of it"),
        ((replace(VERSION, status=Status.RETIRED),), "status (retired, not approved)"),
        ((replace(VERSION, contributors=()),), "its contributors"),
        ((replace(VERSION, title="X"),), "its title"),
        ((replace(VERSION, topics=()),), "its topics"),
        ((replace(VERSION, expires=""),), "its expires"),
    ],
)
def test_a_version_that_is_not_as_told_is_a_fault(versions: tuple[Version, ...], fault: str) -> None:
    history = told(*LAWFUL)[0]
    list(of_contents(history, [(DIGEST, document_of(content()))]))
    assert [fault in found.message for found in of_versions(history, versions)] == [True]


@pytest.mark.parametrize("votes", [(), VOTES[:1], (*VOTES, replace(VOTES[0], event=3)), (VOTES[0], VOTES[0])])
def test_a_vote_that_is_not_as_told_is_a_fault(votes: tuple[Vote, ...]) -> None:
    assert list(of_votes(told(*LAWFUL)[0], votes))


@pytest.mark.parametrize("document", ["{}", document_of(content("Other words.")), "\ud800"])
def test_what_a_version_says_is_held_against_its_digest(document: str) -> None:
    assert list(of_contents(told(*LAWFUL)[0], [(DIGEST, document)]))
    assert list(of_contents(told(*LAWFUL)[0], []))


def test_details_that_are_none_do_not_stop_an_audit() -> None:
    broken = tuple(replace(event, detail="[" * 9_999) for event in LAWFUL)
    assert told(*broken)[1]
    detail = '{"display":"Ada","roles":7,"identity":[]}'
    history = History()
    list(history.faults(replace(DRAFT, subject="user:ada", action="user-added", detail=detail)))
    found = [fault.message for fault in of_accounts(history, [Account(user=ADA.user)])]
    assert found == ["the account ada: its roles are not as the events tell it"]


def test_content_that_no_event_tells_of_is_a_fault() -> None:
    other = content("Other words.")
    history = told(*LAWFUL)[0]
    rows = [(DIGEST, document_of(content())), (digest_of(other), document_of(other))]
    found = [fault.message for fault in of_contents(history, rows)]
    assert found == [f"the content {digest_of(other)[:12]} is in the tables, and no event tells of it"]
