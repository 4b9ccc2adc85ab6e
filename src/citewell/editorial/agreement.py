"""Whether the tables hold the state that the events tell: whoever edits a row, and no event, is found out.

A fault's number is of the event that told of it last, 0 where none did. What no event tells is not compared:
passwords (that one was changed is an event, not which it is), sessions, tasks.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from citewell.editorial.audit import Fault
from citewell.editorial.discussion import digest_of_comment
from citewell.editorial.history import History, Said
from citewell.editorial.told_state import ToldToken, ToldUser, ToldVersion
from citewell.model.accounts import SigningKey
from citewell.model.credentials import Account, ApiToken
from citewell.model.reviews import Comment, ConflictOfInterest, Version, Vote

# What a version's row and the events tell in the same words.
_ALIKE = ("revision", "round", "content", "made", "changed", "approved", "expires")


def of_contents(history: History, contents: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    """Faults of what the versions say, as (digest, document); each digest is recomputed.

    Title and topics are put down in the history, for `of_versions`, which comes after.
    """
    for digest, document in contents:
        n = history.contents.get(digest, 0)
        if hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest() != digest:
            yield Fault(n, f"the content {digest[:12]} is not what it was when it was put down")
        elif n:
            said = json.loads(document)
            history.said[digest] = (said["title"], tuple(said["topics"]))
        else:
            yield Fault(0, f"the content {digest[:12]} is in the tables, and no event tells of it")
    for digest, n in history.contents.items():
        if digest not in history.said:
            yield Fault(n, f"the content {digest[:12]} is not in the tables as it was")


def of_versions(history: History, versions: Iterable[Version]) -> Iterator[Fault]:
    """Faults of where the versions stand."""
    missing = dict(history.versions)
    for version in versions:
        told = missing.pop((str(version.subject), version.n), None)
        what = f"version {version.n} of {version.subject}"
        if told is None:
            yield Fault(0, f"{what} is in the tables, and no event tells of it")
            continue
        for name in _unlike(version, told, history.said):
            yield Fault(told.event, f"{what}: its {name} is not as the events tell it")
    for (subject, n), told in missing.items():
        yield Fault(told.event, f"version {n} of {subject} is not in the tables")


def _unlike(version: Version, told: ToldVersion, said: Mapping[str, Said]) -> Iterator[str]:
    if version.status.value != told.status:
        yield f"status ({version.status.value}, not {told.status})"
    yield from (name for name in _ALIKE if getattr(version, name) != getattr(told, name))
    if version.contributors != told.contributors:
        yield "contributors"
    title, topics = said.get(version.content, (version.title, version.topics))
    if version.title != title:
        yield "title"
    if version.topics != topics:
        yield "topics"


def of_votes(history: History, votes: Iterable[Vote]) -> Iterator[Fault]:
    """Faults of the votes: each is an event of approval, and each such event a vote."""
    missing = dict(history.votes)
    for vote in votes:
        event = missing.pop(vote.event, None)
        kept = (str(vote.subject), vote.version, vote.reviewer, vote.content, vote.at, vote.round)
        # An approval is in the round that it was given in, whatever the version's state after it.
        if event is None or kept != (
            event.subject, event.version, event.actor, event.content, event.at, event.round,
        ):  # fmt: skip
            yield Fault(vote.event, f"{vote.reviewer}'s vote on {vote.subject} is not as the events tell it")
    for n, event in missing.items():
        yield Fault(n, f"{event.actor}'s vote on {event.subject} is not in the tables")


def of_comments(history: History, comments: Iterable[Comment]) -> Iterator[Fault]:
    """Faults of the comments: what each said by its digest, and how it was closed."""
    missing = dict(history.comments)
    for comment in comments:
        told = missing.pop(comment.id, None)
        closing = (comment.state, comment.closed_by, comment.closed_at, comment.closed_because)
        if told is None or (digest_of_comment(comment), closing) != (told.digest, told.closing):
            n = told.event if told else 0
            yield Fault(n, f"the comment {comment.id} on {comment.subject} is not as the events tell it")
    for number, told in missing.items():
        yield Fault(told.event, f"the comment {number} is not in the tables")


def of_accounts(history: History, accounts: Iterable[Account]) -> Iterator[Fault]:
    """Faults of the accounts: names to show, roles, identities, who is disabled."""
    missing = dict(history.users)
    for account in accounts:
        told = missing.pop(account.user.name, None)
        if told is None:
            yield Fault(0, f"the account {account.user.name} is in the tables, and no event tells of it")
            continue
        for name in _unlike_account(account, told):
            yield Fault(told.event, f"the account {account.user.name}: its {name} not as the events tell it")
    for name, told in missing.items():
        yield Fault(told.event, f"the account {name} is not in the tables")


def _unlike_account(account: Account, told: ToldUser) -> Iterator[str]:
    if tuple(sorted(role.value for role in account.user.roles)) != told.roles:
        yield "roles are"
    if account.user.display != told.display:
        # Readers are told by this name who approved what they read.
        yield "name to show is"
    if account.user.disabled != told.disabled:
        yield "being disabled is"
    if (account.issuer, account.identity) != (told.issuer, told.identity):
        yield "identity is"


def of_keys(history: History, keys: Iterable[SigningKey]) -> Iterator[Fault]:
    """Faults of the signing keys in force."""
    held = {(name, public): told.event for name, told in history.users.items() for public in told.keys}
    in_force = {(key.user, key.public) for key in keys if not key.revoked}
    for user, public in sorted(in_force - set(held)):
        yield Fault(0, f"the key {public[:12]} of {user} is in force, which no event tells")
    for user, public in sorted(set(held) - in_force):
        yield Fault(held[user, public], f"the key {public[:12]} of {user} is not in the tables as in force")


def of_tokens(history: History, tokens: Iterable[ApiToken]) -> Iterator[Fault]:
    """Faults of the API tokens: whose, for what, how long, revoked or not."""
    missing = dict(history.tokens)
    for token in tokens:
        told = missing.pop(token.id, None)
        kept = ToldToken(
            event=told.event if told else 0,
            user=token.user,
            scopes=tuple(sorted(scope.value for scope in token.scopes)),
            expires=token.expires,
            revoked=bool(token.revoked),
        )
        if kept != told:
            yield Fault(kept.event, f"the token {token.id} of {token.user} is not as the events tell it")
    for name, told in missing.items():
        yield Fault(told.event, f"the token {name} of {told.user} is not in the tables")


def of_interests(history: History, interests: Iterable[ConflictOfInterest]) -> Iterator[Fault]:
    """Faults of the declared interests."""
    missing = dict(history.interests)
    for interest in interests:
        told = missing.pop(interest.id, None)
        names = ("person", "topic", "statement", "declared", "ended")
        if told is None or any(getattr(interest, name) != getattr(told, name) for name in names):
            n = told.event if told else 0
            yield Fault(n, f"the interest {interest.id} of {interest.person} is not as the events tell it")
    for number, told in missing.items():
        yield Fault(told.event, f"the interest {number} of {told.person} is not in the tables")
