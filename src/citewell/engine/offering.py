"""What somebody may do with a version at this moment: asked of the very rules that decide it in the end."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from citewell.editorial.discussion import ACCEPTED, DECLINED, RESOLVED, check_may_close, check_may_comment
from citewell.editorial.transitions import BY_ACTION, TRANSITIONS
from citewell.editorial.workflow import Act, Case, decided, edited
from citewell.engine.casework import case_of
from citewell.engine.curating import EditorialDesk
from citewell.engine.presence import present
from citewell.engine.recording import accountable, told_when_stale
from citewell.errors import CitewellError, Conflict, Forbidden
from citewell.model.accounts import Person, Role, Scope
from citewell.model.reviews import Action, Comment, Content, Status, Subject, SubjectKind, Version

_DECISIONS = frozenset({Action.APPROVE, Action.REQUEST_CHANGES})
_CLOSINGS = (ACCEPTED, DECLINED, RESOLVED)
_ANY_REASON = "a reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a person may do with a version.

    actions: by which its status may change. refusals: why not, of the acts that lead out of its status and
    are for a role the person has. comments, edits: whether they may comment, or word an article otherwise.
    closes: by the number of each open comment, how they may close it.
    """

    actions: tuple[Action, ...]
    refusals: Mapping[Action, str]
    comments: bool
    edits: bool
    closes: Mapping[int, tuple[str, ...]]


def offered(desk: EditorialDesk, who: Person, subject: Subject, n: int | None = None) -> Offer:
    """What the person may do with a version, by default the newest. Raises NotFound, Forbidden."""
    desk.expire()
    with desk.register.reading() as books:
        person = present(books, who)
        version = books.reviews.version(subject, n)
        case = case_of(books, version, policy=desk.policy)
        remarks = books.reviews.comments(subject, version.n)
    refusals = {each.action: refusal(case, each.action, person, at=desk.now()) for each in TRANSITIONS}
    return Offer(
        actions=tuple(action for action, error in refusals.items() if error is None),
        refusals={
            action: error.message
            for action, error in refusals.items()
            if error and _concerns(action, person, version)
        },
        comments=_is_let(lambda: check_may_comment(person, version)),
        edits=subject.kind is SubjectKind.ARTICLE and _may_edit(version, person, at=desk.now()),
        closes={each.id: ways for each in remarks if (ways := tuple(_ways(each, version, person)))},
    )


def is_to_be_signed(
    desk: EditorialDesk, who: Person, subject: Subject, *, seen: int, n: int | None = None
) -> bool:
    """Whether the rules let a person approve a version as they read it: asked before their key is opened.

    Where they do not, the approval itself is refused in words, and put down. Raises NotFound.
    """
    desk.expire()
    with desk.register.reading() as books:
        case = case_of(books, books.reviews.version(subject, n), policy=desk.policy)
        try:
            person = present(books, who)
        except Forbidden:
            return False
    return case.version.revision == seen and refusal(case, Action.APPROVE, person, at=desk.now()) is None


def check_may_edit(desk: EditorialDesk, who: Person, subject: Subject, *, seen: int, n: int) -> None:
    """Refuse whose edit of a version would not be taken, before the work of making it; that is put down.

    Raises NotFound, Forbidden, Conflict for what is frozen, Stale for a revision that is not the present one.
    """
    act = Act(action=Action.EDIT, at=desk.now(), person=who, seen=seen)
    with accountable(desk.register, act, subject), desk.register.reading() as books:
        version = books.reviews.version(subject, n)
        with told_when_stale(books, version):
            edited(version, _same(version), version.content, act=replace(act, person=present(books, who)))


def may_begin(who: Person) -> bool:
    """Whether a person may begin versions at all."""
    return Role.AUTHOR in who.user.roles and Scope.AUTHOR in who.scopes


def check_may_begin(who: Person) -> None:
    """Refuse who may begin no version, before the work of making one. Raises Forbidden."""
    if not may_begin(who):
        raise Forbidden(
            "draft is for the role author, with a credential of the scope author",
            hint="an admin gives roles",
        )


def refusal(case: Case, action: Action, person: Person, *, at: str) -> CitewellError | None:
    """Why the rules refuse an act on a case as it stands, given a reason where one is needed; None if not."""
    act = Act(action=action, at=at, person=person, seen=case.version.revision, reason=_ANY_REASON)
    try:
        if action in _DECISIONS and case.version.status is Status.SUBMITTED:
            # A decision takes up what was submitted.
            case = replace(case, version=decided(case, replace(act, action=Action.TAKE)).version)
        decided(case, act)
    except (Forbidden, Conflict) as error:
        return error
    return None


def _concerns(action: Action, person: Person, version: Version) -> bool:
    transition = BY_ACTION[action]
    to_decide = action in _DECISIONS and version.status is Status.SUBMITTED
    leads_out = version.status in transition.sources or to_decide
    return leads_out and bool(person.user.roles & set(transition.roles))


def _may_edit(version: Version, person: Person, *, at: str) -> bool:
    act = Act(action=Action.EDIT, at=at, person=person, seen=version.revision)
    return _is_let(lambda: edited(version, _same(version), version.content, act=act))


def _same(version: Version) -> Content:
    """Content for which the rules of editing are asked: they do not look at its parts."""
    return Content(title=version.title, topics=version.topics, parts=())


def _ways(comment: Comment, version: Version, person: Person) -> Iterator[str]:
    for state in _CLOSINGS:
        if _is_let(partial(check_may_close, person, comment, version, state=state)):
            yield state


def _is_let(act: Callable[[], object]) -> bool:
    try:
        act()
    except CitewellError:
        return False
    return True
