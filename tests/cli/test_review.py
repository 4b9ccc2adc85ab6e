"""`citewell review`, as it is typed: four people at one desk, on each kind of database."""

import json
import re
from dataclasses import replace

import pytest

from citewell.editorial.audit import faults
from citewell.model.reviews import Part
from editorial_builders import ARTICLE, content, verifies
from review_builders import NAME, Board


def test_two_approve_what_a_third_handed_in(board: Board) -> None:
    seen = board.submitted()
    assert board.types("ada", "queue")[1] == "Waiting for Ada\n\nNothing waits.\n"
    assert "waits for your vote" in board.types("ben", "queue")[1]
    assert board.approves("ben", seen=seen) == (
        0,
        f"{NAME} version 1: under review, revision 2, approvals 1 of 2 (ben)\n",
        "",
    )
    status, told, _ = board.approves("cleo", seen=seen)
    assert (status, re.sub(r"\d{4}-\d\d-\d\d", "DAY", told)) == (
        0,
        f"{NAME} version 1: approved, revision 3, until DAY\n",
    )
    with board.register.reading() as books:
        assert not list(faults(books.chain.events(), head=books.chain.head(), verifies=verifies))


def test_a_version_is_shown_with_what_was_said_and_done(board: Board) -> None:
    board.submitted()
    status, page, _ = board.types("ben", "show", NAME)
    assert status == 0
    assert page.splitlines()[:3] == [
        "Wrist splints",
        f"{NAME}, version 1",
        "[Submitted] → Under review → Approved",
    ]
    assert "add --seen 2" in page
    assert "claim:1: Splints" in page
    assert "clinician: Splint the wrist at night." in page
    assert "ada submitted it for review" in page
    assert max(map(len, page.splitlines())) <= 80


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_version_is_shown_as_a_document(board: Board, form: str) -> None:
    board.submitted("Use <b>this</b> & [that](http://x).")
    page = board.types("ben", "show", NAME, "--format", form)[1]
    assert "<b>this</b>" not in page
    assert "[that](http://x)" not in page or form == "html"


def test_a_version_is_a_record_for_programs(board: Board) -> None:
    board.submitted()
    found = json.loads(board.types("ben", "show", NAME, "--format", "json")[1])
    told = {name: found[name] for name in ("subject", "version", "status", "revision", "approvals", "quorum")}
    assert told == {
        "subject": NAME,
        "version": 1,
        "status": "submitted",
        "revision": 2,
        "approvals": [],
        "quorum": 2,
    }
    assert found["parts"][0]["fields"]["clinician"] == "Splint the wrist at night."
    assert [event["action"] for event in found["history"]] == ["draft", "submit"]
    queue = json.loads(board.types("ben", "queue", "--format", "json")[1])
    assert [(each["subject"], each["reasons"][0]["why"], each["late"]) for each in queue] == [
        (NAME, "vote", False)
    ]


def test_changes_are_requested_and_made_and_seen(board: Board) -> None:
    seen = board.submitted()
    asked = board.types("ben", "request-changes", NAME, "--seen", str(seen), "--reason", "Which wrist?")
    assert asked[:2] == (0, f"{NAME} version 1: changes requested, revision 3\n")
    waits = board.types("ada", "queue")[1]
    assert "changes were requested of you" in waits
    assert waits.endswith("\nTo hand in again what was changed: citewell review submit SUBJECT\n")
    board.desk.edit(board.person("ada"), ARTICLE, content("Splint the right wrist at night."), seen=3)
    assert board.types("ada", "submit", NAME)[:2] == (
        0,
        f"{NAME} version 1: submitted, revision 5, approvals 0 of 2\n",
    )
    differs = board.types("ben", "diff", NAME, "--seen", "2")[1]
    assert "Splint the {+right +}wrist at night." in differs
    found = json.loads(board.types("ben", "diff", NAME, "--seen", "2", "--format", "json")[1])
    assert found["parts"][0]["fields"][0]["after"] == "Splint the right wrist at night."
    assert found["summary"] == "1 wording changed"


def test_versions_are_compared_with_the_one_approved_before(board: Board) -> None:
    seen = board.submitted()
    for who in ("ben", "cleo"):
        board.approves(who, seen=seen)
    board.submitted("Splint both wrists at night.")
    differs = board.types("ben", "diff", NAME)[1]
    assert differs.startswith(f"{NAME}: version 1 → version 2\n")
    assert "both wrists" in differs
    first = board.types("ben", "diff", NAME, "--version", "1")
    assert (first[0], "the first version: there is nothing to compare" in first[2]) == (2, True)


