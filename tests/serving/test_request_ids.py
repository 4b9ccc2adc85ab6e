"""Every request has an id; what is sent as one is taken over only where it can be nothing else."""

import re

import pytest

from serving_builders import behind

UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@pytest.mark.parametrize(
    "sent",
    ["6f1c2d3e-0000-4000-8000-0123456789ab", "6f1c2d3e000040008000 0123456789ab".replace(" ", "")],
)
def test_a_uuid_is_taken_over(sent: str) -> None:
    assert behind().get("/", headers={"X-Request-ID": sent}).headers["x-request-id"] == sent


@pytest.mark.parametrize(
    "sent", ["", "1", "MRN-12345678-Smith", "x" * 300, "6f1c2d3e-0000-4000-8000-0123456789ab\t;a"]
)
def test_anything_else_is_not(sent: str) -> None:
    given = behind().get("/", headers={"X-Request-ID": sent}).headers["x-request-id"]
    assert re.fullmatch(UUID, given)
    assert given != sent


def test_two_requests_have_two_ids() -> None:
    client = behind()
    assert client.get("/").headers["x-request-id"] != client.get("/").headers["x-request-id"]
