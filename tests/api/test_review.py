"""The desk over the API: the same rules as everywhere, for whoever holds which token."""

from typing import Any

import pytest

from account_builders import PASSWORDS
from api_examples import QUESTION
from api_site import PEOPLE, Api
from citewell.api.description import document
from citewell.model.accounts import Scope

ARTICLE = "article:gout-colchicine-dose"
ITEM = f"/review/items/{ARTICLE}"
OF_ACCOUNTS = [
    (method.upper(), path)
    for path, operations in document()["paths"].items()
    for method, operation in operations.items()
    if operation.get("security") == [{"token": []}]
]


@pytest.fixture(scope="module")
def submitted(api: Api) -> Any:
    """An article of Ada's, handed in."""
    handed_in = api.post("/review/items", {"subject": ARTICLE, "question": QUESTION}, "ada")
    assert handed_in.status_code == 200, handed_in.text
    return handed_in.json()


def act(api: Api, who: str, action: str, **more: Any) -> Any:
    seen = api.get(ITEM, "ada").json()["version"]["revision"]
    return api.post(f"{ITEM}/acts", {"action": action, "seen": seen, **more}, who)


def test_a_token_tells_whose_it_is(api: Api) -> None:
    assert api.get("/me", "dora").json()["roles"] == ["chief-editor", "reader"]


@pytest.mark.parametrize(
    ("who", "action", "status"),
    [
        ("ada", "approve", 403),
        ("eve", "approve", 403),
        ("grace", "approve", 403),
        ("eve", "take", 403),
        ("ben", "withdraw", 403),
        ("ben", "retire", 403),
        ("ben", "reopen", 403),
        ("dora", "reopen", 409),
    ],
)
def test_the_engine_says_who_may_do_what(
    api: Api, submitted: Any, who: str, action: str, status: int
) -> None:
    told = act(api, who, action, reason="Because.", password=PASSWORDS[who])
    assert told.status_code == status, told.text


@pytest.mark.parametrize("who", ["ben", "dora", "eve", "grace"])
def test_only_authors_hand_content_in(api: Api, who: str) -> None:
    body = {"subject": "article:other", "question": QUESTION}
    assert api.post("/review/items", body, who).status_code == 403


def test_what_is_kept_as_a_draft_is_not_handed_in(api: Api) -> None:
    body = {"subject": "article:kept", "draft": True}
    assert api.post("/review/items", body, "ada").status_code == 404
    kept = api.post("/review/items", body | {"question": QUESTION}, "ada")
    assert kept.json()["status"] == "draft"
    assert api.post("/review/items", body, "ada").status_code == 422
    assert api.get("/review/items/article:kept", "ada").json()["version"]["status"] == "draft"


@pytest.mark.parametrize("who", ["eve", "grace"])
def test_who_is_not_on_the_board_does_not_comment(api: Api, submitted: Any, who: str) -> None:
    assert api.post(f"{ITEM}/comments", {"text": "Why?"}, who).status_code == 403


@pytest.mark.parametrize(
    ("scopes", "refused"),
    [({Scope.READ}, "take"), ({Scope.REVIEW}, "read"), ({Scope.AUTHOR}, "take")],
)
def test_a_token_is_good_for_its_scopes_alone(
    api: Api, submitted: Any, scopes: set[Scope], refused: str
) -> None:
    with api.register.reading() as books:
        assert books.accounts.account("ben")
    token = narrow_token(api, "ben", scopes)
    headers = {"authorization": f"Bearer {token}"}
    if refused == "read":
        told = api.client.get(f"/api/v1{ITEM}", headers=headers)
    else:
        body = {"action": "take", "seen": submitted["revision"]}
        told = api.client.post(f"/api/v1{ITEM}/acts", json=body, headers=headers)
    assert told.status_code == 403


