"""A bar for what takes long: on a terminal with the rate and the time left, elsewhere nothing."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citewell.engine.publishing import Step

_NARROW = 60
_LONGEST_NAME = 30
# Before that much is done, a guess at the time left only jumps about.
_ENOUGH_FOR_A_GUESS = 0.02


@contextmanager
def progress() -> Iterator[Callable[["Step"], None]]:
    """What to call at every step; the bar is gone at the end."""
    if not sys.stderr.isatty():
        yield lambda step: None  # noqa: ARG005 - nothing is shown
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    told = TextColumn("{task.description}", markup=False)
    with Progress(BarColumn(bar_width=20), told, console=console, transient=True) as bar:
        line = _Line(narrow=console.width < _NARROW)
        task = bar.add_task("starting", total=1.0)

        def shown(step: "Step") -> None:
            bar.update(task, completed=step.share, description=line.of(step, monotonic()))

        yield shown


class _Line:
    """The words beside the bar. A stage (reading, building) has a time of its own."""

    def __init__(self, *, narrow: bool) -> None:
        self._narrow = narrow
        self._began = monotonic()
        self._first = self._last = 0.0

    def of(self, step: "Step", now: float) -> str:
        """The line for a step at a time, in seconds."""
        if step.share < self._last:
            self._began, self._first = now, step.share
        self._last = step.share
        parts = (f"{step.share:4.0%}", *self._rate(step, now), *self._left(step, now))
        return " · ".join(parts if self._narrow else (*parts, _name(step.doing)))

    def _rate(self, step: "Step", now: float) -> Iterator[str]:
        from citewell.cli.wording import counted

        elapsed = now - self._began
        rate = f" {step.documents / elapsed:,.0f}/s" if elapsed > 1 else ""
        yield f"{step.documents:,}{rate}" if self._narrow else counted(step.documents, step.counted) + rate

    def _left(self, step: "Step", now: float) -> Iterator[str]:
        done = step.share - self._first
        if done >= _ENOUGH_FOR_A_GUESS and step.share < 1:
            minutes, seconds = divmod(round((now - self._began) * (1 - step.share) / done), 60)
            yield f"{minutes}:{seconds:02} left"


def _name(doing: str) -> str:
    """The last part of a path, with nothing in it that a terminal obeys."""
    from citewell.answers.formats.words import one_line

    name = one_line(doing).rpartition("/")[2]
    return name if len(name) <= _LONGEST_NAME else "…" + name[1 - _LONGEST_NAME :]
