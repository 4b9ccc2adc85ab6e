"""What a suite is, and what it is given: the data, the settings, and what to leave out."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from citewell.config import Settings
from citewell.engine.publishing import Step, Watch, unwatched
from citewell.evaluation.data import Data, Row
from citewell.evaluation.records import Measure, Scored, SuiteRun


class Unavailable(Exception):
    """Something that a suite measures, or measures with, is not there; the message says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What a suite works with.

    work: a folder whose contents may be deleted at any time (indexes; vectors, which are slow to make).
    limit: at most so many questions, 0 for all: always the same ones, chosen by their ids. baseline: whether
    the baseline is measured, too.
    """

    data: Data
    settings: Settings
    work: Path
    limit: int = 0
    baseline: bool = True
    watch: Watch = field(default=unwatched)

    def sample(self, rows: Sequence[Row], *, key: Callable[[Row], str]) -> list[Row]:
        """The questions to be asked, in their order; of more than the limit, those of the least digests."""
        if not self.limit or len(rows) <= self.limit:
            return list(rows)
        kept = sorted(range(len(rows)), key=lambda n: (_digest(key(rows[n])), n))[: self.limit]
        return [rows[n] for n in sorted(kept)]

    def watched(self, rows: Sequence[Row], name: str) -> Iterator[Row]:
        """The rows, one by one, told to the watch."""
        for number, row in enumerate(rows):
            share = number / len(rows)
            self.watch(Step(documents=number, share=share, doing=name, counted="question"))
            yield row


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """A set of judged questions and how it is measured.

    file: the name of its file in a split; empty for the questions over guidelines. needs: the collections it
    reads. systems: who is measured, ours last. run: its questions, scored; it may raise Unavailable.
    """

    id: str
    title: str
    measures: tuple[Measure, ...]
    systems: tuple[str, ...]
    run: Callable[[Bench], Iterator[Scored]]
    file: str = ""
    needs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def measured(self, bench: Bench) -> SuiteRun:
        """The suite's figures, or why there are none. Raises InputError for damaged data."""
        empty = SuiteRun(
            suite=self.id,
            title=self.title,
            split=bench.data.split if self.file else bench.data.questions_name(),
            measures=self.measures,
            notes=self.notes,
        )
        lacking = self._lacking(bench.data)
        if lacking:
            return replace(empty, skipped=f"the data has no {lacking}")
        try:
            questions = tuple(self.run(bench))
        except Unavailable as reason:
            return replace(empty, skipped=str(reason))
        used = {system for one in questions for system in one.scores}
        return replace(empty, questions=questions, systems=tuple(s for s in self.systems if s in used))

    def _lacking(self, data: Data) -> str:
        if self.file and not data.has(self.file):
            return f"{self.file}.jsonl"
        return next((f"{name}.jsonl" for name in self.needs if not data.has(name, split="shared")), "")
