"""Where a piece of a pack stands, and where its faults are put down."""

from dataclasses import dataclass, field

from citewell.model.problems import Problem


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a pack: the file, the line, and the id of the record being read there.

    Places that are made from one another share one list of `problems`, so that a whole pack is read
    to its end and every fault is told at once.
    """

    path: str = ""
    line: int = 0
    name: str = ""
    problems: list[Problem] = field(default_factory=list)

    def at(self, line: int) -> "Place":
        """The same record, further down."""
        return Place(self.path, line, self.name, self.problems)

    def named(self, name: str, line: int) -> "Place":
        """The place of a record inside this one."""
        return Place(self.path, line, name, self.problems)

    def inside(self, path: str, name: str = "") -> "Place":
        """The place of a file."""
        return Place(path, 0, name, self.problems)

    def report(self, line: int, code: str, message: str, hint: str = "") -> None:
        """Put one fault down."""
        self.problems.append(Problem(self.path, line, code, message, hint))
