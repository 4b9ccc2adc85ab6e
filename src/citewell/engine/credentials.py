"""What people do with what they sign in and sign by: their password, their API tokens, their signing key."""

from collections.abc import Iterable
from dataclasses import replace

from citewell.accounts.passwords import check_password, hashed
from citewell.accounts.rights import check_own_or_admin, check_scope
from citewell.accounts.sessions import is_in_force
from citewell.accounts.signing import KeyPair, new_key_pair, opened_key, sealed_key, signature
from citewell.accounts.tokens import new_token
from citewell.editorial.audit import KEY_REGISTERED, Signer
from citewell.engine.account_books import (
    PASSWORD_SET,
    about,
    account_in,
    accountable,
    revoke_key,
    tell,
)
from citewell.engine.presence import present
from citewell.engine.signing_in import Entrance, proven
from citewell.errors import Conflict, Forbidden, NotFound
from citewell.model.accounts import Person, Scope, SigningKey
from citewell.model.credentials import Account, ApiToken, SealedKey, Session
from citewell.storage.register import Books


class CredentialOffice:
    """Everybody's own credentials. Made once; safe to share between threads."""

    def __init__(self, entrance: Entrance) -> None:
        """entrance: where passwords are proven, with the register, the policy and the clock."""
        self.entrance = entrance
        self.register = entrance.register
        self.policy = entrance.policy
        self.now = entrance.now

    def change_password(self, who: Person, old: str, new: str, *, origin: str, session: str = "") -> None:
        """Take another password; the signing key is sealed under it, the other sessions end.

        session: the id of the one that stays. Raises Forbidden for a wrong password, InputError for a new one
        that cannot be taken, Conflict for who signs in elsewhere or whose password changed meanwhile.
        """
        check_scope(who, Scope.ADMIN, to="change a password")
        check_password(new, name=who.name, policy=self.policy)
        with self.entrance.attempt(who.name, origin=origin) as account:
            _check_has_password(account)
            before = proven(account, old)
        kept, key = hashed(new), self._sealed_anew(who.name, old, new)
        with self.register.writing() as books:
            _check_unchanged(books, before)
            books.accounts.change_password(who.name, kept)
            self._seal(books, who.name, key)
            detail = {"sessions": books.accounts.end_sessions(who.name, but=session)}
            tell(books, who, "password-changed", who.name, at=self.now(), detail=detail)

    def has_password_of_others(self, who: Person) -> bool:
        """Whether somebody else chose the password, and so knows it: no key is sealed under it."""
        with self.register.reading() as books:
            account = account_in(books, who.name)
            return bool(account.password) and not _chose_their_own(books, who.name)

    def sessions(self, who: Person) -> tuple[Session, ...]:
        """One's own sessions that hold now, the oldest first. Raises Forbidden."""
        check_scope(who, Scope.READ, to="list sessions")
        at = self.now()
        with self.register.reading() as books:
            held = books.accounts.sessions(present(books, who).name)
        return tuple(each for each in held if is_in_force(each, at=at, policy=self.policy))

    def end_sessions(self, who: Person, *, but: str) -> int:
        """End one's own sessions, all but the one of this id; how many there were. Raises Forbidden."""
        check_scope(who, Scope.ADMIN, to="end sessions")
        with self.register.writing() as books:
            present(books, who)
            ended = books.accounts.end_sessions(who.name, but=but)
            detail = {"sessions": ended}
            tell(books, who, "signed-out", who.name, at=self.now(), detail=detail)
            return ended

    def make_token(
        self, who: Person, *, label: str, scopes: Iterable[Scope], days: int
    ) -> tuple[ApiToken, str]:
        """A token of one's own: what is kept of it, and its text, which is shown this once.

        Raises as `accounts.tokens.new_token`, and Forbidden for a credential without the scope admin.
        """
        at, to = self.now(), "make a token"
        with accountable(self.register, who, who.name, to=to, now=self.now), self.register.writing() as books:
            check_scope(present(books, who), Scope.ADMIN, to=to)
            token, bearer = new_token(who, label=label, scopes=scopes, days=days, at=at, policy=self.policy)
            books.accounts.add_token(token)
            detail = {
                "token": token.id,
                "label": token.label,
                "scopes": sorted(scope.value for scope in token.scopes),
                "expires": token.expires,
            }
            tell(books, who, "token-made", who.name, at=at, detail=detail)
            return token, bearer.text

    def tokens(self, who: Person, name: str) -> tuple[ApiToken, ...]:
        """The tokens of one's own account or, for an admin, of anybody's. Raises Forbidden, NotFound."""
        with self.register.reading() as books:
            check_own_or_admin(present(books, who), name, to="list the tokens")
            return books.accounts.tokens(account_in(books, name).user.name)

    def revoke_token(self, who: Person, name: str, token: str) -> ApiToken:
        """Let a token be taken no more. token: its id. Raises Forbidden, NotFound, Conflict when it was."""
        at, to = self.now(), "revoke a token"
        with accountable(self.register, who, name, to=to, now=self.now), self.register.writing() as books:
            check_own_or_admin(present(books, who), name, to=to)
            held = {each.id: each for each in books.accounts.tokens(account_in(books, name).user.name)}
            if token not in held:
                raise NotFound(f"{name} has no token {token[:16]!r}", hint="see citewell user token list")
            if held[token].revoked:
                raise Conflict(f"the token {held[token].label!r} was revoked already")
            books.accounts.revoke_token(token, at=at)
            tell(books, who, "token-revoked", name, at=at, detail={"token": token})
            return replace(held[token], revoked=at)

    def make_key(self, who: Person, password: str, *, origin: str) -> SigningKey:
        """A new signing key in the place of the one before, sealed under the account's password.

        Who signs in elsewhere chooses here what it is sealed under. Raises Forbidden for a wrong password, or
        one that an admin chose and so knows.
        """
        check_scope(who, Scope.ADMIN, to="make a signing key")
        account = self._proven(who, password, origin=origin)
        pair = new_key_pair()
        sealed = sealed_key(pair, user=who.name, passphrase=password)
        at = self.now()
        with self.register.writing() as books:
            present(books, who)
            _check_unchanged(books, account)
            _check_is_ones_own_secret(books, account)
            revoke_key(books, who, who.name, at=at, reason="another key took its place")
            key = SigningKey(id=0, user=who.name, public=pair.public, made=at)
            books.accounts.add_key(SealedKey(key=key, sealed=sealed))
            tell(books, who, KEY_REGISTERED, who.name, at=at, detail={"public": pair.public})
            return books.accounts.keys(who.name)[-1]

    def revoke_key(self, who: Person, name: str) -> SigningKey:
        """Revoke a signing key, one's own or, for an admin, anybody's; what it signed stays signed.

        Raises Forbidden, NotFound.
        """
        at, to = self.now(), "revoke a signing key"
        with accountable(self.register, who, name, to=to, now=self.now), self.register.writing() as books:
            check_own_or_admin(present(books, who), name, to=to)
            revoked = revoke_key(books, who, account_in(books, name).user.name, at=at)
            if revoked is None:
                raise NotFound(f"{name} has no signing key")
            return revoked

    def signer(self, who: Person, password: str, *, origin: str) -> Signer:
        """What signs as this person, with the key that the password opens.

        Raises Forbidden for a wrong password, counted as a failed attempt, and for who has no key.
        """
        check_scope(who, Scope.REVIEW, to="sign")
        pair = self._opened(who, password, origin=origin)
        return lambda message: signature(pair.private, message)

    def _opened(self, who: Person, password: str, *, origin: str) -> KeyPair:
        with self.register.reading() as books:
            kept = books.accounts.key_in_force(who.name)
        if kept is None:
            raise Forbidden("to sign you need a signing key", hint="make one: citewell user key make")
        with self.entrance.attempt(who.name, origin=origin):
            return opened_key(kept.sealed, user=who.name, public=kept.key.public, passphrase=password)

    def _proven(self, who: Person, password: str, *, origin: str) -> Account:
        """The account, by its password; by an identity elsewhere, with a passphrase that can be taken."""
        with self.register.reading() as books:
            account = account_in(books, who.name)
        if account.identity:
            check_password(password, name=who.name, policy=self.policy)
            return account
        with self.entrance.attempt(who.name, origin=origin) as found:
            return proven(found, password)

    def _sealed_anew(self, name: str, old: str, new: str) -> SealedKey | None:
        """The signing key, sealed under another password; None where there is none."""
        with self.register.reading() as books:
            kept = books.accounts.key_in_force(name)
        if kept is None:
            return None
        pair = opened_key(kept.sealed, user=name, public=kept.key.public, passphrase=old)
        return replace(kept, sealed=sealed_key(pair, user=name, passphrase=new))

    def _seal(self, books: Books, name: str, key: SealedKey | None) -> None:
        """Put down the key as sealed anew, if it still is the one in force. Raises Conflict."""
        present_key = books.accounts.key_in_force(name)
        if (present_key and present_key.key) != (key and key.key):
            raise Conflict("the signing key was changed in this moment", hint="try again")
        if key:
            books.accounts.seal_key(key)


def _check_has_password(account: Account | None) -> None:
    if account and account.identity:
        raise Conflict(f"{account.user.name} signs in by an identity and has no password")


def _check_unchanged(books: Books, before: Account) -> None:
    """Refuse to go on from what has changed since the password was proven. Raises Conflict."""
    if books.accounts.account(before.user.name) != before:
        raise Conflict("the account was changed in this moment", hint="try again")


def _check_is_ones_own_secret(books: Books, account: Account) -> None:
    """Refuse to seal a key under a password that somebody else chose: they could sign with it."""
    if account.password and not _chose_their_own(books, account.user.name):
        raise Forbidden(
            "your password was chosen by somebody else: they could sign with your key",
            hint="change it first: citewell user password",
        )


def _chose_their_own(books: Books, name: str) -> bool:
    set_by = [event.actor for event in books.chain.about(about(name)) if event.action in PASSWORD_SET]
    return set_by[-1:] == [name]
