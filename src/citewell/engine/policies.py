"""The policy of the board and the numbers of signing in, read from their file; every fault with its line."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citewell.config import Settings
from citewell.errors import InputError
from citewell.guidelines.bases import content_folder
from citewell.guidelines.places import Place
from citewell.guidelines.shapes import TERM, Field, JsonSchema, ListOf, Record, Shape, optional, scalar
from citewell.guidelines.yaml_nodes import Node, read_yaml
from citewell.model.accounts import SignInPolicy
from citewell.model.reviews import Policy, SubjectKind

_LARGEST = 1024 * 1024
_WHOLE = r"\d{1,9}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """What one file says: the rules of the board, and those of signing in."""

    editorial: Policy
    sign_in: SignInPolicy


def policies(settings: Settings) -> Policies:
    """The policies that the settings name, by default the shipped ones.

    What the file leaves out is as in the records of the model. Raises InputError naming file and line for
    what does not fit: an unknown key, a quorum of none, a number that is no whole number.
    """
    path = settings.policy or content_folder() / "policy" / "editorial.yaml"
    data = _bytes_of(path)
    place = Place(path=str(path))
    node = read_yaml(data, place)
    read = _FILE.read(node, place) if node else None
    if place.problems or read is None:
        raise _refusal(path, place)
    return Policies(
        editorial=Policy(**read["editorial"], digest=hashlib.sha256(data).hexdigest()),
        sign_in=SignInPolicy(**read["sign_in"]),
    )


@dataclass(frozen=True, slots=True)
class _Count(Shape[int]):
    """A whole number of something, between a least and a most."""

    name: str
    least: int
    most: int

    def read(self, node: Node, place: Place) -> int | None:
        """As `Shape.read`."""
        text = scalar(node, place, f"{self.name}: a whole number")
        if text is None:
            return None
        if re.fullmatch(_WHOLE, text) and self.least <= int(text) <= self.most:
            return int(text)
        wanted = f"a whole number from {self.least} to {self.most:,}"
        place.report(node.line, "shape.number", f'{self.name}: "{text[:40]}" is not {wanted}')
        return None

    def describe(self) -> JsonSchema:
        """As `Shape.describe`."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


def _count(name: str, *, least: int = 1, most: int) -> Field:
    return optional(name, _Count(name, least, most))


def _given(values: Mapping[str, Any], _place: Place) -> dict[str, Any]:
    """What the file says; the rest is left to the defaults of the records."""
    return {name: value for name, value in values.items() if value is not None}


_QUORUM = Record(tuple(_count(kind.value, most=100) for kind in SubjectKind), _given)
_SIGN_IN = Record(
    (
        _count("attempts", most=100),
        _count("window_minutes", most=1_440),
        _count("lock_minutes", most=1_440),
        _count("longest_lock_hours", most=720),
        _count("origin_attempts", most=100_000),
        _count("session_hours", most=720),
        _count("idle_minutes", most=43_200),
        _count("token_days", most=3_650),
        _count("password_length", least=8, most=128),
    ),
    _given,
)


def _divided(values: Mapping[str, Any], place: Place) -> dict[str, dict[str, Any]]:
    editorial = _given(values, place)
    sign_in = editorial.pop("sign_in", {})
    return {"editorial": editorial, "sign_in": sign_in}


_FILE = Record(
    (
        optional("quorum", _QUORUM),
        _count("months", most=240),
        _count("high_risk_months", most=240),
        optional("high_risk", ListOf(TERM)),
        _count("remind_days", most=3_650),
        _count("review_days", most=3_650),
        optional("sign_in", _SIGN_IN),
    ),
    _divided,
)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(
            f"the policy {path} cannot be read: {error.strerror}",
            hint="CITEWELL_POLICY names the file; without it the shipped one is used",
        ) from None
    if len(data) > _LARGEST:
        raise InputError(f"the policy {path} is larger than 1 MiB: is it the right file?")
    return data


def _refusal(path: Path, place: Place) -> InputError:
    """The first fault, with its remedy, and how many there are."""
    if not place.problems:
        return InputError(f"the policy {path} is empty")
    first, *others = sorted(place.problems, key=lambda problem: problem.line)
    more = f" (and {len(others)} more)" if others else ""
    return InputError(f"the policy {path}:{first.line}: {first.message}{more}", hint=first.hint)