def test_work_is_taken_back_and_begun(board: Board) -> None:
    board.submitted()
    assert board.types("ben", "take", NAME)[1].endswith("under review, revision 2, approvals 0 of 2\n")
    assert board.types("ada", "withdraw", NAME)[1] == f"{NAME} version 1: draft, revision 3\n"
    assert "your draft" in board.types("ada", "queue")[1]


def test_content_is_retired_with_a_reason(board: Board) -> None:
    seen = board.submitted()
    told = board.types("dora", "retire", NAME, "--seen", str(seen), "--reason", "No use.", "--yes")
    assert told[:2] == (0, f"{NAME} version 1: retired, revision 3\n")
    again = board.types("dora", "retire", NAME, "--seen", "3", "--reason", "No use.", "--yes")
    assert again[0] == 4
    assert "nothing more is done to it" in again[2]


def test_a_chief_editor_takes_an_approval_back(board: Board) -> None:
    board.approved()
    told = board.types("dora", "reopen", NAME, "--seen", "3", "--reason", "An error was reported.")
    assert told[:2] == (0, f"{NAME} version 1: under review, revision 4, approvals 0 of 2\n")
    assert board.types("ben", "reopen", NAME, "--seen", "4", "--reason", "So do I.")[0] == 5


def test_every_version_is_listed(board: Board) -> None:
    board.approved()
    told = board.types("ben", "list", "--status", "approved")[1]
    assert f"{NAME} version 1" in told
    assert "approved until" in told
    assert board.types("ben", "list", "--status", "retired")[1].rstrip().endswith("There is none.")


def test_a_topic_that_nothing_is_about_is_pointed_out(board: Board) -> None:
    board.submitted()
    told = board.types("ben", "conflict", "declare", "wrists", "--statement", "Shares.")
    assert told[0] == 0
    assert "nothing on the desk is about 'wrists' by now: is it wrist or wrist-splints?" in told[2]


def test_an_interest_is_declared_listed_and_ended(board: Board) -> None:
    seen = board.submitted()
    board.approves("ben", seen=seen)
    told = board.types("ben", "conflict", "declare", "wrist", "--statement", "Paid by a maker.")
    assert re.fullmatch(r"1 ben: wrist, since \d{4}-\d\d-\d\d: Paid by a maker\.\n", told[1])
    assert board.desk.dossier(ARTICLE).approvals == ()
    assert board.types("cleo", "conflict", "list")[1] == ""
    listed = json.loads(board.types("cleo", "conflict", "list", "--all", "--format", "json")[1])
    assert [(each["person"], each["topic"], each["ended"]) for each in listed] == [("ben", "wrist", None)]
    assert board.types("cleo", "conflict", "end", "1", "--reason", "Over.")[0] == 5
    assert ", ended " in board.types("ben", "conflict", "end", "1", "--reason", "Over.")[1]


def parts_shown(board: Board, *words: str) -> list[str]:
    found = json.loads(board.types("ben", "show", NAME, *words, "--format", "json")[1])
    return [part["anchor"] for part in found["parts"]]


def test_parts_are_chosen_by_name_words_comments_and_change(board: Board) -> None:
    board.approved()
    more = Part(anchor="claim:2", title="Rest", fields=(("clinician", "Rest the wrist for 2 weeks."),))
    once = content()
    board.desk.draft(board.person("ada"), ARTICLE, replace(once, parts=(*once.parts, more)))
    assert parts_shown(board, "--at", "claim:*") == ["claim:1", "claim:2"]
    assert parts_shown(board, "--search", "WEEKS rest") == ["claim:2"]
    assert parts_shown(board, "--changed") == ["claim:2"]
    nothing = board.types("ben", "show", NAME, "--commented")
    assert (nothing[0], "--contents" in nothing[2]) == (3, True)
    board.types("ben", "comment", NAME, "All of it?", "--at", "claim:1")
    assert parts_shown(board, "--commented") == ["claim:1"]
    assert parts_shown(board, "--commented", "--version", "2", "--at", "claim:*") == ["claim:1"]
    listed = board.types("ben", "show", NAME, "--contents")[1]
    assert "claim:1: Splints (1 open)\n  • claim:2: Rest\n" in listed
    assert "Rest the wrist" not in listed
    assert f"What is different: citewell review diff {NAME}" in listed


def test_all_of_a_first_version_is_new(board: Board) -> None:
    board.submitted()
    told = board.types("ben", "show", NAME, "--changed")
    assert (told[0], "it is the first version" in told[2]) == (2, True)


def test_whoever_is_asked_for_changes_is_told_why_where_they_begin_to_read(board: Board) -> None:
    seen = board.submitted()
    board.types("ben", "request-changes", NAME, "--seen", str(seen), "--reason", "Which wrist?")
    page = board.types("ada", "show", NAME)[1]
    assert page.index("ben asked for changes: Which wrist?") < page.index("claim:1")
