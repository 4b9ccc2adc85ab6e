"""Sessions: a new one with each sign-in, ended by disuse, by age, or by signing out.

The limits are those of the OWASP Session Management Cheat Sheet: one on being idle, one in all. The id is
never taken from the caller and never lives through a sign-in, so that none can be planted (session fixation).
"""

from datetime import timedelta

from citewell.accounts.bearers import OF_SESSIONS, Bearer, holds, new_bearer
from citewell.errors import Forbidden
from citewell.model.accounts import SignInPolicy
from citewell.model.credentials import Session
from citewell.text.moments import later

_AGAIN = "sign in again: citewell user login"
# A use is put down when the last one is so long ago: reading is not to write each time.
_NOTED_EVERY = timedelta(minutes=1)


def new_session(user: str, *, at: str, policy: SignInPolicy) -> tuple[Session, Bearer]:
    """A session of this user: what is kept of it, and its secret."""
    bearer = new_bearer(OF_SESSIONS)
    session = Session(
        id=bearer.id,
        user=user,
        made=at,
        used=at,
        expires=later(at, timedelta(hours=policy.session_hours)),
        digest=bearer.digest,
    )
    return session, bearer


def check_session(session: Session | None, bearer: Bearer, *, at: str, policy: SignInPolicy) -> Session:
    """The session, if the bearer's secret is its own and it holds at this time. Raises Forbidden."""
    if session is None or not holds(bearer, session.digest):
        raise Forbidden("you are not signed in, or your session was ended", hint=_AGAIN)
    if at >= session.expires:
        raise Forbidden(f"your session ended: it holds for {policy.session_hours} hours", hint=_AGAIN)
    if not is_in_force(session, at=at, policy=policy):
        raise Forbidden(f"your session ended: it was not used for {policy.idle_minutes} minutes", hint=_AGAIN)
    return session


def is_in_force(session: Session, *, at: str, policy: SignInPolicy) -> bool:
    """Whether a session still holds: neither too old nor too long unused."""
    return at < session.expires and at < later(session.used, timedelta(minutes=policy.idle_minutes))


def is_worth_noting(used: str, *, at: str) -> bool:
    """Whether a use is so long after the last one noted ("" for none) that it is put down."""
    return not used or at >= later(used, _NOTED_EVERY)