def narrow_token(api: Api, name: str, scopes: set[Scope]) -> str:
    offices = api.app.state.house.offices
    who = offices.entrance.who(api.tokens[name])
    return offices.credentials.make_token(who, label="narrow", scopes=scopes, days=1)[1]


@pytest.mark.parametrize(("method", "path"), OF_ACCOUNTS)
def test_without_a_token_there_is_no_desk(api: Api, submitted: Any, method: str, path: str) -> None:
    """Whatever is sent: who somebody is comes before what they want."""
    body = {"json": {}} if method == "POST" else {}
    address = path.format(subject=ARTICLE, number=1)
    for headers in ({}, {"authorization": "Bearer x"}, {"cookie": f"citewell-session={api.tokens['ben']}"}):
        assert api.client.request(method, address, headers=headers, **body).status_code == 401


@pytest.mark.parametrize("who", PEOPLE)
def test_the_whole_trail_is_for_chief_editors_and_admins(api: Api, submitted: Any, who: str) -> None:
    allowed = who in {"dora", "grace"}
    assert api.get("/review/events", who).status_code == (200 if allowed else 403)
    assert api.get(f"/review/events?subject={ARTICLE}", who).status_code == 200
    assert api.get("/review/events?subject=user:ada", who).status_code == 422


def test_the_trail_is_read_a_piece_at_a_time(api: Api, submitted: Any) -> None:
    whole = api.get("/review/events?limit=1000", "grace").json()["events"]
    found, after = [], 0
    while after is not None:
        piece = api.get(f"/review/events?limit=3&after={after}", "grace").json()
        found, after = found + piece["events"], piece["next"]
    assert found == whole


def test_a_decision_on_another_text_is_refused_with_the_present_revision(api: Api, submitted: Any) -> None:
    told = api.post(f"{ITEM}/acts", {"action": "take", "seen": 99}, "ben")
    assert told.status_code == 409
    assert told.json()["type"] == "/problems/conflict.stale"
    assert told.json()["revision"] == submitted["revision"]


def test_an_approval_needs_the_password_of_the_key(api: Api, submitted: Any) -> None:
    told = act(api, "ben", "approve", password="not mine at all")
    assert told.status_code == 403
    assert "not mine at all" not in told.text


def test_what_is_approved_is_public_and_says_so(api: Api, submitted: Any) -> None:
    name = ARTICLE.partition(":")[2]
    assert api.get(f"/articles/{name}").status_code == 404
    before = api.post("/ask", {"question": QUESTION}).json()["provenance"]["fingerprint"]
    for who in ("ben", "cleo"):
        assert act(api, who, "approve", password=PASSWORDS[who]).status_code == 200
    listed = api.get("/articles").json()["articles"]
    assert [(each["name"], each["review"]["by"]) for each in listed] == [(name, ["Ben", "Cleo"])]
    article = api.get(f"/articles/{name}?audience=patient").json()
    assert article["answer"]["audience"] == "patient"
    assert (article["answer"]["status"], article["answer"]["caution"]) == ("approved", "")
    moved_on(api, before)


def moved_on(api: Api, before: str) -> None:
    """What was answered before the approval is another answer now, and its problem names which."""
    house = api.app.state.house
    house.room._looked = 0.0
    told = api.get(f"/answers/{before}")
    assert (told.status_code, told.json()["type"]) == (409, "/problems/conflict.moved-on")
    now = api.get(f"/answers/{told.json()['fingerprint']}").json()
    assert now["review"]["status"] == "approved"


def test_a_comment_is_made_and_settled(api: Api, submitted: Any) -> None:
    made = api.post(f"{ITEM}/comments", {"text": "Which guideline?"}, "dora")
    assert made.status_code == 201
    number = made.json()["id"]
    closed = api.post(f"/review/comments/{number}/close", {"as": "resolved"}, "dora")
    assert closed.json()["state"] == "resolved"
    again = api.post(f"/review/comments/{number}/close", {"as": "resolved"}, "dora")
    assert again.status_code == 409
