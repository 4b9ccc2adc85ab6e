"""What was learnt, read from its folder on first use; the model card is the README beside it."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from citewell.errors import IntegrityError
from citewell.retrieval.evidence.linear import Classifier
from citewell.retrieval.evidence.trees import Trees

FOLDER = "models/evidence-sentences"
FORMAT = 1


class Order(msgspec.Struct, frozen=True):
    """Logarithms: of a role at the beginning and end of an abstract, after another, and in each part of it.

    trust: what a sentence's own words count beside them.
    """

    first: tuple[float, ...]
    last: tuple[float, ...]
    then: tuple[tuple[float, ...], ...]
    place: tuple[tuple[float, ...], ...]
    trust: float


class Table(msgspec.Struct, frozen=True):
    """A classifier's intercepts and scale; its weights are a file beside."""

    file: str
    intercepts: tuple[float, ...]
    scale: float


class Recorded(msgspec.Struct, frozen=True):
    """`weights.json` as it stands."""

    format: int
    roles: Table
    effects: Table
    order: Order
    rarity: str
    trees: Trees
    meaning: float
    stances: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Everything learnt, ready to be used.

    rarity: for each bucket, sixteenths of its stem's idf. meaning: what a cosine of 1 adds to a score of the
    trees. stances: for each stance an intercept and what each figure is worth.
    """

    roles: Classifier
    effects: Classifier
    order: Order
    rarity: bytes
    trees: Trees
    meaning: float
    stances: tuple[tuple[float, ...], ...]


def folder() -> Path:
    """Where the weights are: inside an installed package, or under the source tree's root."""
    package = Path(__file__).parents[2]
    installed = package / "content"
    return (installed if installed.is_dir() else package.parents[1]) / FOLDER


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights; raises IntegrityError where they are missing or damaged."""
    place = folder()
    try:
        recorded = msgspec.json.decode((place / "weights.json").read_bytes(), type=Recorded)
        if recorded.format != FORMAT:
            raise IntegrityError("the evidence sentences' weights are of another format")
        return Weights(
            roles=_classifier(place, recorded.roles),
            effects=_classifier(place, recorded.effects),
            order=recorded.order,
            rarity=(place / recorded.rarity).read_bytes(),
            trees=recorded.trees,
            meaning=recorded.meaning,
            stances=recorded.stances,
        )
    except (OSError, msgspec.MsgspecError) as error:
        raise IntegrityError(f"the evidence sentences' weights cannot be read: {error}") from error


def _classifier(place: Path, table: Table) -> Classifier:
    packed = (place / table.file).read_bytes()
    return Classifier(memoryview(packed).cast("b"), table.intercepts, table.scale)
