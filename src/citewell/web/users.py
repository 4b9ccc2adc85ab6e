"""People with an account: everybody at the desk sees who they are; admins add, grant, reset, disable."""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from citewell.accounts.names import check_name
from citewell.errors import Conflict, InputError
from citewell.model.accounts import Person, Role, User
from citewell.serving.house import House, HouseOf
from citewell.serving.people import SignedIn
from citewell.web.desk_view import CHECKED, NOTHING_REFUSED, Refused, Text
from citewell.web.rendering import page

pages = APIRouter()
_REFUSALS = (InputError, Conflict)
_DONE = {
    "grant": "The role was granted; it holds at once.",
    "take": "The role was taken away; that holds at once.",
    "disable": "The account is disabled: its sessions ended, its tokens are revoked.",
    "enable": "The account is enabled. Revoked tokens stay revoked.",
    "reset": "The password was set, to be changed by them; their tokens and signing key are revoked.",
    "unlock": "They may try again.",
    "revoke-key": "The signing key is revoked; what it signed stays signed.",
    "revoke-token": "The token is taken no more.",
    "add": "The account was added.",
}


@pages.get("/users")
def users(request: Request, house: HouseOf, who: SignedIn) -> Response:
    """Every account with its roles."""
    return _list(request, house, who)


@pages.post("/users", dependencies=CHECKED)
def add(
    request: Request,
    house: HouseOf,
    who: SignedIn,
    name: Text = "",
    display: Text = "",
    password: Text = "",
    identity: Text = "",
    roles: Annotated[list[str], Form()] = [],  # noqa: B006  FastAPI copies it
) -> Response:
    """Add an account: by a password that is changed at the first sign-in, or by an identity elsewhere."""
    typed = {"name": name, "display": display, "identity": identity, "roles": " ".join(roles)}
    try:
        check_name(name.strip())
        wanted = frozenset(Role(role) for role in roles if role in set(Role))
        user = User(name=name.strip(), display=display.strip() or name.strip(), roles=wanted)
        house.offices.accounts.add(who, user, password=password, identity=_identity(house, identity))
    except _REFUSALS as error:
        return _list(request, house, who, Refused(form="add", error=error, typed=typed))
    return _back(user.name, "add")


@pages.get("/users/{name}")
def user(request: Request, house: HouseOf, who: SignedIn, name: str, done: str = "") -> Response:
    """An account, for admins: its roles, keys and tokens."""
    return _one(request, house, who, name, done=done)


@pages.post("/users/{name}/{act}", dependencies=CHECKED)
def change(
    request: Request,
    house: HouseOf,
    who: SignedIn,
    name: str,
    act: str,
    role: Text = "",
    password: Text = "",
    token: Text = "",
) -> Response:
    """Grant or take a role, disable, enable, reset, unlock, revoke."""
    try:
        _change(house, who, name, act, role=role, password=password, token=token)
    except _REFUSALS as error:
        return _one(request, house, who, name, Refused(form=act, error=error))
    return _back(name, act)


def _change(house: House, who: Person, name: str, act: str, *, role: str, password: str, token: str) -> None:
    accounts, credentials = house.offices.accounts, house.offices.credentials
    acts: dict[str, Any] = {
        "grant": lambda: accounts.grant(who, name, _role(role)),
        "take": lambda: accounts.take(who, name, _role(role)),
        "disable": lambda: accounts.disable(who, name),
        "enable": lambda: accounts.enable(who, name),
        "reset": lambda: accounts.reset(who, name, password),
        "unlock": lambda: accounts.unlock(who, name),
        "revoke-key": lambda: credentials.revoke_key(who, name),
        "revoke-token": lambda: credentials.revoke_token(who, name, token),
    }
    if act not in acts:
        raise InputError("there is no such act on an account")
    acts[act]()


def _role(name: str) -> Role:
    if name not in set(Role):
        raise InputError("there is no such role: " + ", ".join(Role))
    return Role(name)


def _identity(house: House, subject: str) -> tuple[str, str]:
    if not subject.strip():
        return "", ""
    issuer = house.settings.oidc_issuer
    if not issuer:
        raise InputError("an identity needs the issuer it is known to", hint="set CITEWELL_OIDC_ISSUER")
    return issuer, subject.strip()


def _back(name: str, done: str) -> Response:
    return RedirectResponse(f"/users/{name}?done={done}", status_code=303)


def _list(request: Request, house: House, who: Person, refused: Refused = NOTHING_REFUSED) -> Response:
    return page(
        request,
        "users.html.j2",
        status=refused.status,
        users=house.offices.accounts.users(who),
        is_admin=Role.ADMIN in who.user.roles,
        roles=tuple(Role),
        least=house.offices.policies.sign_in.password_length,
        issuer=house.settings.oidc_issuer,
        refused=refused,
    )


def _one(
    request: Request,
    house: House,
    who: Person,
    name: str,
    refused: Refused = NOTHING_REFUSED,
    *,
    done: str = "",
) -> Response:
    offices = house.offices
    profile = offices.accounts.profile(who, name)
    return page(
        request,
        "users_one.html.j2",
        status=refused.status,
        profile=profile,
        at=offices.now(),
        is_admin=Role.ADMIN in who.user.roles,
        roles=tuple(Role),
        least=offices.policies.sign_in.password_length,
        refused=refused,
        done=_DONE.get(done, ""),
    )
