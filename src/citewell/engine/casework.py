"""A version with all that decides on it, as it stands in the books."""

from citewell.editorial.transitions import BY_ACTION
from citewell.editorial.workflow import Case
from citewell.model.accounts import User
from citewell.model.reviews import Action, ConflictOfInterest, Policy, Status, Version
from citewell.storage.register import Books


def case_of(
    books: Books,
    version: Version,
    *,
    policy: Policy,
    conflicts: tuple[ConflictOfInterest, ...] | None = None,
) -> Case:
    """The version with the votes of its present round, the interests declared, and the policy.

    While it is decided on, only the votes of those count who could give them now: an account disabled
    because somebody else got hold of it completes no quorum. What was approved stays approved by whoever
    did. conflicts: the interests, where they were read already.
    """
    votes = books.reviews.votes(version)
    if version.status is not Status.APPROVED:
        votes = tuple(vote for vote in votes if _may_vote(books.accounts.user(vote.reviewer)))
    declared = books.reviews.conflicts() if conflicts is None else conflicts
    return Case(version=version, votes=votes, conflicts=declared, policy=policy)


def _may_vote(user: User) -> bool:
    return not user.disabled and bool(user.roles & set(BY_ACTION[Action.APPROVE].roles))
