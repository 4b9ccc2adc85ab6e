"""What the use cases of accounts share: an account in the register's books, and its events."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from citewell.accounts.names import is_name
from citewell.editorial.audit import KEY_REVOKED
from citewell.engine.recording import put_down_refusal, recorded
from citewell.errors import Forbidden, NotFound
from citewell.model.accounts import Person, SigningKey, User
from citewell.model.credentials import Account
from citewell.storage.register import Books, Register

# After one of these events an account's password is one that the event's actor chose.
PASSWORD_SET = frozenset({"user-added", "password-reset", "password-changed"})


def about(name: str) -> str:
    """By which subject the events of an account are found; "" for what can be nobody's name."""
    return f"user:{name}" if is_name(name) else ""


def account_in(books: Books, name: str) -> Account:
    """The account of this name. Raises NotFound."""
    account = books.accounts.account(name) if is_name(name) else None
    if account is None:
        raise NotFound(f"there is no account {name[:64]!r}", hint="see citewell user list")
    return account


def enabled(user: User) -> User:
    """The user, if the account is not disabled. Raises Forbidden."""
    if user.disabled:
        raise Forbidden(f"the account {user.name} is disabled", hint="ask an admin")
    return user


@contextmanager
def accountable(
    register: Register, who: Person | None, name: str, *, to: str, now: Callable[[], str]
) -> Iterator[None]:
    """Who tried what they may not do to an account is put down, in a transaction of its own."""
    try:
        yield
    except Forbidden as error:
        if who:
            put_down_refusal(register, error, at=now(), actor=who.name, about=about(name), tried=to)
        raise


def tell(
    books: Books,
    who: Person,
    action: str,
    name: str,
    *,
    at: str,
    detail: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    """Append the event of what somebody did to an account."""
    recorded(books, at=at, actor=who.name, action=action, about=about(name), reason=reason, detail=detail)


def locked_out(books: Books, name: str, *, at: str) -> dict[str, object]:
    """End an account's sessions and revoke its tokens; which they were, for the event."""
    held = [token.id for token in books.accounts.tokens(name) if not token.revoked]
    for token in held:
        books.accounts.revoke_token(token, at=at)
    return {"sessions": books.accounts.end_sessions(name), "tokens": held}


def revoke_key(books: Books, who: Person, name: str, *, at: str, reason: str = "") -> SigningKey | None:
    """Revoke the signing key of an account; which it was, None when there was none."""
    kept = books.accounts.key_in_force(name)
    if kept is None:
        return None
    books.accounts.revoke_key(kept.key, at=at)
    tell(books, who, KEY_REVOKED, name, at=at, detail={"public": kept.key.public}, reason=reason)
    return kept.key
