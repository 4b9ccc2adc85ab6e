"""The figures of a run drawn as SVG: the same run gives the same bytes.

Dots with 95 % intervals, not bars: what is read is a position on a common scale (Cleveland and McGill,
Graphical perception, JASA 1984). The colours are told apart by people with colour-blindness (Okabe and Ito,
Color Universal Design, 2008), and what differs in colour differs in form, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from citewell.evaluation.comparison import Change
from citewell.evaluation.figures import Row
from citewell.evaluation.records import OURS, Better
from citewell.evaluation.statistics import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

_OURS, _BASELINE, _WORSE, _UNSURE = "#0072B2", "#8c8c8c", "#D55E00", "#b0b0b0"
_WIDTH, _ROW, _MARGIN = 7.4, 0.34, 0.75
_SETTINGS: Any = {
    "svg.hashsalt": "citewell",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
}


@dataclass(frozen=True, slots=True)
class _Dot:
    figure: Figure
    colour: str
    mark: str
    shift: float


def measures_plot(rows: Sequence[Row]) -> str:
    """Every share among the measures: each system with its interval, and what is asked; "" for none."""
    shown = [row for row in rows if _is_share(row)]
    if not shown:
        return ""
    drawing, axes = _canvas([row.measure.title for row in shown])
    for place, row in enumerate(shown):
        for dot in _dots(row):
            _draw(axes, place, dot)
        if row.measure.floor is not None:
            axes.plot([row.measure.floor] * 2, [place - 0.32, place + 0.32], color="black", lw=1.2)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xlabel("● ours   ○ baseline   | what is asked at least (at most, where lower is better)")
    return _svg(drawing)


def changes_plot(changes: Sequence[Change]) -> str:
    """The difference of each share between two runs with its interval; "" where there is none."""
    shown = [one for one in changes if one.measure.better is not Better.INFORMATIVE]
    if not shown:
        return ""
    drawing, axes = _canvas([one.measure.title for one in shown])
    axes.axvline(0, color="black", lw=0.8)
    for place, one in enumerate(shown):
        colour = _UNSURE if not one.certain else _OURS if one.improved else _WORSE
        mark = "o" if not one.certain else "^" if one.improved else "v"
        _draw(axes, place, _Dot(one.difference, colour, mark, 0.0))
    axes.set_xlabel("▲ better   ▼ worse   ● within chance")
    return _svg(drawing)


def _is_share(row: Row) -> bool:
    return row.measure.better is not Better.INFORMATIVE and all(
        figure.value <= 1 for figure in row.figures.values()
    )


def _dots(row: Row) -> Iterable[_Dot]:
    baselines = [system for system in row.figures if system != OURS]
    for number, system in enumerate(baselines):
        yield _Dot(row.figures[system], _BASELINE, "open", 0.16 + 0.1 * number)
    if OURS in row.figures:
        yield _Dot(row.figures[OURS], _OURS, "o", -0.08 if baselines else 0.0)


def _canvas(names: Sequence[str]) -> "tuple[Drawing, Axes]":
    """Axes with a line for each name, the first on top."""
    import matplotlib as mpl
    from matplotlib.figure import Figure as Drawing

    with mpl.rc_context(_SETTINGS):
        drawing = Drawing(figsize=(_WIDTH, _MARGIN + _ROW * len(names)), layout="constrained")
        axes = drawing.add_subplot()
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color="#e4e4e4", lw=0.7)
    axes.set_axisbelow(True)
    return drawing, axes


def _draw(axes: "Axes", place: float, dot: _Dot) -> None:
    height, figure = place + dot.shift, dot.figure
    axes.plot([figure.low, figure.high], [height, height], color=dot.colour, lw=1.6, solid_capstyle="round")
    hollow = dot.mark == "open"
    axes.plot(
        [figure.value],
        [height],
        "o" if hollow else dot.mark,
        color=dot.colour,
        markerfacecolor="white" if hollow else dot.colour,
        markersize=5.5,
    )


def _svg(drawing: "Drawing") -> str:
    """The drawing as an <svg> element, without a date or a program's name."""
    import matplotlib as mpl

    file = StringIO()
    with mpl.rc_context(_SETTINGS):
        drawing.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    text = file.getvalue()
    return text[text.index("<svg") :]
