"""The review desk in browsers: an author, two reviewers and a chief editor, from a draft to its approval."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from account_builders import PASSWORDS
from citewell.config import Settings
from citewell.engine.recording import recorded
from citewell.model.reviews import Content, Status, Subject, SubjectKind
from citewell.text.moments import days_after
from desk_site import Browser, Server, form_to, forms_of, links_of, now, server_on, text_of
from editorial_builders import content
from review_builders import SealedKeys, sealed_keys

BRACE = "Should a brace be worn after an L2 fracture?"
ARTICLE = Subject(SubjectKind.ARTICLE, "brace")
AT = "/review/article/brace"


@pytest.fixture(scope="module")
def keys() -> SealedKeys:
    return sealed_keys()


@pytest.fixture(scope="module")
def server(
    settings: Settings, keys: SealedKeys, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("desk")
    with server_on(settings, f"sqlite:///{folder}/register.db", folder, keys=keys) as opened:
        yield opened


def drafted(server: Server, name: str, text: str = "Splint the wrist at night.") -> str:
    """An article of Ada's, as a draft; where it is shown."""
    subject = Subject(SubjectKind.ARTICLE, name)
    server.desk.draft(server.person("ada"), subject, said(text))
    return f"/review/article/{name}"


def said(text: str) -> Content:
    return replace(content(text), made_of=(("question", BRACE),))


def submitted(server: Server, name: str) -> str:
    at = drafted(server, name)
    assert server.browser("ada").sends(at, "/review/acts/submit").status_code == 303
    return at


def approves(browser: Browser, at: str, **typed: str) -> int:
    told = {"password": PASSWORDS[browser.name]} | typed
    return int(browser.sends(at, "/review/acts/approve", **told).status_code)


def approved(server: Server, name: str) -> str:
    at = submitted(server, name)
    assert [approves(server.browser(each), at) for each in ("ben", "cleo")] == [303, 303]
    return at


def standing(server: Server, name: str) -> tuple[Status, int]:
    found = server.desk.dossier(Subject(SubjectKind.ARTICLE, name))
    return found.version.status, len(found.approvals)


def test_an_article_goes_from_a_question_to_its_readers_and_back(server: Server) -> None:
    ada, ben, cleo, dora = map(server.browser, ("ada", "ben", "cleo", "dora"))
    begun = ada.sends("/review/new", "/review/drafts", question=BRACE, name="brace", of="")
    assert begun.status_code == 303, text_of(begun.text)
    assert "a draft" in text_of(ada.get(begun.headers["location"]).text).lower()
    assert ada.sends(AT, "/review/acts/submit").status_code == 303
    assert "waits for your vote" in text_of(ben.get("/review").text).lower()
    asked = ben.sends(AT, "/review/acts/request-changes", reason="Say for how long.")
    assert asked.status_code == 303
    assert "Say for how long." in ada.get(AT).text
    assert ada.sends(AT, "/review/acts/submit").status_code == 303
    assert approves(ben, AT) == 303
    assert server.visitor().get("/articles/brace").status_code == 404
    assert approves(cleo, AT) == 303
    page = server.visitor().get("/articles/brace")
    assert page.status_code == 200
    assert "Approved on" in page.text
    assert "Ben and Cleo" in page.text
    listed = server.visitor().get("/articles/brace/references/ama")
    assert (listed.status_code, listed.text[:3]) == (200, "1. ")
    assert 'href="/articles/brace/references/ama"' in page.text
    assert "/articles/brace" in server.visitor().get("/articles").text
    assert dora.sends(AT, "/review/acts/reopen", reason="A new guideline.").status_code == 303
    gone = server.visitor().get("/articles/brace")
    assert gone.status_code == 404
    assert "no longer approved" in gone.text


def test_only_what_one_may_do_is_offered(server: Server) -> None:
    at = submitted(server, "offered")
    offered = {
        name: {form.action for form in forms_of(server.browser(name).get(at).text)}
        for name in ("ada", "ben", "dora", "eve", "grace")
    }
    acts = {
        name: {action.rpartition("/")[2] for action in there if "/acts/" in action}
        for name, there in offered.items()
    }
    assert acts == {
        "ada": {"withdraw"},
        "ben": {"take", "approve", "request-changes"},
        "dora": {"take", "approve", "request-changes", "retire"},
        "eve": set(),
        "grace": set(),
    }
    assert {name for name, there in offered.items() if "/review/comments" in there} == {"ada", "ben", "dora"}


