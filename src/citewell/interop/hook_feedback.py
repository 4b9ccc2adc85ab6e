"""What became of cards, as a client tells it → records (HL7 CDS Hooks 2.0, "Feedback")."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from citewell.errors import InputError
from citewell.interop.hook_requests import is_uuid, json_object
from citewell.model.hooks import CardFeedback, Coding, Outcome

MOST_BYTES = 1024 * 1024
_MOST_CARDS = 500
_MOST_ACCEPTED = 100
_LONGEST_COMMENT = 10_000
_HERE = "the feedback"
_FRACTION = re.compile(r"(?<=\d)\.\d+")
# Nine digits of a fraction are a nanosecond; what is longer would be a place to write anything in.
_LONGEST_MOMENT = len("2026-11-21T09:00:00.123456789+01:00")


def read_feedback(content: bytes) -> tuple[CardFeedback, ...]:
    """What became of each card that is told of, in the order sent.

    Raises `hook_requests.Malformed` for what is no JSON of an object or larger than 1 MB, InputError for
    feedback without what is required. Neither repeats anything that was sent.
    """
    told = json_object(content, called=_HERE, most=MOST_BYTES).get("feedback")
    if not isinstance(told, list) or not 0 < len(told) <= _MOST_CARDS:
        raise InputError(f"{_HERE}: feedback has to be a list of 1 to {_MOST_CARDS} cards")
    return tuple(_feedback(each, f"{_HERE}: feedback[{n}]") for n, each in enumerate(told))


def _feedback(told: Any, place: str) -> CardFeedback:
    given = told if isinstance(told, dict) else {}
    outcome = given.get("outcome")
    if outcome not in tuple(Outcome):
        raise InputError(f"{place}.outcome has to be one of {', '.join(Outcome)}")
    accepted = outcome == Outcome.ACCEPTED
    reason = None if accepted else given.get("overrideReason")
    if reason is not None and not isinstance(reason, dict):
        raise InputError(f"{place}.overrideReason has to be an object")
    return CardFeedback(
        card=_uuid(given.get("card"), f"{place}.card"),
        outcome=Outcome(outcome),
        at=_moment(given.get("outcomeTimestamp"), f"{place}.outcomeTimestamp"),
        accepted=_accepted(given.get("acceptedSuggestions"), place) if accepted else (),
        reason=_coding((reason or {}).get("reason"), f"{place}.overrideReason.reason"),
        comment=_comment((reason or {}).get("userComment"), place),
    )


def _uuid(value: Any, place: str) -> str:
    if not is_uuid(value):
        raise InputError(f"{place} has to be the uuid of a card or a suggestion of ours")
    return str(value).lower()


def _moment(value: Any, place: str) -> str:
    """A time with its zone, as sent (FHIR's `instant`)."""
    try:
        # Fractions of a second may have more digits than Python 3.11 reads.
        told = value if isinstance(value, str) and len(value) <= _LONGEST_MOMENT else ""
        moment = datetime.fromisoformat(_FRACTION.sub("", told))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not value.isascii():
        raise InputError(f"{place} has to be a time with its zone: 2026-11-21T09:00:00Z")
    return str(value)


def _accepted(value: Any, place: str) -> tuple[str, ...]:
    """The suggestions that were accepted. Required by the specification; a card may have none, though."""
    suggestions = [] if value is None else value
    if not isinstance(suggestions, list) or len(suggestions) > _MOST_ACCEPTED:
        raise InputError(
            f"{place}.acceptedSuggestions has to be a list of at most {_MOST_ACCEPTED} suggestions"
        )
    ids = [each.get("id") if isinstance(each, Mapping) else None for each in suggestions]
    return tuple(_uuid(each, f"{place}.acceptedSuggestions[{n}].id") for n, each in enumerate(ids))


def _coding(value: Any, place: str) -> Coding | None:
    if value is None:
        return None
    told = value if isinstance(value, dict) else {}
    texts = {name: told.get(name, "") for name in ("code", "system", "display")}
    if not texts["code"] or not all(isinstance(each, str) and len(each) <= 500 for each in texts.values()):
        raise InputError(f"{place} has to be a Coding with a code")
    return Coding(**texts)


def _comment(value: Any, place: str) -> str:
    if value is not None and not (isinstance(value, str) and len(value) <= _LONGEST_COMMENT):
        raise InputError(
            f"{place}.overrideReason.userComment has to be a text of at most {_LONGEST_COMMENT} characters"
        )
    return value or ""
