"""Two runs side by side as lines of text."""

from collections.abc import Iterator, Sequence

from citewell.answers.formats.words import one_line
from citewell.evaluation.comparison import Change, Moved, SuiteChange
from citewell.evaluation.records import Better, Run
from citewell.evaluation.tables import columns

_LONGEST_QUESTION = 90


def comparison_lines(before: Run, after: Run, changes: Sequence[SuiteChange], *, most: int) -> Iterator[str]:
    """What moved between two runs. most: how many questions are listed each way for a measure."""
    yield one_line(f"{before.name} ({before.made}) → {after.name} ({after.made})")
    yield from (f"  {one_line(line)}" for line in made_otherwise(before, after))
    for suite in changes:
        left_out = f", {suite.unpaired:,} in one run only" if suite.unpaired else ""
        yield f"{one_line(suite.title)}: {suite.paired:,} questions{left_out}"
        yield from columns(
            ["", "before", "after", "change", "95 %", "better", "worse", ""],
            [_cells(change) for change in suite.changes],
        )
        for change in suite.changes:
            yield from _questions(change, most)
        yield ""


def made_otherwise(before: Run, after: Run) -> Iterator[str]:
    """What the two runs were not made by alike: engine, packs, index, encoder."""
    for what in sorted({*before.made_by, *after.made_by}):
        one, other = before.made_by.get(what, "none"), after.made_by.get(what, "none")
        if one != other:
            yield f"{what}: {one} → {other}"


def verdict(change: Change) -> str:
    """ "better", "worse" or "within chance": what the interval of the difference allows to say."""
    if change.difference.value == 0:
        return "the same"
    if not change.certain:
        return "within chance"
    if change.measure.better is Better.INFORMATIVE:
        return "moved"
    return "better" if change.improved else "worse"


def _cells(change: Change) -> list[str]:
    difference = change.difference
    return [
        one_line(change.measure.title),
        f"{change.before.value:.3f}",
        f"{change.after.value:.3f}",
        f"{difference.value:+.3f}",
        f"{difference.low:+.3f} … {difference.high:+.3f}",
        str(len(change.better)),
        str(len(change.worse)),
        verdict(change),
    ]


def _questions(change: Change, most: int) -> Iterator[str]:
    if change.measure.better is Better.INFORMATIVE:
        return
    for word, moved in (("better", change.better), ("worse", change.worse)):
        yield from (_line(word, change, one) for one in moved[:most])
        if most and len(moved) > most:
            yield f"  {word}: {len(moved) - most} more"


def _line(word: str, change: Change, moved: Moved) -> str:
    text = one_line(moved.text)
    short = text if len(text) <= _LONGEST_QUESTION else text[: _LONGEST_QUESTION - 1] + "…"
    values = f"{one_line(change.measure.id)} {moved.before:.2f} → {moved.after:.2f}"
    return f"  {word}: {values}  {one_line(moved.id)}  {short}"