def test_what_is_not_offered_is_refused_all_the_same_and_put_down(server: Server) -> None:
    at = submitted(server, "refused")
    fields = form_to(server.browser("ben").get(at).text, "/review/acts/approve").fields
    csrf = form_to(server.browser("eve").get("/account").text, "/sign-out").fields["csrf"]
    sent = dict(fields) | {"csrf": csrf, "password": PASSWORDS["eve"]}
    tried = server.browser("eve").client.post("/review/acts/approve", data=sent)
    assert tried.status_code == 403
    assert standing(server, "refused") == (Status.SUBMITTED, 0)
    last = server.offices.events()[-1]
    assert (last.actor, last.action, last.subject) == ("eve", "refused", "article:refused")


def test_a_wrong_password_signs_nothing(server: Server) -> None:
    at = submitted(server, "unsigned")
    ben = server.browser("ben")
    refused = ben.sends(at, "/review/acts/approve", password="wrong", reason="It is clear.")
    assert refused.status_code == 403
    assert form_to(refused.text, "/review/acts/approve").fields["reason"] == "It is clear."
    assert "wrong" not in refused.text.replace("is wrong", "")
    assert standing(server, "unsigned") == (Status.SUBMITTED, 0)
    assert approves(ben, at) == 303


def test_whoever_decides_on_an_older_text_is_shown_what_changed_and_keeps_what_they_typed(
    server: Server,
) -> None:
    at = submitted(server, "stale")
    ben, ada = server.browser("ben"), server.browser("ada")
    read = dict(form_to(ben.get(at).text, "/review/acts/request-changes").fields)
    ada.sends(at, "/review/acts/withdraw")
    subject = Subject(SubjectKind.ARTICLE, "stale")
    seen = server.desk.dossier(subject).version.revision
    server.desk.edit(server.person("ada"), subject, said("Splint the wrist by day."), seen=seen)
    ada.sends(at, "/review/acts/submit")
    late = ben.client.post("/review/acts/request-changes", data=read | {"reason": "At night only?"})
    assert late.status_code == 409
    assert "<del>" in late.text
    assert "by day" in text_of(late.text).replace("  ", " ")
    again = form_to(late.text, "/review/acts/request-changes")
    assert again.fields["reason"] == "At night only?"
    assert int(again.fields["seen"]) > int(read["seen"])
    assert ben.client.post(again.action, data=dict(again.fields)).status_code == 303
    assert standing(server, "stale") == (Status.CHANGES_REQUESTED, 0)


def test_a_reason_that_is_needed_and_missing_comes_back_to_its_form(server: Server) -> None:
    at = submitted(server, "reasonless")
    refused = server.browser("ben").sends(at, "/review/acts/request-changes", reason=" ")
    assert refused.status_code == 422
    assert "a reason is required" in refused.text


def test_comments_and_suggestions_stand_at_their_place_and_are_answered(server: Server) -> None:
    at = submitted(server, "remarks")
    there = f"{at}?show=discussion"
    ben, ada = server.browser("ben"), server.browser("ada")
    assert ben.sends(there, "/review/comments", text="On the whole: clear.").status_code == 303
    forms = forms_of(ben.get(f"{at}?show=text").text)
    form = next(each for each in forms if each.fields.get("anchor") == "claim:1")
    typed = {"field": "clinician", "suggested": "Splint it at night for six weeks.", "text": "How long?"}
    assert ben.client.post("/review/comments", data={**form.fields, **typed}).status_code == 303
    shown = ada.get(there).text
    assert "for six weeks" in shown
    to = max(form.action for form in forms_of(shown) if form.action.startswith("/review/comments/"))
    assert ada.sends(there, to, how="declined", reason=" ").status_code == 422
    assert ada.sends(there, to, how="declined", reason="The source says no more.").status_code == 303
    assert "The source says no more." in ben.get(there).text


def test_a_claim_is_worded_otherwise_through_the_gate(server: Server) -> None:
    ada = server.browser("ada")
    made = ada.sends("/review/new", "/review/drafts", question=BRACE, name="worded", of="")
    text = ada.get(made.headers["location"]).text
    form = next(form for form in forms_of(text) if form.action == "/review/edits")
    wrong = ada.client.post(
        "/review/edits", data={**form.fields, "field": "patient", "wording": "Take 500 mg."}
    )
    assert wrong.status_code == 422
    assert "Take 500 mg." in wrong.text
    said = form.fields["wording"]
    better = {"field": "clinician", "wording": f"{said} This is what the sources say.", "reason": "Plainer."}
    done = ada.client.post("/review/edits", data={**form.fields, **better})
    assert done.status_code in {303, 422}
    assert standing(server, "worded")[0] is Status.DRAFT


