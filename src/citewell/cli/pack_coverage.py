"""`citewell packs coverage`: what the worked cases of packs try, and what nothing tests."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from citewell.answers.formats.page import Block, Grid, Page, Part, Point, Points
from citewell.answers.formats.words import cleaned
from citewell.cli.library_options import form_option, pager_option
from citewell.cli.pack_check import pack_folders
from citewell.errors import InputError, NotFound
from citewell.model.coverage import Coverage, Gap, SourceAge, TopicCoverage, Untested
from citewell.model.sources import SourceStatus

# Longer lists are for programs, or for those who ask for them.
_MOST_SHOWN = 12
_AGES = ((0, 4), (5, 9), (10, 14), (15, 200))


@click.command(
    "coverage",
    short_help="Show what the worked cases try, and what nothing tests.",
    epilog="""\b
Examples:
  citewell packs coverage
  citewell packs coverage my-pack --all
  citewell packs coverage my-pack --format json
""",
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--on", metavar="DATE", help="Count the age of sources on this day (YYYY-MM-DD); else today.")
@click.option("--all", "all_gaps", is_flag=True, help="Name everything that nothing tests.")
@form_option
@pager_option
def coverage(*, paths: tuple[Path, ...], on: str | None, all_gaps: bool, form: str, no_pager: bool) -> None:
    """Show, for each topic of the packs at PATH, what stands on its page and which worked cases try it.

    Then what nothing tests: verdicts that no case expects, statements that none claims, facts and numbers
    that none meets. Without PATH, the packs in use. It only informs: the exit code is 0.
    """
    from citewell.cli.rendering import show_json, show_page

    day = _day(on)
    found = [_coverage(folder, day) for folder in pack_folders(paths)]
    if not found:
        raise NotFound("there is no pack at these paths", hint="a base has no cases: name a pack's folder")
    if form == "json":
        show_json({"packs": found})
        return
    most = None if all_gaps else _MOST_SHOWN
    for each in found:
        show_page(_page(each, most), "text", None, pager=not no_pager and len(found) == 1)


def _day(on: str | None) -> str:
    from datetime import UTC, date, datetime

    if on is None:
        return datetime.now(UTC).date().isoformat()
    try:
        return date.fromisoformat(on).isoformat()
    except ValueError:
        raise InputError(f"--on is a day as YYYY-MM-DD, not {on[:40]!r}") from None


def _coverage(folder: Path, day: str) -> Coverage:
    """The pack stands alone: what another pack says does not cover it."""
    from citewell.config import Recording, settings_from
    from citewell.engine import Engine
    from citewell.engine.coverage import coverage_of

    engine = Engine.open(replace(settings_from(), packs=(folder,), record=Recording.NO), today=day)
    (catalog,) = engine.catalogs.values()
    return coverage_of(catalog, lexicon=engine.lexicon, on=day)


def _page(told: Coverage, most: int | None) -> Page:
    parts = (
        _part(
            "topics", "Topics", Grid(caption="", columns=_TOPICS, rows=tuple(map(_topic_row, told.topics)))
        ),
        *(
            _part(f"topic-{topic.id}", f"Must be mentioned: {topic.title}", _proofs(topic))
            for topic in told.topics
            if topic.must_mention
        ),
        _part("sources", "Sources by age and status", _by_topic(told), _by_status(told.sources)),
        _part("untested", "What nothing tests", _summary(told.untested)),
        *(
            _part(f"gap-{n}", _heading(one), _gaps(one, most))
            for n, one in enumerate(told.untested)
            if one.gaps
        ),
    )
    status = f"{told.pack} {told.version} · {told.cases} cases · on {told.on}"
    return cleaned(Page(title=f"Coverage: {told.title}", status=status, parts=parts))


_TOPICS = ("Topic", "Recommends", "Cases", "Must-mention tried")
_DIRECTIONS = {"for": "for", "option": "option", "against": "against", "no-recommendation": "open"}


def _topic_row(topic: TopicCoverage) -> tuple[str, ...]:
    recommends = ", ".join(
        f"{len(topic.recommendations[direction])} {word}"
        for direction, word in _DIRECTIONS.items()
        if direction in topic.recommendations
    )
    proven = sum(bool(item.cases) for item in topic.must_mention)
    return (
        _topic_words(topic),
        recommends or "none",
        f"{len(topic.asked)} ask, {len(topic.expected)} expect",
        f"{proven} of {len(topic.must_mention)}",
    )


def _topic_words(topic: TopicCoverage) -> str:
    """The id as words, which a narrow column can break."""
    return topic.id.replace("-", " ")


def _proofs(topic: TopicCoverage) -> Block:
    points = []
    for item in topic.must_mention:
        more = f" (and {len(item.cases) - 1} more)" if len(item.cases) > 1 else ""
        note = f"tried by: {item.cases[0]}{more}" if item.cases else "no case expects it"
        points.append(Point(lead=item.id, text=item.what, notes=(note,)))
    return Points(points=tuple(points))


def _by_topic(told: Coverage) -> Block:
    rows = [
        (_topic_words(topic), *_ages(topic.sources), _not_current(topic.sources)) for topic in told.topics
    ]
    rows.append(("the whole pack", *_ages(told.sources), _not_current(told.sources)))
    return Grid(caption="", columns=("Topic", *map(_years, _AGES), "Not current"), rows=tuple(rows))


def _by_status(sources: Sequence[SourceAge]) -> Block:
    statuses = sorted({source.status for source in sources})
    rows = tuple((each, *_ages([s for s in sources if s.status == each])) for each in statuses)
    return Grid(caption="", columns=("Status", *map(_years, _AGES)), rows=rows)


def _ages(sources: Sequence[SourceAge]) -> tuple[str, ...]:
    counted = Counter(_band(source.age) for source in sources)
    return tuple(str(counted[band] or "–") for band in _AGES)


def _not_current(sources: Sequence[SourceAge]) -> str:
    return str(sum(source.status != SourceStatus.CURRENT for source in sources) or "–")


def _band(age: int) -> tuple[int, int]:
    return next(band for band in _AGES if age <= band[1])


def _years(band: tuple[int, int]) -> str:
    low, high = band
    return f"{low} years up" if band == _AGES[-1] else f"{low} to {high} years"


def _summary(untested: Sequence[Untested]) -> Block:
    rows = tuple((one.kind, str(len(one.gaps)), str(one.total)) for one in untested if one.total)
    return Grid(caption="", columns=("Kind", "Not tried", "Of"), rows=rows)


def _heading(one: Untested) -> str:
    return f"Not tried: {one.kind} ({len(one.gaps)} of {one.total})"


def _gaps(one: Untested, most: int | None) -> Block:
    shown = [Point(text=gap.id, notes=_notes(gap)) for gap in one.gaps[:most]]
    left = len(one.gaps) - len(shown)
    if left:
        shown.append(Point(text=f"… and {left} more (--all names them)"))
    return Points(points=tuple(shown))


def _notes(gap: Gap) -> tuple[str, ...]:
    where = f"{gap.path}:{gap.line}" if gap.path else ""
    told = " · ".join(part for part in (gap.lacks, where) if part)
    return (told,) if told else ()


def _part(part_id: str, title: str, *blocks: Block) -> Part:
    return Part(id=part_id, title=title, blocks=blocks)
