"""What `citewell review` refuses: the status, one clear line, an event where it matters, nothing changed."""

import json
import re
from dataclasses import replace

import pytest

from account_builders import PASSWORDS, Clock, Offices
from citewell.cli.identity import now
from citewell.model.accounts import Role, Scope
from editorial_builders import ARTICLE, content
from review_builders import NAME, Board

REFUSED: dict[str, tuple[str, tuple[str, ...], int, str, list[str]]] = {
    "a reader approves": (
        "ada",
        ("approve", NAME, "--seen", "2", "--password-stdin"),
        5,
        "approve is for the role reviewer or chief-editor",
        ["approve"],
    ),
    "a reviewer retires": (
        "ben",
        ("retire", NAME, "--seen", "2", "--reason", "x", "--yes"),
        5,
        "retire is for the role chief-editor",
        ["retire"],
    ),
    "a reviewer withdraws": ("ben", ("withdraw", NAME), 5, "withdraw is for the role author", ["withdraw"]),
    "what was read is not what is there": (
        "ben",
        ("request-changes", NAME, "--seen", "1", "--reason", "x"),
        4,
        "is at revision 2, you read 1",
        [],
    ),
    "no reason": ("ben", ("request-changes", NAME, "--seen", "2"), 2, "--reason", []),
    "an empty reason": (
        "ben",
        ("request-changes", NAME, "--seen", "2", "--reason", "  "),
        2,
        "a reason is required",
        [],
    ),
    "nothing seen": ("ben", ("approve", NAME), 2, "--seen", []),
    "a subject that is not there": (
        "ben",
        ("show", "article:elbow-splints"),
        3,
        "article:elbow-splints is not on the desk",
        [],
    ),
    "a version that is not there": ("ben", ("show", NAME, "--version", "9"), 3, "version 9 of", []),
    "a part that is not there": ("ben", ("show", NAME, "--at", "claim:2"), 3, "there is claim:1", []),
    "a revision that never was": ("ben", ("diff", NAME, "--seen", "7"), 2, "revisions 1 to 2, not 7", []),
    "no subject": ("ben", ("show", "wrist-splints"), 2, "write pack:ID or recommendation:PACK/ID", []),
    "nearly a subject": ("ben", ("show", "articl:wrist"), 2, "write article:NAME", []),
    "a subject of SQL": ("ben", ("show", "article:x'; drop table events; --"), 2, "small letters", []),
    "a version of words": ("ben", ("show", NAME, "--version", "two"), 2, "'two' is not a valid integer", []),
    "an article without its question": ("ada", ("draft", "article:new"), 2, "made of a question", []),
    "a pack with a question": (
        "ada",
        ("submit", "pack:vertebral-fracture", "--question", "x"),
        2,
        "made of files",
        [],
    ),
    "two things to compare with": ("ben", ("diff", NAME, "--files", "--seen", "1"), 2, "give one", []),
    "no such interest": ("ben", ("conflict", "end", "7", "--reason", "x"), 3, "no declared interest 7", []),
    "no such command": ("ben", ("aprove", NAME), 2, "did you mean 'approve'?", []),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_changes_nothing(board: Board, case: str) -> None:
    who, words, status, said, events = REFUSED[case]
    board.submitted()
    before = board.standing()
    told = board.types(who, *words, lines=(PASSWORDS[who],))
    assert (told[0], said in told[2]) == (status, True), told
    assert told[2].startswith("citewell: ")
    assert board.standing() == before
    assert board.refusals() == [(who, event) for event in events]


def test_a_wrong_password_signs_nothing(board: Board) -> None:
    seen = board.submitted()
    before = board.standing()
    words = ("approve", NAME, "--seen", str(seen), "--password-stdin")
    told = board.types("ben", *words, lines=("wrong wrong wrong wrong",))
    assert told[0] == 5
    assert "wrong wrong" not in told[2]
    assert board.standing() == before
    assert board.types("ben", *words[:-1])[0] == 2  # nobody to ask at a terminal


def test_nobody_works_at_the_desk_without_signing_in(board: Board) -> None:
    board.submitted()
    for words in (("queue",), ("show", NAME), ("take", NAME), ("conflict", "list")):
        assert board.types("nobody", *words)[::2] == (
            5,
            "citewell: you are not signed in\n  sign in: citewell user login NAME\n",
        )


@pytest.mark.parametrize(
    ("scopes", "words", "said"),
    [
        ((Scope.AUTHOR,), ("queue",), "needs a credential with the scope read"),
        ((Scope.READ,), ("take", NAME), "take needs a credential with the scope review"),
        (
            (Scope.READ, Scope.AUTHOR),
            ("conflict", "declare", "x", "--statement", "y"),
            "needs a credential with the scope review",
        ),
    ],
)
def test_a_token_does_what_it_is_for(
    board: Board, scopes: tuple[Scope, ...], words: tuple[str, ...], said: str
) -> None:
    board.submitted()
    office = Offices(board.register, now).credentials
    board.tokens["ben"] = office.make_token(board.person("ben"), label="t", scopes=scopes, days=1)[1]
    before = board.standing()
    told = board.types("ben", *words)
    assert (told[0], said in told[2]) == (5, True), told
    assert board.standing() == before


def test_a_token_that_was_revoked_does_nothing(board: Board) -> None:
    board.submitted()
    before, who = board.standing(), board.person("ben")
    office = Offices(board.register, now).credentials
    for token in office.tokens(who, "ben"):
        office.revoke_token(who, "ben", token.id)
    told = board.types("ben", "take", NAME)
    assert told[0] == 5
    assert "revoked" in told[2]
    assert board.standing() == before


def test_a_role_that_was_taken_away_holds_no_more(board: Board) -> None:
    seen = board.submitted()
    with board.register.writing() as books:
        user = books.accounts.user("ben")
        books.accounts.change_user(replace(user, roles=frozenset({Role.READER})))
    assert board.approves("ben", seen=seen)[0] == 5
    assert board.refusals() == [("ben", "approve")]


def test_who_comes_second_is_shown_what_changed(board: Board) -> None:
    board.submitted()
    board.types("ada", "withdraw", NAME)
    board.desk.edit(board.person("ada"), ARTICLE, content("Splint the wrist by day."), seen=3, reason="wrong")
    board.types("ada", "submit", NAME)
    before = board.standing()
    status, told, said = board.approves("ben", seen=2)
    assert status == 4
    assert "is at revision 5, you read 2" in said
    lines = [re.sub(r"^\S+ \S+ ", "", line) for line in told.splitlines()]
    assert lines[:3] == ["ada took it back", "ada changed the content: wrong", "ada submitted it for review"]
    assert "Splint the wrist [-at night-]{+by day+}." in told
    record = json.loads(board.approves("ben", "--format", "json", seen=2)[1])
    assert (record["seen"], record["revision"], len(record["changes"])) == (2, 5, 3)
    assert record["difference"]["parts"][0]["fields"][0]["after"] == "Splint the wrist by day."
    assert board.standing() == before


def test_no_colour_is_printed_into_a_pipe(board: Board) -> None:
    board.submitted()
    for words in (("show", NAME), ("queue",), ("policy",)):
        assert "\x1b" not in board.types("ben", *words)[1]


def test_nobody_is_asked_for_a_password_in_vain(board: Board) -> None:
    seen = board.submitted()
    approve = ("approve", NAME, "--password-stdin", "--seen")
    assert "is at revision 2, you read 1" in board.types("ben", *approve, "1")[2]
    assert "approve is for the role" in board.types("ada", *approve, str(seen))[2]
    board.types("ben", "conflict", "declare", NAME, "--statement", "Shares.")
    assert "conflict of interest" in board.types("ben", *approve, str(seen))[2]
    board.approves("cleo", seen=seen)
    assert "you have approved" in board.types("cleo", *approve, str(seen))[2]
    assert board.refusals() == [("ada", "approve"), ("ben", "approve")]


def test_a_token_that_has_ended_does_nothing(board: Board) -> None:
    board.submitted()
    before = board.standing()
    long_ago = Offices(board.register, Clock()).credentials
    board.tokens["ben"] = long_ago.make_token(board.person("ben"), label="t", scopes=tuple(Scope), days=1)[1]
    told = board.types("ben", "take", NAME)
    assert (told[0], "ended" in told[2] or "expired" in told[2]) == (5, True), told
    assert board.standing() == before
    assert [event.action for event in board.events()][-1] == "refused"
