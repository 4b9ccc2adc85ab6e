"""The state that the events tell, gathered as they pass; what the tables hold is compared with it.

The rules of `editorial.workflow` are not asked here: from the events alone an approval is counted once more,
and whoever acted has to have had the role.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from citewell.editorial.audit import KEY_REGISTERED, KEY_REVOKED, Fault, detail_of
from citewell.editorial.told_state import ToldComment, ToldInterest, ToldToken, ToldUser, ToldVersion
from citewell.editorial.transitions import BY_ACTION
from citewell.model.accounts import Role
from citewell.model.reviews import SYSTEM, Action, AuditEvent, Status

Said = tuple[str, tuple[str, ...]]
# What these do is kept as a change of the version; other events only name where it stands.
_WRITES = frozenset({Action.DRAFT.value, Action.EDIT.value})
_WRITERS = (Role.AUTHOR,)
_SAYS = frozenset({Action.COMMENT.value, Action.SUGGEST.value, Action.RESOLVE.value})
_MOVES = {action.value: transition for action, transition in BY_ACTION.items()}
INTEREST_DECLARED = "interest-declared"
INTEREST_ENDED = "interest-ended"
_OF_ROLES = frozenset({"user-added", "role-granted", "role-taken"})
# These end every token of the account that they name.
_OF_ENDED_TOKENS = frozenset({"user-disabled", "password-reset"})


class History:
    """What a chain has told so far.

    versions: by subject and number. votes: by the number of the event that each was. contents: by digest, the
    event that first told of each. said: title and topics by digest, as far as they were read.
    """

    def __init__(self) -> None:
        self.versions: dict[tuple[str, int], ToldVersion] = {}
        self.votes: dict[int, AuditEvent] = {}
        self.contents: dict[str, int] = {}
        self.said: dict[str, Said] = {}
        self.users: dict[str, ToldUser] = {}
        self.tokens: dict[str, ToldToken] = {}
        self.interests: dict[int, ToldInterest] = {}
        self.comments: dict[int, ToldComment] = {}
        self._approvals: dict[tuple[str, int, int], dict[str, str]] = {}

    def faults(self, event: AuditEvent) -> Iterator[Fault]:
        """Take in the next event; what is wrong with it after those before."""
        if event.subject.startswith("user:"):
            self._note_user(event)
        elif event.version and event.status:
            yield from self._note_version(event)

    def _note_version(self, event: AuditEvent) -> Iterator[Fault]:
        key = (event.subject, event.version)
        before = self.versions.get(key)
        if event.action == Action.DRAFT:
            yield from self._begin(event, before)
        elif before is None:
            yield Fault(event.n, f"is about version {event.version} of {event.subject}, which nobody began")
        elif event.action in _MOVES:
            yield from self._move(event, before)
        elif event.action in _WRITES:
            yield from self._without_right(event, _WRITERS)
            self._write(event, before)
        else:
            yield from self._remark(event, before)

    def _begin(self, event: AuditEvent, before: ToldVersion | None) -> Iterator[Fault]:
        if before:
            yield Fault(event.n, f"begins version {event.version} of {event.subject} a second time")
        if event.status != Status.DRAFT:
            yield Fault(event.n, f"begins a version as {event.status}")
        yield from self._without_right(event, _WRITERS)
        told = ToldVersion(
            event=event.n,
            status=event.status,
            revision=event.revision,
            round=event.round,
            content=event.content,
            made=event.at,
            changed=event.at,
        )
        self.versions[event.subject, event.version] = told
        self._write(event, told)

    def _write(self, event: AuditEvent, told: ToldVersion) -> None:
        self.contents.setdefault(event.content, event.n)
        told.contributors = _words(detail_of(event).get("contributors"))
        _follow(told, event)

    def _move(self, event: AuditEvent, told: ToldVersion) -> Iterator[Fault]:
        transition = _MOVES[event.action]
        if told.status not in transition.sources:
            yield Fault(event.n, f"{event.action} from {told.status}, which does not lead there")
        yield from self._without_right(event, transition.roles)
        if event.content != told.content:
            yield Fault(event.n, f"{event.action} is about other content than was there")
        if event.action == Action.APPROVE:
            yield from self._approve(event, told)
        elif event.status != transition.target:
            yield Fault(event.n, f"{event.action} leads to {event.status}")
        _follow(told, event)

    def _without_right(self, event: AuditEvent, roles: Collection[Role]) -> Iterator[Fault]:
        """Whoever acted had one of the roles then; what the desk does by itself, it did itself."""
        user = self.users.get(event.actor)
        if not roles and event.actor != SYSTEM:
            yield Fault(event.n, f"{event.action} is by {event.actor}: the desk does this by itself")
        elif roles and (user is None or user.disabled or not set(user.roles) & set(roles)):
            yield Fault(event.n, f"{event.actor} had no right to {event.action} then")

    def _approve(self, event: AuditEvent, told: ToldVersion) -> Iterator[Fault]:
        """Count an approval; one that makes a version approved needs the quorum it names."""
        self.votes[event.n] = event
        given = self._approvals.setdefault((event.subject, event.version, told.round), {})
        given[event.actor] = event.content
        if event.actor in told.contributors:
            yield Fault(event.n, f"{event.actor} approved their own work")
        if event.status == Status.APPROVED:
            detail = detail_of(event)
            counted = set(_words(detail.get("approvals")))
            if not counted <= {name for name, content in given.items() if content == event.content}:
                yield Fault(event.n, "counts approvals that nobody gave")
            quorum = detail.get("quorum")
            if not isinstance(quorum, int) or len(counted - set(told.contributors)) < max(quorum, 1):
                yield Fault(event.n, "approves without a quorum")
            told.approved, told.expires = event.at, str(detail.get("expires", ""))
        elif event.status != Status.UNDER_REVIEW:
            yield Fault(event.n, f"approve leads to {event.status}")

    def _remark(self, event: AuditEvent, told: ToldVersion) -> Iterator[Fault]:
        """A comment or the like: it changes nothing of the version."""
        if (event.status, event.content) != (told.status, told.content):
            yield Fault(event.n, f"{event.action} tells of another state than there was")
        if event.action in _SAYS:
            self._note_comment(event, detail_of(event))

    def _note_comment(self, event: AuditEvent, detail: Mapping[str, Any]) -> None:
        number = detail.get("comment")
        if not isinstance(number, int):
            return
        if event.action != Action.RESOLVE:
            self.comments[number] = ToldComment(event=event.n, digest=_word(detail, "digest"))
        elif number in self.comments:
            told = self.comments[number]
            told.event = event.n
            told.closing = (_word(detail, "state"), event.actor, event.at, event.reason)

    def _note_user(self, event: AuditEvent) -> None:
        name, detail = event.subject.removeprefix("user:"), detail_of(event)
        if event.action in {INTEREST_DECLARED, INTEREST_ENDED}:
            self._note_interest(event, detail.get("interest"), _word(detail, "topic"))
        if event.action == "user-added":
            self.users[name] = ToldUser(event=event.n, issuer=_word(detail, "issuer"))
            self.users[name].identity = _word(detail, "identity")
            self.users[name].display = _word(detail, "display")
        told = self.users.get(name)
        if told is None:
            return
        if event.action in _OF_ROLES:
            told.roles, told.event = _words(detail.get("roles")), event.n
        elif event.action in {"user-disabled", "user-enabled"}:
            told.disabled, told.event = event.action == "user-disabled", event.n
        elif event.action in {KEY_REGISTERED, KEY_REVOKED}:
            change = told.keys.add if event.action == KEY_REGISTERED else told.keys.discard
            change(_word(detail, "public"))
        self._note_tokens(event, name, detail)

    def _note_interest(self, event: AuditEvent, number: object, topic: str) -> None:
        if not isinstance(number, int):
            return
        if event.action == INTEREST_DECLARED:
            self.interests[number] = ToldInterest(
                event=event.n, person=event.actor, topic=topic, statement=event.reason, declared=event.at
            )
        elif number in self.interests:
            self.interests[number].ended = event.at

    def _note_tokens(self, event: AuditEvent, name: str, detail: Mapping[str, Any]) -> None:
        if event.action == "token-made":
            self.tokens[_word(detail, "token")] = ToldToken(
                event=event.n,
                user=name,
                scopes=_words(detail.get("scopes")),
                expires=_word(detail, "expires"),
            )
        ended = _words(detail.get("tokens")) if event.action in _OF_ENDED_TOKENS else ()
        for token in (*ended, _word(detail, "token")) if event.action == "token-revoked" else ended:
            if token in self.tokens:
                self.tokens[token].revoked = True


def _follow(told: ToldVersion, event: AuditEvent) -> None:
    told.event, told.changed = event.n, event.at
    told.status, told.revision, told.round = event.status, event.revision, event.round
    told.content = event.content


def _word(detail: Mapping[str, Any], name: str) -> str:
    value = detail.get(name, "")
    return value if isinstance(value, str) else ""


def _words(value: object) -> tuple[str, ...]:
    """A list of words, sorted; empty for anything else."""
    return tuple(sorted(str(word) for word in value)) if isinstance(value, list) else ()