def test_the_second_version_shows_what_is_different_from_the_approved_one(server: Server) -> None:
    approved(server, "second")
    ada = server.browser("ada")
    subject = Subject(SubjectKind.ARTICLE, "second")
    server.desk.draft(server.person("ada"), subject, said("Splint the wrist at night for 6 weeks."))
    shown = ada.get("/review/article/second").text
    assert "From version 1 to version 2" in text_of(shown)
    assert "<ins>" in shown
    assert "Weighs: number" in text_of(shown)
    assert ada.get("/review/article/second?version=1").status_code == 200


def test_what_is_hostile_is_shown_and_does_nothing(server: Server) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    at = drafted(server, "hostile", f"Splint {evil}")
    ada = server.browser("ada")
    ada.sends(f"{at}?show=discussion", "/review/comments", text=evil)
    for show in ("text", "discussion", "history", "changes"):
        html = ada.get(f"{at}?show={show}").text
        assert "<script>alert" not in html
        assert "<img src=x" not in html


@pytest.mark.parametrize(
    "path",
    [
        "/review/article/none",
        "/review/nothing/x",
        "/review/pack/<b>",
        "/review/article/x?version=9",
    ],
)
def test_what_is_not_on_the_desk_is_not_found(server: Server, path: str) -> None:
    assert server.browser("ada").get(path).status_code in {404, 405}


def test_an_approval_that_ended_is_shown_to_no_reader(server: Server) -> None:
    approved(server, "ended")
    version = server.desk.dossier(Subject(SubjectKind.ARTICLE, "ended")).version
    assert version.expires > days_after(now(), 300)
    server.browser("dora").sends("/review/article/ended", "/review/acts/retire", reason="Told elsewhere.")
    assert server.visitor().get("/articles/ended").status_code == 404
    assert standing(server, "ended")[0] is Status.RETIRED


def test_an_interest_bars_the_vote_and_says_why(server: Server) -> None:
    at = submitted(server, "interest")
    cleo = server.browser("cleo")
    declared = cleo.sends(
        "/account", "/account/interests", topic="wrist", statement="Paid by a maker of splints."
    )
    assert declared.status_code == 303
    shown = cleo.get(at)
    assert "conflict of interest" in shown.text
    assert "/review/acts/approve" not in {form.action for form in forms_of(shown.text)}
    assert "Paid by a maker of splints." in server.browser("ben").get(at).text
    number = form_to_end(cleo.get("/account").text)
    assert cleo.sends("/account", number, reason="It ended.").status_code == 303


def form_to_end(html: str) -> str:
    return next(f.action for f in forms_of(html) if f.action.startswith("/account/interests/"))


def test_the_trail_is_read_verified_anchored_and_taken_elsewhere(server: Server) -> None:
    submitted(server, "audited")
    dora = server.browser("dora")
    listed = dora.get("/review/audit?subject=article:audited")
    assert "submitted it for review" in listed.text
    assert "signed in" not in text_of(listed.text)
    line = dora.get("/review/audit/anchor").text
    verified = dora.sends("/review/audit", "/review/audit/verify", anchors=line)
    assert "1 anchor" in verified.text
    refused = dora.sends("/review/audit", "/review/audit/verify", anchors="nonsense")
    assert refused.status_code == 422
    assert "nonsense" in refused.text
    export = dora.get("/review/audit/export").text.splitlines()
    assert export[0] == '{"format":"citewell-audit-1"}'
    assert '"end"' in export[-1]
    assert dora.get("/review/audit?since=never").status_code == 422


def test_a_long_trail_is_read_page_by_page(server: Server) -> None:
    with server.register.writing() as books:
        for _ in range(150):
            recorded(books, at=now(), actor="dora", action="signed-out", about="user:dora")
        last = books.chain.head().n
    dora = server.browser("dora")
    first = dora.get("/review/audit").text
    earlier = next(link for link in links_of(first) if "before=" in link)
    assert f"event {last}<" in first
    assert f"event {last - 100}<" in dora.get(earlier).text


def test_a_pack_is_read_in_pages_and_by_words(server: Server) -> None:
    ada = server.browser("ada")
    begun = ada.sends("/review/new", "/review/drafts", of="pack:vertebral-fracture", question="", name="")
    assert begun.status_code == 303
    at = "/review/pack/vertebral-fracture"
    first = ada.get(f"{at}?show=text")
    assert first.status_code == 200
    assert "page=2" in first.text
    found = ada.get(f"{at}?show=text&part=statement&q=calcitonin")
    assert "calcitonin" in found.text.lower()
    assert "No part is as you asked" in ada.get(f"{at}?show=text&q=zzzz").text
    again = ada.sends("/review/new", "/review/drafts", of="pack:none-such", question="", name="")
    assert again.status_code == 404
    assert "pack:none-such" in again.text


def test_the_policy_is_for_everybody(server: Server) -> None:
    shown = server.visitor().get("/policy")
    assert shown.status_code == 200
    assert "Nobody approves their own work" in shown.text
