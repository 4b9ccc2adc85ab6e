"""The logic of applicability: comparisons of facts, and what combines them."""

from dataclasses import dataclass
from enum import StrEnum


class Op(StrEnum):
    """What a criterion does: combine others, or compare one fact."""

    ALL = "all"
    ANY = "any"
    NOT = "not"
    USE = "use"
    IS = "is"
    ONE_OF = "is one of"
    LESS = "<"
    AT_MOST = "<="
    AT_LEAST = ">="
    MORE = ">"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """The logic of applicability, as a tree.

    `parts` belong to all, any and not; `name` to use (a criterion defined in criteria.yaml).
    A comparison has `fact` and one of: `choices` (is, is one of: ids, or "yes" / "no"),
    `number` (in the fact's unit), or `value_id` (a dated number of values.yaml). `unit` is the
    unit as the editor wrote it behind the number, or empty; the checks compare it with the fact's.
    """

    op: Op
    parts: tuple["Criterion", ...] = ()
    name: str = ""
    fact: str = ""
    choices: tuple[str, ...] = ()
    number: float | None = None
    value_id: str = ""
    unit: str = ""
    line: int = 0
