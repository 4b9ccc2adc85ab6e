"""Whether an approval would be taken at all, asked before somebody is asked for the password of their key."""

from dataclasses import replace

from citewell.editorial.workflow import Act, decided
from citewell.engine.casework import case_of
from citewell.engine.curating import EditorialDesk
from citewell.engine.presence import present
from citewell.errors import Conflict, Forbidden
from citewell.model.accounts import Person
from citewell.model.reviews import Action, Status, Subject


def is_to_be_signed(
    desk: EditorialDesk, who: Person, subject: Subject, *, seen: int, n: int | None = None
) -> bool:
    """Whether the rules let a person approve a version as they read it.

    Where they do not, the approval itself is refused in words, and put down. Raises NotFound.
    """
    desk.expire()
    with desk.register.reading() as books:
        version = books.reviews.version(subject, n)
        case = case_of(books, version, policy=desk.policy)
        try:
            act = Act(action=Action.APPROVE, at=desk.now(), person=present(books, who), seen=seen)
            if version.status is Status.SUBMITTED:
                case = replace(case, version=decided(case, replace(act, action=Action.TAKE)).version)
            decided(case, act)
        except (Forbidden, Conflict):
            return False
    return True
