"""Where reviewed content stands, as its readers see it: the status, and what the board says of it.

Apart from `model.reviews`, which only the desk needs: an answer is given without it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a version of reviewed content stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under-review"
    CHANGES_REQUESTED = "changes-requested"
    APPROVED = "approved"
    SUPERSEDED = "superseded"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the board says of content to whoever reads it.

    subject: what was reviewed, as text (`pack:x`); version: its number. since: the date on which it came to
    this status. updated: the date on which its content was written. by: the names of who approved it, and
    expires: the date on which the approval ends, while it is approved. Dates are ISO 8601.
    """

    subject: str
    version: int
    status: Status
    since: str
    updated: str
    by: tuple[str, ...] = ()
    expires: str = ""
