"""`citewell review` on what stands in files: packs that are submitted, and the policy."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from account_builders import PASSWORDS
from citewell.model.accounts import Role
from editorial_builders import ARTICLE
from review_builders import Board


@pytest.fixture
def pack(tmp_path: Path, home: Path) -> Callable[[str, str], dict[str, str]]:
    """A small pack in a folder of its own; gives the settings that name it, a phrase put in for another."""
    from citewell.cli.pack_new import start_pack

    folder = tmp_path / "knee"
    start_pack(folder, today="2026-11-21")

    def changed(old: str, new: str) -> dict[str, str]:
        for path in folder.rglob("*.yaml"):
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return {"CITEWELL_PACKS": str(folder), "CITEWELL_HOME": str(home)}

    return changed


def test_a_pack_is_submitted_as_its_files_are(board: Board, pack: Callable[..., dict[str, str]]) -> None:
    env = pack("title", "title")
    told = board.types("ada", "submit", "pack:knee", **env)
    assert told[:2] == (0, "pack:knee version 1: submitted, revision 2, approvals 0 of 2\n"), told
    again = board.types("ada", "submit", "pack:knee", **env)
    assert (again[0], "version 1 is submitted and says the same" in again[2]) == (4, True)
    files = board.types("ben", "diff", "pack:knee", "--files", **env)
    assert files[:2] == (0, "pack:knee: version 1 → now\nnothing changed\n")


def test_faults_of_the_files_are_told_to_whoever_hands_them_in(
    board: Board, pack: Callable[..., dict[str, str]]
) -> None:
    sound = board.types("ada", "submit", "pack:knee", **pack("title", "title"))[2]
    assert "fault" not in sound
    env = pack("clinician: ", "clinician: For 77 weeks ")
    told = board.types("ada", "draft", "pack:knee", "--seen", "2", **env)[2]
    assert re.search(r"the files of knee have \d+ faults?: see citewell packs check", told), told


def test_a_draft_of_somebody_else_is_not_overwritten(
    board: Board, pack: Callable[..., dict[str, str]]
) -> None:
    with board.register.writing() as books:
        dora = books.accounts.user("dora")
        books.accounts.change_user(replace(dora, roles=dora.roles | {Role.AUTHOR}))
    assert board.types("ada", "draft", "pack:knee", **pack("title", "title"))[0] == 0
    env = pack("summary: ", "summary: More. ")
    told = board.types("dora", "draft", "pack:knee", **env)
    assert told[0] == 2
    assert "version 1 holds what ada wrote" in told[2]
    assert "add --seen 1" in told[2]
    assert board.types("dora", "draft", "pack:knee", "--seen", "1", **env)[:2] == (
        0,
        "pack:knee version 1: draft, revision 2\n",
    )
    assert board.types("ada", "draft", "pack:knee", **pack("More. ", "Less. "))[0] == 2


def test_what_no_pack_says_is_not_submitted(board: Board, pack: Callable[..., dict[str, str]]) -> None:
    env = pack("title", "title")
    assert board.types("ada", "submit", "pack:elbow", **env)[0] == 3
    assert board.types("ada", "submit", "recommendation:knee/none", **env)[0] == 3
    assert board.types("ben", "submit", "pack:knee", **env)[0] == 5
    assert board.refusals() == [("ben", "draft")]


# Articles come from answers.

BLOCK = "article:nerve-root-block"
CLAIM = ("--at", "claim:root-block-levels")
OTHERWISE = "The AAOS (2010) option of an L2 nerve root block is for fractures at L3 or L4 only."


def test_an_article_is_an_answer_that_editors_word_within_its_gate(board: Board, home: Path) -> None:
    there = {"CITEWELL_HOME": str(home)}

    def types(who: str, *words: str) -> tuple[int, str, str]:
        return board.types(who, *words, **there)

    asked = ("--question", "Should I do a nerve root block for an L2 fracture?")
    assert types("ada", "draft", BLOCK, *asked)[1] == f"{BLOCK} version 1: draft, revision 1\n"
    left_out = types("ada", "edit", BLOCK, "--seen", "1", "--at", "claim:non-drug-options", "--leave-out")
    assert left_out[:2] == (0, f"{BLOCK} version 1: draft, revision 2\n"), left_out
    told = types(
        "ada", "edit", BLOCK, "--seen", "2", *CLAIM, "--field", "patient", "--wording", "For 9 in 10."
    )
    assert (told[0], "the gate refuses" in told[2]) == (2, True), told
    assert types("ada", "edit", BLOCK, "--seen", "2", *CLAIM)[0] == 2
    assert types("ben", "comment", BLOCK, *CLAIM, "--field", "clinician", "--suggest", OTHERWISE)[0] == 0
    accepted = types("ada", "close", "1", "--accept")
    assert accepted[1].endswith(": accepted\n"), accepted
    shown = json.loads(types("ben", "show", BLOCK, *CLAIM, "--format", "json")[1])
    assert shown["parts"][0]["fields"]["clinician"] == OTHERWISE
    assert shown["contributors"] == ["ada", "ben"]
    same = types("ben", "diff", BLOCK, "--files")
    assert same[1].splitlines()[1] == "nothing changed", same
    assert types("ada", "submit", BLOCK)[1].startswith(f"{BLOCK} version 1: submitted, revision 4")


# The policy needs nobody signed in.


def test_the_policy_is_a_page_in_every_format(board: Board) -> None:
    text = board.types("nobody", "policy")[1]
    assert text.startswith("Editorial policy\n")
    assert max(map(len, text.splitlines())) <= 80
    assert "# Editorial policy" in board.types("nobody", "policy", "--format", "markdown")[1]
    assert "<h1" in board.types("nobody", "policy", "--format", "html")[1]
    found = json.loads(board.types("nobody", "policy", "--format", "json")[1])
    assert (found["editorial"]["months"], found["sign_in"]["attempts"]) == (24, 5)


def test_a_stricter_policy_needs_more_approvals(board: Board, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("quorum: {article: 3}\nhigh_risk: [wrist]\nhigh_risk_months: 6\n")
    seen = board.submitted()
    policy = {"CITEWELL_POLICY": str(own)}
    assert "3 approvals needed" in board.types("nobody", "policy", **policy)[1]
    for who in ("ben", "cleo", "dora"):
        words = ("approve", str(ARTICLE), "--seen", str(seen), "--password-stdin")
        told = board.types(who, *words, lines=(PASSWORDS[who],), **policy)
        assert told[0] == 0
    assert "approved, revision 3" in told[1]


def test_a_policy_that_is_wrong_is_refused_by_every_command(board: Board, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("quorum: {article: 0}\n")
    for words in (("policy",), ("queue",)):
        told = board.types("ben", *words, CITEWELL_POLICY=str(own))
        assert told[0] == 2
        assert 'own.yaml:1: article: "0" is not a whole number from 1 to 100' in told[2]
