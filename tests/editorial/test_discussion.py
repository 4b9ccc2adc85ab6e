"""Who may speak and close, where a comment stands, and what takes a suggestion over."""

from dataclasses import replace

import pytest

from citewell.editorial.discussion import (
    ACCEPTED,
    DECLINED,
    RESOLVED,
    check_may_close,
    check_may_comment,
    digest_of_comment,
    taken_over,
    text_at,
)
from citewell.errors import CitewellError, Conflict, Forbidden, InputError
from citewell.model.accounts import Person, Role, Scope
from citewell.model.reviews import Comment, Content, Status, Version
from editorial_builders import ADA, ARTICLE, BEN, DORA, START, content, person

VERSION = Version(
    subject=ARTICLE,
    n=1,
    status=Status.UNDER_REVIEW,
    revision=2,
    round=1,
    content="c" * 64,
    title="Wrist splints",
    topics=("wrist",),
    contributors=("ada",),
    made=START,
    changed=START,
)
SAID = "Splint the wrist at night."
REMARK = Comment(
    id=7,
    subject=ARTICLE,
    version=1,
    content="c" * 64,
    anchor="claim:1",
    field="clinician",
    said=SAID,
    author="ben",
    at=START,
    text="Which wrist?",
)
SUGGESTION = replace(REMARK, suggested="Splint the right wrist at night.")


@pytest.mark.parametrize("who", [BEN, DORA, ADA])
def test_the_board_and_the_authors_may_comment(who: Person) -> None:
    check_may_comment(who, VERSION)


@pytest.mark.parametrize(
    "who",
    [
        person("eve"),
        person("fay", Role.AUTHOR),
        person("gus", Role.ADMIN),
        person("ben", Role.REVIEWER, scopes=frozenset({Scope.READ})),
        person("ada", Role.AUTHOR, scopes=frozenset({Scope.REVIEW})),
        None,
    ],
)
def test_nobody_else_may_comment(who: Person | None) -> None:
    with pytest.raises(Forbidden, match="reviewers, chief editors and the authors"):
        check_may_comment(who, VERSION)


@pytest.mark.parametrize("status", [Status.SUPERSEDED, Status.RETIRED])
def test_nothing_more_is_said_of_what_is_past(status: Status) -> None:
    with pytest.raises(Conflict, match="nothing more is said"):
        check_may_comment(BEN, replace(VERSION, status=status))


@pytest.mark.parametrize(
    ("who", "comment", "state"),
    [
        (ADA, REMARK, RESOLVED),
        (BEN, REMARK, RESOLVED),
        (BEN, SUGGESTION, RESOLVED),
        (ADA, SUGGESTION, ACCEPTED),
        (ADA, SUGGESTION, DECLINED),
    ],
)
def test_authors_answer_and_writers_take_back(who: Person, comment: Comment, state: str) -> None:
    check_may_close(who, comment, VERSION, state=state)


@pytest.mark.parametrize(
    ("who", "comment", "state", "error", "message"),
    [
        (BEN, SUGGESTION, ACCEPTED, Forbidden, "by an author"),
        (BEN, SUGGESTION, DECLINED, Forbidden, "by an author"),
        (DORA, REMARK, RESOLVED, Forbidden, "by an author"),
        (ADA, SUGGESTION, RESOLVED, Forbidden, "by its writer"),
        (None, REMARK, RESOLVED, Forbidden, "by an author"),
        (ADA, REMARK, ACCEPTED, InputError, "suggests nothing"),
        (ADA, replace(REMARK, state="resolved", closed_by="ben"), RESOLVED, Conflict, "already"),
    ],
)
def test_others_may_not_close(
    who: Person | None, comment: Comment, state: str, error: type[CitewellError], message: str
) -> None:
    with pytest.raises(error, match=message):
        check_may_close(who, comment, VERSION, state=state)


@pytest.mark.parametrize(
    ("anchor", "field", "text"),
    [("", "", ""), ("claim:1", "", ""), ("claim:1", "clinician", SAID), ("claim:1", "title", "Splints")],
)
def test_a_comment_stands_at_a_place(anchor: str, field: str, text: str) -> None:
    assert text_at(content(), anchor, field) == text


@pytest.mark.parametrize(
    ("anchor", "field", "message"),
    [
        ("claim:2", "", "there is no part 'claim:2'"),
        ("claim:1", "patient", "no field 'patient'"),
        ("", "clinician", "of which part"),
    ],
)
def test_a_place_that_is_not_there_is_refused(anchor: str, field: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        text_at(content(), anchor, field)


def test_a_mistyped_place_is_told_with_its_neighbours() -> None:
    with pytest.raises(InputError) as refused:
        text_at(content(), "clam:1", "")
    assert refused.value.hint == "did you mean claim:1?"


@pytest.mark.parametrize("field", ["text", "said", "author", "at", "suggested", "anchor", "field", "content"])
def test_whatever_is_changed_of_a_comment_changes_its_digest(field: str) -> None:
    assert digest_of_comment(replace(REMARK, **{field: "other"})) != digest_of_comment(REMARK)


@pytest.mark.parametrize("state", ["open", RESOLVED, ACCEPTED, DECLINED])
def test_who_suggested_the_words_has_written_them_whatever_became_of_it(state: str) -> None:
    suggestion = replace(SUGGESTION, state=state)
    now = content("Splint the  right wrist\nat night.")
    assert taken_over([suggestion, REMARK], now, None) == (suggestion,)


@pytest.mark.parametrize(
    ("state", "now", "approved", "is_taken"),
    [
        ("open", content(), None, False),
        ("open", content("Splint both."), None, False),
        (ACCEPTED, content(), None, False),
        (ACCEPTED, content("Splint the right wrist by night."), None, True),
        (ACCEPTED, content("Splint both."), content("Splint both."), False),
        ("open", content(SUGGESTION.suggested or ""), content(SUGGESTION.suggested or ""), False),
        ("open", replace(content(), parts=()), None, False),
    ],
)
def test_a_suggestion_is_taken_over_by_words_that_are_new(
    state: str, now: Content, approved: Content | None, is_taken: bool
) -> None:
    assert bool(taken_over([replace(SUGGESTION, state=state)], now, approved)) is is_taken
