"""What a passage states of facts, before it is judged: its phrases, and of those that overlap which count."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citewell.model.cases import Value
from citewell.questions.lexicon import Lexicon
from citewell.questions.lists import Place
from citewell.questions.passage import Passage
from citewell.questions.phrases import Found, Role

_YES_NO_ROLES = frozenset((Role.TERM, Role.DENIAL))


@dataclass(frozen=True, slots=True)
class Statement:
    """A phrase that states a fact, at words [first, last). core: the word its number begins with, or -1.

    problem: why its number cannot be used.
    """

    fact: str
    value: Value | None
    first: int
    last: int
    role: Role | None = None
    core: int = -1
    problem: str = ""

    @property
    def length(self) -> int:
        """How many words it covers."""
        return self.last - self.first

    @property
    def place(self) -> Place:
        """The words it stands at."""
        return Place(self.first, self.last)

    @property
    def is_value(self) -> bool:
        """Whether it is a number or a choice, which a question may tell as well as a statement."""
        return self.role is Role.CHOICE or self.core >= 0

    @property
    def is_symptom(self) -> bool:
        """Whether it is a finding, and neither a choice, a number nor a normal finding."""
        return self.role is Role.TERM

    def overlaps(self, other: "Statement") -> bool:
        """Whether they share a word."""
        return self.first < other.last and other.first < self.last

    def replaces(self, other: "Statement") -> bool:
        """Whether, being the longer, it stands for another; two values of one phrase both stand."""
        is_same_phrase = self.place == other.place and self.value != other.value
        return self.overlaps(other) and not is_same_phrase


def phrases_stated(passage: Passage, lexicon: Lexicon) -> Iterator[Statement]:
    """The yes-no facts and choices that phrases of the packs state."""
    found = list(lexicon.stated.find(passage, passage.keys))
    yes_no = [one for one in found if one.entry.role in _YES_NO_ROLES]
    for one in found:
        role = one.entry.role
        if role is Role.CHOICE:
            yield Statement(one.entry.id, one.entry.value, one.first, one.last, role)
        elif not _is_swallowed(one, yes_no):
            yield Statement(one.entry.id, role is Role.TERM, one.first, one.last, role)


def longest_each(statements: Iterable[Statement]) -> list[Statement]:
    """Of statements of one fact that overlap the longest; of those with one number the longest of all."""
    ordered = sorted(statements, key=lambda one: (-one.length, one.first, one.fact, str(one.value)))
    longest_at: dict[int, int] = {}
    kept: list[Statement] = []
    # By fact and word, so that a long text takes no longer for each of its statements than a short one.
    kept_at: dict[tuple[str, int], list[Statement]] = {}
    for one in ordered:
        words = [(one.fact, word) for word in range(one.first, one.last)]
        is_longest = one.core < 0 or longest_at.setdefault(one.core, one.length) == one.length
        if is_longest and not any(other.replaces(one) for word in words for other in kept_at.get(word, ())):
            kept.append(one)
            for word in words:
                kept_at.setdefault(word, []).append(one)
    return sorted(kept, key=lambda one: (one.first, -one.length, one.fact))


def _is_swallowed(one: Found, others: Iterable[Found]) -> bool:
    """Whether a longer phrase of another fact means something else ("painless" in "painless retention").

    A phrase at the end of a longer one is its head and still stands ("bilateral leg weakness"), and what a
    denial denies is denied ("no cauda equina symptoms").
    """
    return any(
        one.within(other)
        and other.last != one.last
        and other.entry.role is Role.TERM
        and other.entry.id != one.entry.id
        for other in others
    )
