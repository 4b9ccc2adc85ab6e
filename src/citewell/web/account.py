"""One's own account: password, signing key, API tokens, sessions, declared interests."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from citewell.accounts.bearers import read_bearer
from citewell.engine.interests import declare, end_interest, interests, topics
from citewell.errors import Conflict, Forbidden, InputError
from citewell.model.accounts import Person, Role, Scope
from citewell.serving.house import House, HouseOf
from citewell.serving.people import SignedIn, keep_session, origin_of, session_of
from citewell.web.desk_view import CHECKED, NOTHING_REFUSED, Refused, Text
from citewell.web.rendering import page
from citewell.web.sign_in import end_session

pages = APIRouter()
_TOKEN_DAYS = 90
_DONE = {
    "password": "Your password was changed. Every other session has ended.",
    "key": "Your signing key is as you asked.",
    "tokens": "The token is taken no more.",
    "sessions": "Every other session has ended.",
    "interests": "Your interests are as you declared them.",
}


@pages.get("/account")
def account(request: Request, house: HouseOf, who: SignedIn, done: str = "") -> Response:
    """All of it."""
    return _shown(request, house, who, done=done)


@pages.post("/account/password", dependencies=CHECKED)
def change_password(
    request: Request, house: HouseOf, who: SignedIn, old: Text = "", new: Text = "", again: Text = ""
) -> Response:
    """Another password, and with it another session; every other one ends."""
    offices, here = house.offices, origin_of(request)
    try:
        if new != again:
            raise InputError("the two new passwords are not the same: nothing was changed")
        session = read_bearer(session_of(request)).id
        offices.credentials.change_password(who, old, new, origin=here, session=session)
    except (InputError, Forbidden, Conflict) as error:
        return _shown(request, house, who, Refused(form="password", error=error))
    end_session(request, house)
    response = _back("password")
    keep_session(response, request, offices.entrance.sign_in(who.name, new, origin=here))
    return response


@pages.post("/account/key", dependencies=CHECKED)
def make_key(request: Request, house: HouseOf, who: SignedIn, password: Text = "") -> Response:
    """A signing key, in the place of the one before."""
    try:
        house.offices.credentials.make_key(who, password, origin=origin_of(request))
    except (InputError, Forbidden, Conflict) as error:
        return _shown(request, house, who, Refused(form="key", error=error))
    return _back("key")


@pages.post("/account/key/revoke", dependencies=CHECKED)
def revoke_key(house: HouseOf, who: SignedIn) -> Response:
    """Sign by this key no more."""
    house.offices.credentials.revoke_key(who, who.name)
    return _back("key")


@pages.post("/account/tokens", dependencies=CHECKED)
def make_token(
    request: Request,
    house: HouseOf,
    who: SignedIn,
    label: Text = "",
    days: Text = "",
    scopes: Annotated[list[str], Form()] = [],  # noqa: B006  FastAPI copies it
) -> Response:
    """A token for programs, shown this once."""
    typed = {"label": label, "days": days, "scopes": " ".join(scopes)}
    try:
        wanted = [Scope(each) for each in scopes if each in set(Scope)]
        made, secret = house.offices.credentials.make_token(
            who, label=label.strip(), scopes=wanted, days=_number(days)
        )
    except (InputError, Forbidden) as error:
        return _shown(request, house, who, Refused(form="tokens", error=error, typed=typed))
    return _shown(request, house, who, token=(made.label, secret))


@pages.post("/account/tokens/{token}/revoke", dependencies=CHECKED)
def revoke_token(house: HouseOf, who: SignedIn, token: str) -> Response:
    """Take this token no more."""
    house.offices.credentials.revoke_token(who, who.name, token)
    return _back("tokens")


@pages.post("/account/sessions/end", dependencies=CHECKED)
def end_sessions(request: Request, house: HouseOf, who: SignedIn) -> Response:
    """End every session but this."""
    house.offices.credentials.end_sessions(who, but=read_bearer(session_of(request)).id)
    return _back("sessions")


@pages.post("/account/interests", dependencies=CHECKED)
def declare_interest(
    request: Request, house: HouseOf, who: SignedIn, topic: Text = "", statement: Text = ""
) -> Response:
    """Declare an interest: what is about its topic, one votes on no more."""
    try:
        declare(house.offices.desk, who, topic, statement)
    except (InputError, Conflict) as error:
        typed = {"topic": topic, "statement": statement}
        return _shown(request, house, who, Refused(form="interests", error=error, typed=typed))
    return _back("interests")


@pages.post("/account/interests/{number}/end", dependencies=CHECKED)
def end(request: Request, house: HouseOf, who: SignedIn, number: int, reason: Text = "") -> Response:
    """End an interest of one's own, with the reason."""
    try:
        end_interest(house.offices.desk, who, number, reason=reason)
    except InputError as error:
        return _shown(request, house, who, Refused(form=f"interest-{number}", error=error))
    return _back("interests")


def _number(text: str) -> int:
    if not text.strip().isascii() or not text.strip().isdigit():
        raise InputError("for how many days? write a whole number")
    return min(int(text.strip()[:6]), 100_000)


def _back(section: str) -> RedirectResponse:
    return RedirectResponse(f"/account?done={section}#{section}", status_code=303)


def _shown(
    request: Request,
    house: House,
    who: Person,
    refused: Refused = NOTHING_REFUSED,
    *,
    done: str = "",
    token: tuple[str, str] | None = None,
) -> Response:
    """The page, with the form that was refused as it was typed. token: a label and secret, shown once."""
    offices = house.offices
    return page(
        request,
        "account.html.j2",
        status=refused.status,
        profile=offices.accounts.profile(who, who.name),
        at=offices.now(),
        lent=offices.credentials.has_password_of_others(who),
        sessions=offices.credentials.sessions(who),
        present_session=read_bearer(session_of(request)).id,
        interests=interests(offices.desk, who, of_all=False),
        topics=sorted(topics(offices.desk)),
        scopes=tuple(Scope),
        days=min(_TOKEN_DAYS, offices.policies.sign_in.token_days),
        least=offices.policies.sign_in.password_length,
        signs=bool(who.user.roles & {Role.REVIEWER, Role.CHIEF_EDITOR}),
        refused=refused,
        done=_DONE.get(done, ""),
        token=token,
    )
