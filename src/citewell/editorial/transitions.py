"""The one table of what may be done to a version, from which status, by whom."""

from dataclasses import dataclass
from enum import StrEnum

from citewell.model.accounts import Role
from citewell.model.reviews import Action, Status


class Whose(StrEnum):
    """On whose work an act is allowed: one's own, that of others, anybody's."""

    OWN = "own"
    OTHERS = "others"
    ANYBODY = "anybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """An act that changes a version's status.

    roles: any one of them is enough; without any, only the desk itself does it. reason: must be given.
    vote: is one on the content, so that a declared conflict of interest bars it. signed: by the person's
    own key. new_round: the votes given before count no more.
    """

    action: Action
    sources: tuple[Status, ...]
    target: Status
    roles: tuple[Role, ...] = ()
    whose: Whose = Whose.ANYBODY
    reason: bool = False
    vote: bool = False
    signed: bool = False
    new_round: bool = False


_REVIEWERS = (Role.REVIEWER, Role.CHIEF_EDITOR)
_IN_PROGRESS = (Status.DRAFT, Status.SUBMITTED, Status.UNDER_REVIEW, Status.CHANGES_REQUESTED)

TRANSITIONS = (
    Transition(
        action=Action.SUBMIT,
        sources=(Status.DRAFT, Status.CHANGES_REQUESTED),
        target=Status.SUBMITTED,
        roles=(Role.AUTHOR,),
        whose=Whose.OWN,
        new_round=True,
    ),
    Transition(
        action=Action.WITHDRAW,
        sources=(Status.SUBMITTED, Status.UNDER_REVIEW),
        target=Status.DRAFT,
        roles=(Role.AUTHOR,),
        whose=Whose.OWN,
    ),
    Transition(
        action=Action.TAKE,
        sources=(Status.SUBMITTED,),
        target=Status.UNDER_REVIEW,
        roles=_REVIEWERS,
        whose=Whose.OTHERS,
        vote=True,
    ),
    Transition(
        action=Action.APPROVE,
        sources=(Status.UNDER_REVIEW,),
        target=Status.APPROVED,
        roles=_REVIEWERS,
        whose=Whose.OTHERS,
        vote=True,
        signed=True,
    ),
    Transition(
        action=Action.REQUEST_CHANGES,
        sources=(Status.UNDER_REVIEW,),
        target=Status.CHANGES_REQUESTED,
        roles=_REVIEWERS,
        whose=Whose.OTHERS,
        reason=True,
        vote=True,
    ),
    Transition(
        action=Action.REOPEN,
        sources=(Status.APPROVED,),
        target=Status.UNDER_REVIEW,
        roles=(Role.CHIEF_EDITOR,),
        reason=True,
        new_round=True,
    ),
    Transition(
        action=Action.RETIRE,
        sources=(*_IN_PROGRESS, Status.APPROVED),
        target=Status.RETIRED,
        roles=(Role.CHIEF_EDITOR,),
        reason=True,
    ),
    Transition(
        action=Action.EXPIRE,
        sources=(Status.APPROVED,),
        target=Status.UNDER_REVIEW,
        reason=True,
        new_round=True,
    ),
    Transition(
        action=Action.DEMOTE,
        sources=(Status.APPROVED,),
        target=Status.UNDER_REVIEW,
        reason=True,
        new_round=True,
    ),
    Transition(
        action=Action.SUPERSEDE,
        sources=(*_IN_PROGRESS, Status.APPROVED),
        target=Status.SUPERSEDED,
        reason=True,
    ),
)
BY_ACTION = {transition.action: transition for transition in TRANSITIONS}
# Content may change in these, and only while the version was never approved.
EDITABLE = (Status.DRAFT, Status.CHANGES_REQUESTED)
# Nothing leads out of these.
FINAL = (Status.SUPERSEDED, Status.RETIRED)
