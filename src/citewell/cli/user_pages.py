"""Accounts as lines for a terminal, and as records for programs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citewell.engine.accounts import Profile
    from citewell.model.accounts import User
    from citewell.model.credentials import ApiToken


def roles_of(user: "User") -> str:
    """The roles, in the order in which they weigh more."""
    from citewell.model.accounts import Role

    return ", ".join(role.value for role in Role if role in user.roles)


def user_line(user: "User") -> str:
    """An account on a line."""
    shown = f" ({user.display})" if user.display != user.name else ""
    disabled = ", disabled" if user.disabled else ""
    return f"{user.name}{shown}: {roles_of(user)}{disabled}"


def user_record(user: "User") -> dict[str, Any]:
    """An account for programs."""
    from citewell.model.accounts import Role

    return {
        "name": user.name,
        "display": user.display,
        "roles": [role.value for role in Role if role in user.roles],
        "disabled": user.disabled,
        "made": user.made,
    }


def profile_lines(profile: "Profile", *, at: str) -> Iterator[str]:
    """An account with its keys and tokens."""
    yield user_line(profile.user)
    yield f"  since {profile.user.made[:10]}"
    if profile.identity:
        yield f"  signs in as {profile.identity}"
    for key in profile.keys:
        state = f"revoked {key.revoked[:10]}" if key.revoked else "in force"
        yield f"  signing key {key.public}: {state}, made {key.made[:10]}"
    for token in profile.tokens:
        yield f"  token {token_line(token, at=at)}"


def profile_record(profile: "Profile") -> dict[str, Any]:
    """The same for programs."""
    return user_record(profile.user) | {
        "identity": profile.identity,
        "keys": [{"public": key.public, "made": key.made, "revoked": key.revoked} for key in profile.keys],
        "tokens": [token_record(token) for token in profile.tokens],
    }


def token_line(token: "ApiToken", *, at: str) -> str:
    """A token on a line: its id, what for, and how long it holds."""
    used = f", last used {token.used[:10]}" if token.used else ", never used"
    return f"{token.id} {token.label!r}: {scopes_of(token)}; {_state(token, at)}{used}"


def token_record(token: "ApiToken") -> dict[str, Any]:
    """A token for programs, without its secret, which is not kept."""
    return {
        "id": token.id,
        "label": token.label,
        "scopes": scopes_of(token).split(", "),
        "made": token.made,
        "expires": token.expires,
        "revoked": token.revoked,
        "used": token.used,
    }


def scopes_of(token: "ApiToken") -> str:
    """What a token may be used for."""
    from citewell.model.accounts import Scope

    return ", ".join(scope.value for scope in Scope if scope in token.scopes)


def _state(token: "ApiToken", at: str) -> str:
    if token.revoked:
        return f"revoked {token.revoked[:10]}"
    return f"{'ended' if token.expires <= at else 'until'} {token.expires[:10]}"
