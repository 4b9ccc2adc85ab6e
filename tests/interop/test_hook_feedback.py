"""What became of cards, as a client tells it."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citewell.errors import InputError
from citewell.interop.hook_feedback import read_feedback
from citewell.model.hooks import Outcome

SECRET = "MRN4711Mustermann"
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
NAMES = st.sampled_from(["card", "outcome", "outcomeTimestamp", "overrideReason", "reason", "code", "id"])
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
CARD = "1a2b3c4d-0000-4000-8000-000000000001"
SUGGESTION = "1a2b3c4d-0000-4000-8000-000000000002"
WHEN = "2026-11-21T09:00:00Z"


def told(**changed: Any) -> bytes:
    each = {"card": CARD, "outcome": "overridden", "outcomeTimestamp": WHEN} | changed
    return json.dumps({"feedback": [{name: v for name, v in each.items() if v is not None}]}).encode()


def test_feedback_is_read() -> None:
    reason = {
        "reason": {"code": "other", "system": "urn:x", "display": "Other"},
        "userComment": "she said no",
    }
    [found] = read_feedback(told(overrideReason=reason))
    assert (found.card, found.outcome, found.at, found.comment) == (
        CARD,
        Outcome.OVERRIDDEN,
        WHEN,
        "she said no",
    )
    assert found.reason is not None
    assert found.reason.code == "other"
    [taken] = read_feedback(told(outcome="accepted", acceptedSuggestions=[{"id": SUGGESTION}]))
    assert taken.accepted == (SUGGESTION,)
    assert taken.reason is None


@pytest.mark.parametrize(
    "when",
    [WHEN, "2026-11-21T09:00:00.123+01:00", "2026-11-21T09:00:00.1234567Z", "2026-11-21T09:00:00-05:00"],
)
def test_times_come_in_several_forms(when: str) -> None:
    assert read_feedback(told(outcomeTimestamp=when))[0].at == when


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"card": SECRET}, "card"),
        ({"card": None}, "card"),
        ({"outcome": SECRET}, "outcome"),
        ({"outcome": ["accepted"]}, "outcome"),
        ({"outcome": None}, "outcome"),
        ({"outcomeTimestamp": SECRET}, "outcomeTimestamp"),
        ({"outcomeTimestamp": "2026-11-21"}, "outcomeTimestamp"),
        # Kept as sent: a number of a patient could be written into the fraction.
        ({"outcomeTimestamp": "2026-11-21T09:00:00.00000000000000004711471147114711Z"}, "outcomeTimestamp"),
        ({"outcomeTimestamp": "2026-11-21T09:00:00"}, "outcomeTimestamp"),
        ({"outcomeTimestamp": None}, "outcomeTimestamp"),
        ({"outcome": "accepted", "acceptedSuggestions": SECRET}, "acceptedSuggestions"),
        ({"outcome": "accepted", "acceptedSuggestions": [SECRET]}, "acceptedSuggestions"),
        ({"outcome": "accepted", "acceptedSuggestions": [{"id": SECRET}]}, "acceptedSuggestions"),
        ({"overrideReason": SECRET}, "overrideReason"),
        ({"overrideReason": {"reason": SECRET}}, "reason"),
        ({"overrideReason": {"reason": {"display": SECRET}}}, "reason"),
        ({"overrideReason": {"reason": {"code": 1}}}, "reason"),
        ({"overrideReason": {"reason": {"code": "x" * 501}}}, "reason"),
        ({"overrideReason": {"userComment": [SECRET]}}, "userComment"),
        ({"overrideReason": {"userComment": SECRET * 1000}}, "userComment"),
    ],
)
def test_feedback_without_its_form_is_refused_and_not_repeated(changed: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InputError, match=wrong) as refused:
        read_feedback(told(**changed))
    assert SECRET not in f"{refused.value.message} {refused.value.hint}"


@pytest.mark.parametrize("content", [b"{}", b'{"feedback": []}', b'{"feedback": {}}', b'{"feedback": 1}'])
def test_feedback_of_nothing_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        read_feedback(content)


@given(value=JSON)
@settings(max_examples=200, deadline=None)
def test_whatever_is_told_of_a_card_is_read_or_refused(value: Any) -> None:
    for content in ({"feedback": value}, {"feedback": [value]}):
        with suppress(InputError):
            read_feedback(json.dumps(content).encode())
