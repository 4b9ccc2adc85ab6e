"""API tokens: for which acts, for how long, and when one is no longer taken."""

from collections.abc import Iterable
from datetime import timedelta

from citewell.accounts.bearers import OF_TOKENS, Bearer, holds, new_bearer
from citewell.errors import Forbidden, InputError
from citewell.model.accounts import Person, Scope, SignInPolicy
from citewell.model.credentials import ApiToken
from citewell.text.moments import later

_LONGEST_LABEL = 80


def new_token(
    person: Person, *, label: str, scopes: Iterable[Scope], days: int, at: str, policy: SignInPolicy
) -> tuple[ApiToken, Bearer]:
    """A token of this person: what is kept of it, and its secret, which is shown once.

    scopes: no others than the credential has by which the person asks; a token cannot make a wider one.
    Raises InputError for a label, a number of days or scopes that cannot be, Forbidden for a wider scope.
    """
    wanted = frozenset(scopes)
    wider = sorted(scope.value for scope in wanted - person.scopes)
    if wider:
        raise Forbidden(f"the credential you use lacks the scope {wider[0]}: it cannot make a token with it")
    if not wanted:
        raise InputError("a token without a scope is of no use", hint="name what it is for with --scope")
    if not 1 <= days <= policy.token_days:
        raise InputError(f"a token holds for 1 to {policy.token_days} days, not {days}")
    if not (0 < len(label) <= _LONGEST_LABEL and label.isprintable()):
        raise InputError(f"a token's label is one line of 1 to {_LONGEST_LABEL} characters")
    bearer = new_bearer(OF_TOKENS)
    token = ApiToken(
        id=bearer.id,
        user=person.name,
        label=label,
        scopes=wanted,
        made=at,
        expires=later(at, timedelta(days=days)),
        digest=bearer.digest,
    )
    return token, bearer


def known_token(token: ApiToken | None, bearer: Bearer) -> ApiToken:
    """The token, if the bearer's secret is its own; None is where there is none with the bearer's id.

    Raises Forbidden. Whether a token holds (`check_token`) is told only to who has its secret.
    """
    if token is None or not holds(bearer, token.digest):
        raise Forbidden("this token is not known here")
    return token


def check_token(token: ApiToken, *, at: str) -> None:
    """Refuse a token that has ended or was revoked. Raises Forbidden saying which."""
    if token.revoked:
        raise Forbidden(f"the token {token.label!r} was revoked on {token.revoked[:10]}")
    if at >= token.expires:
        raise Forbidden(
            f"the token {token.label!r} ended on {token.expires[:10]}",
            hint="make a new one: citewell user token make",
        )
