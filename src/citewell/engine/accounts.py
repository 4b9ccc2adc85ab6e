"""What admins do with accounts: add, grant and take roles, reset, disable, unlock; each with its audit event.

The first account is an admin's and is added by whoever sets the register up; there is no default password.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from citewell.accounts.names import check_display, check_name
from citewell.accounts.passwords import check_password, hashed
from citewell.accounts.rights import check_admin, check_an_admin_stays, check_scope
from citewell.engine.account_books import account_in, accountable, locked_out, revoke_key, tell
from citewell.engine.presence import present
from citewell.errors import Conflict, Forbidden, InputError
from citewell.model.accounts import Person, Role, Scope, SigningKey, SignInPolicy, User
from citewell.model.credentials import Account, ApiToken
from citewell.storage.register import Books, Register

_LONGEST_IDENTITY = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All that is known of an account, without a secret. identity: the subject at its issuer."""

    user: User
    identity: str
    keys: tuple[SigningKey, ...]
    tokens: tuple[ApiToken, ...]


class AccountOffice:
    """The accounts of a register under a policy. Made once; safe to share between threads."""

    def __init__(self, register: Register, *, policy: SignInPolicy, now: Callable[[], str]) -> None:
        """now: gives the present time as the register keeps times (`text.moments`)."""
        self.register = register
        self.policy = policy
        self.now = now

    def is_new(self) -> bool:
        """Whether there is no account yet."""
        with self.register.reading() as books:
            return books.accounts.count() == 0

    def add(
        self,
        who: Person | None,
        user: User,
        *,
        password: str = "",
        identity: tuple[str, str] = ("", ""),
    ) -> User:
        """Add an account, which can always read. who: None while there is no account at all.

        password: "" for who signs in by `identity`, an issuer and the subject there. Raises Forbidden for who
        is no admin, Conflict for a name or identity that is taken, InputError for what cannot be taken.
        """
        at, to = self.now(), "add an account"
        added = replace(user, roles=user.roles | {Role.READER}, disabled=False, made=at)
        kept = self._kept(added, password, identity)
        with (
            accountable(self.register, who, user.name, to=to, now=self.now),
            self.register.writing() as books,
        ):
            actor = self._adding(books, who, added, to)
            _check_is_free(books, kept)
            books.accounts.add_user(added, password=kept.password, issuer=kept.issuer, identity=kept.identity)
            detail = {
                "display": added.display,
                "roles": _told(added),
                "issuer": kept.issuer,
                "identity": kept.identity,
            }
            tell(books, actor, "user-added", user.name, at=at, detail=detail)
            return added

    def users(self, who: Person) -> tuple[User, ...]:
        """Every account, by name. Raises Forbidden for a credential without the scope read."""
        check_scope(who, Scope.READ, to="list accounts")
        with self.register.reading() as books:
            present(books, who)
            return books.accounts.users()

    def profile(self, who: Person, name: str) -> Profile:
        """One's own account or, for an admin, anybody's. Raises Forbidden, NotFound."""
        check_scope(who, Scope.READ, to="show an account")
        with self.register.reading() as books:
            who = present(books, who)
            if who.name != name:
                check_admin(who, to="show the account of somebody else")
            account = account_in(books, name)
            return Profile(
                user=account.user,
                identity=account.identity,
                keys=books.accounts.keys(name),
                tokens=books.accounts.tokens(name),
            )

    def grant(self, who: Person, name: str, role: Role) -> User:
        """Give a role. Raises Forbidden, NotFound, Conflict when it is held already."""
        with self._changing(who, name, "grant a role") as (books, user, at):
            if role in user.roles:
                raise Conflict(f"{name} has the role {role.value} already")
            after = replace(user, roles=user.roles | {role})
            _change(books, after)
            detail = {"role": role.value, "roles": _told(after)}
            tell(books, who, "role-granted", name, at=at, detail=detail)
            return after

    def take(self, who: Person, name: str, role: Role) -> User:
        """Take a role away. Raises Forbidden, NotFound, Conflict for one not held or the last admin's."""
        with self._changing(who, name, "take a role away") as (books, user, at):
            if role not in user.roles:
                raise Conflict(f"{name} does not have the role {role.value}")
            after = replace(user, roles=user.roles - {role})
            _change(books, after)
            detail = {"role": role.value, "roles": _told(after)}
            tell(books, who, "role-taken", name, at=at, detail=detail)
            return after

    def disable(self, who: Person, name: str) -> User:
        """Let nobody in by this account: its sessions end, its tokens are revoked. Raises as `take`."""
        with self._changing(who, name, "disable an account") as (books, user, at):
            if user.disabled:
                raise Conflict(f"the account {name} is disabled already")
            after = replace(user, disabled=True)
            _change(books, after)
            detail = locked_out(books, name, at=at)
            tell(books, who, "user-disabled", name, at=at, detail=detail)
            return after

    def enable(self, who: Person, name: str) -> User:
        """Let its user in again. Raises Forbidden, NotFound, Conflict when it is not disabled."""
        with self._changing(who, name, "enable an account") as (books, user, at):
            if not user.disabled:
                raise Conflict(f"the account {name} is not disabled")
            after = replace(user, disabled=False)
            _change(books, after)
            tell(books, who, "user-enabled", name, at=at)
            return after

    def reset(self, who: Person, name: str, password: str) -> User:
        """Give an account another password than the one that was lost.

        Its sessions end and its tokens are revoked; so is its signing key, which nobody can open any more.
        Raises Forbidden, NotFound, Conflict for an account that signs in elsewhere.
        """
        check_password(password, name=name, policy=self.policy)
        kept = hashed(password)
        with self._changing(who, name, "reset a password") as (books, user, at):
            if account_in(books, name).identity:
                raise Conflict(f"{name} signs in by an identity and has no password")
            books.accounts.change_password(name, kept)
            books.accounts.forget_attempts(name)
            detail = locked_out(books, name, at=at)
            tell(books, who, "password-reset", name, at=at, detail=detail)
            revoke_key(books, who, name, at=at, reason="the password was reset")
            return user

    def unlock(self, who: Person, name: str) -> User:
        """Forget the failed attempts of an account. Raises Forbidden, NotFound."""
        with self._changing(who, name, "unlock an account") as (books, user, at):
            books.accounts.forget_attempts(name)
            tell(books, who, "user-unlocked", name, at=at)
            return user

    def _kept(self, user: User, password: str, identity: tuple[str, str]) -> Account:
        """The account as it will be kept; its slow hash is made before the transaction."""
        check_name(user.name)
        check_display(user.display)
        if bool(password) == bool(identity[1]):
            raise InputError("an account signs in by a password or by an identity, one of them")
        if password:
            check_password(password, name=user.name, policy=self.policy)
            return Account(user=user, password=hashed(password))
        check_identity(*identity)
        return Account(user=user, issuer=identity[0], identity=identity[1])

    def _adding(self, books: Books, who: Person | None, user: User, to: str) -> Person:
        """Who adds an account: an admin, or the first of all themselves."""
        if who:
            check_admin(present(books, who), to=to)
            return who
        if books.accounts.count():
            raise Forbidden(f"{to} is for admins", hint="sign in: citewell user login NAME")
        if Role.ADMIN not in user.roles:
            raise InputError("the first account has to be an admin's", hint="add --role admin")
        return Person(user=user, scopes=frozenset(Scope))

    @contextmanager
    def _changing(self, who: Person, name: str, to: str) -> Iterator[tuple[Books, User, str]]:
        """A transaction of an admin on one account, and its time; a refusal is put down."""
        with accountable(self.register, who, name, to=to, now=self.now), self.register.writing() as books:
            check_admin(present(books, who), to=to)
            yield books, account_in(books, name).user, self.now()


def check_identity(issuer: str, subject: str) -> None:
    """Refuse what cannot be an identity of OpenID Connect Core 1.0, section 2. Raises InputError."""
    if not (issuer and subject and all(c.isascii() and c.isprintable() for c in issuer + subject)):
        raise InputError("an identity is an issuer's URL and the subject there, in ASCII")
    if len(subject) > _LONGEST_IDENTITY:
        raise InputError(f"the subject of an identity has at most {_LONGEST_IDENTITY} characters")


def _check_is_free(books: Books, kept: Account) -> None:
    if books.accounts.account(kept.user.name):
        raise Conflict(f"there is an account {kept.user.name} already; a name is never used again")
    if kept.identity and books.accounts.account_of(kept.issuer, kept.identity):
        raise Conflict("there is an account for this identity already")


def _change(books: Books, after: User) -> None:
    others = [user for user in books.accounts.users() if user.name != after.name]
    check_an_admin_stays([*others, after])
    books.accounts.change_user(after)


def _told(user: User) -> list[str]:
    return sorted(role.value for role in user.roles)
