"""`citewell review comment` and `close`, as they are typed."""

import json
from dataclasses import replace

import pytest

from citewell.model.accounts import Role
from editorial_builders import ARTICLE, content
from review_builders import NAME, Board

AT = ("--at", "claim:1")
HOSTILE = "<script>alert(1)</script> '; drop table events; -- {{7*7}} ${x}"


def comments(board: Board) -> list[dict[str, object]]:
    return json.loads(board.types("ben", "show", NAME, "--format", "json")[1])["comments"]  # type: ignore[no-any-return]


def test_a_comment_stands_at_its_place_and_begins_the_review(board: Board) -> None:
    board.submitted()
    told = board.types("ben", "comment", NAME, "Which wrist?", *AT, "--field", "clinician")
    assert told[:2] == (0, f"comment 1 on {NAME} version 1, claim:1 clinician: open\n"), told
    page = board.types("ada", "show", NAME)[1]
    assert "[Under review]" in page
    assert "on clinician: Which wrist?" in page
    assert "1 open comment on your work" in board.types("ada", "queue")[1]
    assert board.types("ada", "close", "1", "--reason", "Both.")[1].endswith(": resolved\n")
    assert "Nothing waits" in board.types("ada", "queue")[1]


def test_a_comment_comes_from_stdin(board: Board) -> None:
    board.submitted()
    assert board.types("ben", "comment", NAME, "-", lines=("On the whole", "it is good."))[0] == 0
    assert board.types("ben", "comment", NAME, lines=("The same.",))[0] == 0
    assert [each["text"] for each in comments(board)] == ["On the whole\nit is good.", "The same."]


def test_what_is_hostile_is_kept_as_it_is_and_shown_as_text(board: Board) -> None:
    board.submitted()
    before = len(board.events())
    assert board.types("ben", "comment", NAME, HOSTILE, *AT)[0] == 0
    assert comments(board)[0]["text"] == HOSTILE
    html = board.types("ben", "show", NAME, "--format", "html")[1]
    assert "<script>alert" not in html
    assert len(board.events()) == before + 2  # the review began, and the comment


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("x\x00y",), "not plain text"),
        (("\x1b[2Jx",), "not plain text"),
        (("read \u202ebackwards",), "U+202E"),
        (("x" * 10_001,), "10,000"),
        (("x", "--at", "claim:9"), "there is no part"),
        (("x", *AT, "--field", "nurse"), "has no field 'nurse'"),
        (("x", "--field", "clinician"), "name it with --at"),
        (("--suggest", "x"), "a suggestion is for one field"),
        (("--suggest", "x", *AT, "--field", "grade"), "grade of claim:1 is not written by editors"),
        (("--suggest", "Splint the wrist at night.", *AT, "--field", "clinician"), "reads so already"),
    ],
)
def test_what_cannot_be_said_is_refused(board: Board, words: tuple[str, ...], said: str) -> None:
    board.submitted()
    before = board.standing()
    told = board.types("ben", "comment", NAME, *words)
    assert (told[0], said in told[2]) == (2, True), told
    assert board.standing() == before


def test_a_suggestion_on_what_was_changed_since_is_refused(board: Board) -> None:
    board.submitted()
    board.types("ada", "withdraw", NAME)
    board.desk.edit(board.person("ada"), ARTICLE, content("Splint the wrist by day."), seen=3)
    words = (*AT, "--field", "clinician", "--suggest", "Splint it at night.")
    told = board.types("ben", "comment", NAME, *words, "--seen", "2")
    assert (told[0], "reads otherwise now" in told[2]) == (4, True), told
    assert board.types("ben", "comment", NAME, *words, "--seen", "4")[0] == 0


def test_who_may_close_what(board: Board) -> None:
    board.submitted()
    board.types("ben", "comment", NAME, *AT, "--field", "clinician", "--suggest", "Splint it.")
    assert board.types("cleo", "close", "1")[0] == 5
    assert board.types("cleo", "close", "1", "--accept")[0] == 5
    assert board.refusals()[0] == ("cleo", "resolve")
    no_reason = board.types("ada", "close", "1", "--decline")
    assert (no_reason[0], "reason" in no_reason[2]) == (2, True), no_reason
    declined = board.types("ada", "close", "1", "--decline", "--reason", "The source says wrist.")
    assert declined[1].endswith(": declined\n")
    assert comments(board)[0]["closed_because"] == "The source says wrist."
    assert board.types("ada", "close", "1", "--decline", "--reason", "Again.")[0] == 4
    assert board.types("ada", "close", "9")[0] == 3
    assert board.types("ada", "close", "1", "--accept", "--decline")[0] == 2


def test_the_authors_and_the_board_comment_and_nobody_else(board: Board) -> None:
    board.submitted()
    assert board.types("dora", "comment", NAME, "As chief editor.")[0] == 0
    assert board.types("ada", "comment", NAME, "As its author.")[0] == 0
    with board.register.writing() as books:
        user = books.accounts.user("ben")
        books.accounts.change_user(replace(user, roles=frozenset({Role.READER})))
    told = board.types("ben", "comment", NAME, "As a reader.")
    assert (told[0], "comments are for reviewers" in told[2]) == (5, True), told
    assert board.refusals() == [("ben", "comment")]
