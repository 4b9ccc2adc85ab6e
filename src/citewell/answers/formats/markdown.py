"""A page as Markdown (CommonMark with tables)."""

from collections.abc import Iterable, Iterator

from citewell.answers.formats.page import (
    Banner,
    Block,
    Comparison,
    Entries,
    Entry,
    Grid,
    Page,
    Pairs,
    Paragraph,
    Part,
    Point,
    Points,
    Stages,
    Stance,
)
from citewell.answers.formats.words import unwrapped, with_stop
from citewell.text.markdown import escaped, opened


def page_markdown(page: Page) -> str:
    """The page as Markdown; text of packs and questions is escaped, never read as markup."""
    return "\n\n".join(_chunks(page)) + "\n"


def blocks_markdown(opening: Iterable[Block], parts: Iterable[Part] = ()) -> str:
    """Blocks and parts as Markdown, for whoever has a title and a frame of their own; escaped as a page."""
    chunks = [chunk for block in opening for chunk in _block(block)]
    return "\n\n".join([*chunks, *(chunk for part in parts for chunk in _part(part))])


def _chunks(page: Page) -> Iterator[str]:
    yield f"# {_text(page.title)}"
    if page.question and page.question != page.title:
        yield f"*{_text(page.question)}*"
    if page.status:
        yield f"**{_text(page.status)}**" + (f"  \n{_text(page.caution)}" if page.caution else "")
    if page.review:
        yield _stages(page.review)
    for block in page.opening:
        yield from _block(block)
    for part in page.parts:
        yield from _part(part)
    yield "---"
    if page.disclaimer:
        yield _text(page.disclaimer)
    yield f"`{page.made_by.replace('`', '')}`"


def _stages(review: Stages) -> str:
    names = (f"**{_text(name)}**" if name == review.present else _text(name) for name in review.names)
    return "  \n".join([" → ".join(names), *(_text(line) for line in review.told)])


def _part(part: Part) -> Iterator[str]:
    yield f"{'#' * part.level} {_text(part.title)}"
    for block in part.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterable[str]:
    match block:
        case Paragraph():
            yield f"*{_text(block.text)}*" if block.tone == "quiet" else opened(_text(block.text))
        case Points():
            yield "\n".join(_bullet(point) for point in block.points)
        case Banner():
            yield _banner(block)
        case Comparison():
            yield from _comparison(block)
        case Pairs():
            rows = " · ".join(f"{_text(name)}: {_text(value)}" for name, value in block.rows)
            yield f"**{_text(block.title)}:** {rows}"
        case Grid():
            yield f"*{_text(block.caption)}*"
            yield _table(block.columns, [[_text(cell) for cell in row] for row in block.rows])
        case Entries():
            yield "\n".join(_entry(entry) for entry in block.entries)


def _bullet(point: Point) -> str:
    notes = "".join(f"  \n  *{_text(note)}*" for note in point.notes)
    return f"- {opened(_point(point))}{notes}"


def _point(point: Point) -> str:
    lead = f"**{_text(with_stop(point.lead))}** " if point.lead else ""
    return f"{lead}{_text(point.text)}{_numbers(point.numbers)}"


def _numbers(numbers: Iterable[int]) -> str:
    marks = "".join(f"\\[{n}\\]" for n in numbers)
    return f" {marks}" if marks else ""


def _banner(block: Banner) -> str:
    lines = [f"**{_text(block.title.upper())}**", _point(block.text)]
    for reason in block.because:
        noted = "".join(f" *({_text(note)})*" for note in reason.notes)
        lines.append(_point(reason) + noted)
    if block.open:
        lines.append(f"**{_text(block.open)}**")
    return "\n>\n".join(f"> {line}" for line in lines)


def _comparison(block: Comparison) -> Iterator[str]:
    yield f"### {_text(block.title)}"
    yield _text(block.question)
    yield _table(block.columns, [_stance(row, compact=block.compact) for row in block.rows])
    if block.default:
        yield f"**{_text(block.default_label)}:** {_point(block.default)}"


def _stance(row: Stance, *, compact: bool) -> list[str]:
    numbers = _numbers(row.numbers)
    if compact:
        return [_text(row.body) + numbers, _text(row.stance), _text(row.grade) or "–"]
    population = f" ({_text(row.population)})" if row.population else ""
    said = f"{_text(row.text)}{population}{numbers}"
    return [_text(row.body), _text(row.stance), _text(row.grade) or "–", said]


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = [_text(column) for column in columns]
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _entry(entry: Entry) -> str:
    links = " · ".join(
        f"[{_text(label)}](<{_address(to)}>)" if to else _text(label) for label, to in entry.links
    )
    told = f"{_text(entry.age)}; {_text(entry.status)}."
    published = f" {_text(entry.published)}." if entry.published else ""
    name = f"{_text(entry.type)} · {_text(entry.short)}"
    return f"{entry.n}. {name}. *{_text(entry.title.rstrip('.'))}.* {told}{published}" + (
        f" {links}" if links else ""
    )


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").replace("\n", "")


def _text(text: str) -> str:
    return escaped(unwrapped(text))
