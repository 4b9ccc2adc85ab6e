"""Who somebody is: signing in by password or by an issuer of identities, and what a credential stands for.

Every attempt is counted before it is made, so that a hundred at once are no more than one after the other.
Slow hashes are worked out between transactions, never inside one: other writers do not wait for them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from citewell.accounts.bearers import OF_SESSIONS, OF_TOKENS, Bearer, read_bearer
from citewell.accounts.lockout import (
    counted_as,
    forgotten_before,
    held_back_until,
    locked_until,
    window_began,
)
from citewell.accounts.names import is_name
from citewell.accounts.passwords import hashed, is_outdated, matches
from citewell.accounts.sessions import check_session, is_worth_noting, new_session
from citewell.accounts.tokens import check_token, known_token
from citewell.engine.account_books import about, enabled
from citewell.engine.recording import REFUSED, recorded
from citewell.errors import Forbidden
from citewell.model.accounts import Person, Scope, SignInPolicy, User
from citewell.model.credentials import Account, ApiToken, FailedAttempt, Session
from citewell.model.reviews import SYSTEM
from citewell.storage.register import Books, Register

_LONGEST_ORIGIN = 100


class Entrance:
    """Where people and programs show who they are. Made once; safe to share between threads."""

    def __init__(self, register: Register, *, policy: SignInPolicy, now: Callable[[], str]) -> None:
        """now: gives the present time as the register keeps times (`text.moments`)."""
        self.register = register
        self.policy = policy
        self.now = now

    def sign_in(self, name: str, password: str, *, origin: str) -> str:
        """A new session's secret for who knows the password.

        origin: from where, for the limit on attempts and the audit. Raises Forbidden, in the same words and
        after the same time whether the name or the password is wrong.
        """
        with self.attempt(name, origin=origin) as account:
            found = proven(account, password)
        if is_outdated(found.password):
            found = self._hashed_anew(found, password)
        return self._begun(found, origin)

    def sign_in_as(self, issuer: str, identity: str, *, origin: str) -> str:
        """A new session's secret for whom an issuer vouches for, whose statement has been verified.

        Raises Forbidden when nobody here is known by that identity, or the account is disabled.
        """
        with self.register.reading() as books:
            account = books.accounts.account_of(issuer, identity)
        try:
            return self._begun(known(account), origin)
        except Forbidden as error:
            detail = {"origin": _plain(origin), "issuer": issuer}
            whom = about(account.user.name) if account else ""
            with self.register.writing() as books:
                recorded(
                    books,
                    at=self.now(),
                    actor=SYSTEM,
                    action="sign-in-failed",
                    about=whom,
                    reason=error.message,
                    detail=detail,
                )
            raise

    def sign_out(self, credential: str) -> User:
        """End the session; whose it was. Raises Forbidden for what is no session of now."""
        at, bearer = self.now(), read_bearer(credential)
        with self.register.writing() as books:
            session = self._session(books, bearer, at)
            books.accounts.end_session(session.id)
            user = books.accounts.user(session.user)
            recorded(books, at=at, actor=user.name, action="signed-out", about=about(user.name))
            return user

    def who(self, credential: str) -> Person:
        """Whom a session or token stands for, with the scopes it may be used for.

        A session has every scope, a token those it was made with. Raises Forbidden for one that is unknown,
        has ended or was revoked, and for a disabled account.
        """
        at, bearer = self.now(), read_bearer(credential)
        if bearer.prefix == OF_TOKENS:
            return self._who_by_token(bearer, at)
        with self.register.reading() as books:
            session = self._session(books, bearer, at)
            user = enabled(books.accounts.user(session.user))
        if is_worth_noting(session.used, at=at):
            with self.register.writing() as books:
                books.accounts.note_use(session.id, at=at)
        return Person(user=user, scopes=frozenset(Scope))

    @contextmanager
    def attempt(self, name: str, *, origin: str) -> Iterator[Account | None]:
        """An attempt to prove who one is, which has failed when the block raises Forbidden.

        Gives the account, None where there is none. Raises Forbidden at once while the account is locked or
        the origin held back.
        """
        origin = _plain(origin)
        account, attempt = self._counted(name, origin)
        try:
            yield account
        except Forbidden:
            self._failed(account, attempt)
            raise
        with self.register.writing() as books:
            books.accounts.forget_attempts(attempt.name)

    def _counted(self, name: str, origin: str) -> tuple[Account | None, FailedAttempt]:
        at = self.now()
        with self.register.reading() as books:
            # Whoever is locked out does not make the others wait for a writer's turn.
            self._check_locks(books, self._account(books, name), name, origin, at)
        with self.register.writing() as books:
            account = self._account(books, name)
            counted = self._check_locks(books, account, name, origin, at)
            books.accounts.forget_old_attempts(before=forgotten_before(at=at, policy=self.policy))
            return account, books.accounts.add_attempt(counted, origin=origin, at=at)

    def _account(self, books: Books, name: str) -> Account | None:
        return books.accounts.account(name) if is_name(name) else None

    def _check_locks(self, books: Books, account: Account | None, name: str, origin: str, at: str) -> str:
        """By which name the attempt is counted. Raises Forbidden while it may not be made."""
        counted = counted_as(name, known=account is not None)
        until = locked_until((each.at for each in books.accounts.attempts(counted)), policy=self.policy)
        if until > at:
            raise Forbidden(
                f"too many failed attempts: this account is locked until {until[:16]} UTC",
                hint="an admin can unlock it: citewell user unlock NAME",
            )
        since = window_began(at=at, policy=self.policy)
        times = (each.at for each in books.accounts.attempts_from(origin, since=since))
        until = held_back_until(times, at=at, policy=self.policy)
        if until:
            raise Forbidden(f"too many failed attempts from here: try again at {until[:16]} UTC")
        return counted

    def _failed(self, account: Account | None, attempt: FailedAttempt) -> None:
        """Put down a failure, and the lock when it is the one that brings it."""
        whom = about(account.user.name) if account else ""
        detail = {"origin": attempt.origin}
        with self.register.writing() as books:
            recorded(books, at=attempt.at, actor=SYSTEM, action="sign-in-failed", about=whom, detail=detail)
            counted = [each for each in books.accounts.attempts(attempt.name) if each.id <= attempt.id]
            before = locked_until((each.at for each in counted if each.id < attempt.id), policy=self.policy)
            until = locked_until((each.at for each in counted), policy=self.policy)
            if account and until != before:
                detail["until"] = until
                recorded(books, at=attempt.at, actor=SYSTEM, action="user-locked", about=whom, detail=detail)

    def _hashed_anew(self, account: Account, password: str) -> Account:
        stronger = hashed(password)
        with self.register.writing() as books:
            if books.accounts.account(account.user.name) != account:
                return account
            books.accounts.change_password(account.user.name, stronger)
        return replace(account, password=stronger)

    def _begun(self, account: Account, origin: str) -> str:
        """A new session, if the account still is as it was when its user showed who they are."""
        at = self.now()
        session, bearer = new_session(account.user.name, at=at, policy=self.policy)
        with self.register.writing() as books:
            present = books.accounts.account(account.user.name)
            if present is None or present.password != account.password:
                raise Forbidden("the password was changed in this moment", hint="sign in again")
            enabled(present.user)
            books.accounts.forget_sessions(before=at)
            books.accounts.add_session(session)
            detail = {"origin": _plain(origin), "session": session.id}
            name = account.user.name
            recorded(books, at=at, actor=name, action="signed-in", about=about(name), detail=detail)
        return bearer.text

    def _session(self, books: Books, bearer: Bearer, at: str) -> Session:
        if bearer.prefix != OF_SESSIONS:
            raise Forbidden("this is a token, not a session", hint="sign in with citewell user login")
        return check_session(books.accounts.session(bearer.id), bearer, at=at, policy=self.policy)

    def _who_by_token(self, bearer: Bearer, at: str) -> Person:
        with self.register.reading() as books:
            token = known_token(books.accounts.token(bearer.id), bearer)
            user = books.accounts.user(token.user)
        try:
            check_token(token, at=at)
            enabled(user)
        except Forbidden as error:
            self._note_use(token, at, refusal=error.message)
            raise
        self._note_use(token, at)
        return Person(user=user, scopes=token.scopes)

    def _note_use(self, token: ApiToken, at: str, *, refusal: str = "") -> None:
        """Put down, at most once a minute, that a token was used; as an event when it no longer holds."""
        if not is_worth_noting(token.used, at=at):
            return
        with self.register.writing() as books:
            books.accounts.note_use_of_token(token.id, at=at)
            if refusal:
                _refused(books, token, refusal, at)


def proven(account: Account | None, password: str) -> Account:
    """The account, if this is its password. Raises Forbidden, after the same time without an account."""
    if not matches(account.password if account else "", password) or account is None:
        raise Forbidden("the name or the password is wrong")
    enabled(account.user)
    return account


def known(account: Account | None) -> Account:
    """The account of an identity. Raises Forbidden where there is none."""
    if account is None:
        raise Forbidden(
            "you are known to the issuer and have no account here",
            hint="an admin adds it: citewell user add NAME --identity SUBJECT",
        )
    return account


def _refused(books: Books, token: ApiToken, refusal: str, at: str) -> None:
    detail = {"token": token.id}
    whom = about(token.user)
    recorded(books, at=at, actor=SYSTEM, action=REFUSED, about=whom, reason=refusal, detail=detail)


def _plain(origin: str) -> str:
    """An origin as ASCII on one line, whatever it was."""
    return origin.encode("unicode_escape").decode()[:_LONGEST_ORIGIN]
