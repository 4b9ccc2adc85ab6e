"""What requests to the review desk carry in their bodies."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StrictBool, StrictInt, StrictStr

from citewell.api.bodies import Body
from citewell.editorial.discussion import MOST_TEXT
from citewell.engine.requests import LARGEST_QUESTION
from citewell.model.reviews import Action

_LONGEST_SUBJECT = 200
_MOST_REVISION = 2**31 - 1
Number = Annotated[StrictInt, Field(ge=1, le=_MOST_REVISION)]
Words = Annotated[StrictStr, Field(max_length=MOST_TEXT)]


class Decided(StrEnum):
    """What can be decided on a version that is there."""

    WITHDRAW = Action.WITHDRAW.value
    TAKE = Action.TAKE.value
    APPROVE = Action.APPROVE.value
    REQUEST_CHANGES = Action.REQUEST_CHANGES.value
    REOPEN = Action.REOPEN.value
    RETIRE = Action.RETIRE.value


class Closing(StrEnum):
    """How a comment is closed."""

    RESOLVED = "resolved"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class SubmitBody(Body):
    """Content to be handed in, as it is now."""

    subject: Annotated[StrictStr, Field(max_length=_LONGEST_SUBJECT, description="As `kind:name`.")]
    question: Annotated[
        StrictStr,
        Field(max_length=LARGEST_QUESTION, description="Of an article: the question it is made of."),
    ] = ""
    seen: Annotated[Number | None, Field(description="The revision of the draft that was read.")] = None
    draft: Annotated[StrictBool, Field(description="Keep it as a draft: do not hand it in yet.")] = False


class ActBody(Body):
    """A decision on a version."""

    action: Annotated[Decided, Field(description="What is done.")]
    seen: Annotated[Number, Field(description="The revision that was read.")]
    version: Annotated[Number | None, Field(description="Which version; by default the newest.")] = None
    reason: Annotated[Words, Field(description="Why; it is kept.")] = ""
    password: Annotated[
        StrictStr,
        Field(max_length=1_000, description="To approve: your own, which opens your signing key."),
    ] = ""


class CommentBody(Body):
    """A remark, or with `suggested` another text for a field."""

    text: Annotated[Words, Field(description="What is said; of a suggestion, why.")] = ""
    anchor: Annotated[StrictStr, Field(max_length=500, description="The part that is meant.")] = ""
    field: Annotated[StrictStr, Field(max_length=200, description="The field of the part.")] = ""
    suggested: Annotated[Words | None, Field(description="Other words for the field.")] = None
    said: Annotated[
        Words | None, Field(description="How the field was read; it is refused where it reads otherwise.")
    ] = None
    version: Annotated[Number | None, Field(description="Which version; by default the newest.")] = None


class CloseBody(Body):
    """How a comment was settled."""

    as_: Annotated[Closing, Field(alias="as", description="A suggestion is accepted or declined.")]
    reason: Annotated[Words, Field(description="Why; to decline needs one.")] = ""


class InterestBody(Body):
    """An interest that is declared."""

    topic: Annotated[StrictStr, Field(min_length=1, max_length=200, description="A topic or subject.")]
    statement: Annotated[StrictStr, Field(min_length=1, max_length=2_000, description="Which interest.")]


class EndBody(Body):
    """Why an interest has ended."""

    reason: Annotated[StrictStr, Field(min_length=1, max_length=2_000)]
