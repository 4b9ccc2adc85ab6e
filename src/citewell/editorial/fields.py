"""What the fields of a part are, by their names: which ones are wordings, criteria, grades, citations.

`engine.reviewable` and `engine.articles` name the fields; differences are counted and weighed by what they
are. A name may say of what it is a field behind a colon (`when:deficit`).
"""

from enum import StrEnum


class FieldKind(StrEnum):
    """What a field says, as it is counted: one wording, two wordings."""

    WORDING = "wording"
    CRITERION = "criterion"
    DIRECTION = "direction"
    GRADE = "grade"
    CITATION = "citation"
    STATUS = "status"
    DETAIL = "detail"


_KINDS = {
    FieldKind.WORDING: "title clinician student patient text question why stance use not-for says",
    FieldKind.CRITERION: "applies-when never-when when rule limits values",
    FieldKind.DIRECTION: "direction lead applies effect",
    FieldKind.GRADE: "grade strength certainty severity",
    FieldKind.CITATION: "cites",
    FieldKind.STATUS: "status status-note superseded-by",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
# Whatever changes in these changes what is advised, or how firmly.
WEIGHTY = frozenset({FieldKind.CRITERION, FieldKind.DIRECTION, FieldKind.GRADE, FieldKind.STATUS})
_PLURALS = {FieldKind.CRITERION: "criteria", FieldKind.STATUS: "statuses"}


def kind_of(name: str) -> FieldKind:
    """What a field of this name says."""
    return _KIND_OF.get(name.partition(":")[0], FieldKind.DETAIL)


def counted(kind: FieldKind, number: int) -> str:
    """So many of a kind, in words."""
    plural = _PLURALS.get(kind, f"{kind.value}s")
    return f"{number} {kind.value if number == 1 else plural}"
