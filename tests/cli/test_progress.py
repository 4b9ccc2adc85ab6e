"""The words beside the bar of an ingest."""

import pytest

from citewell.cli.progress import _Line, _name
from citewell.cli.wording import counted, lasting
from citewell.engine.publishing import Step


def line_of(line: _Line, documents: int, share: float, seconds: float, doing: str = "a/ngc-1.xml") -> str:
    return line.of(Step(documents=documents, share=share, doing=doing), line._began + seconds)


def test_the_rate_and_the_time_left_are_told():
    assert (
        line_of(_Line(narrow=False), 1200, 0.25, 10) == " 25% · 1,200 documents 120/s · 0:30 left · ngc-1.xml"
    )


def test_a_narrow_terminal_is_told_less():
    assert line_of(_Line(narrow=True), 1200, 0.25, 10) == " 25% · 1,200 120/s · 0:30 left"


def test_a_second_stage_has_a_time_of_its_own():
    line = _Line(narrow=True)
    line_of(line, 100, 1.0, 100)
    began = line._began
    line.of(Step(documents=0, share=0.0, doing="building the index"), began + 100)
    told = line.of(Step(documents=50, share=0.5, doing="building the index"), began + 104)
    assert told == " 50% · 50 12/s · 0:04 left"


def test_what_is_encoded_is_counted_in_passages():
    line = _Line(narrow=False)
    step = Step(documents=1200, share=0.25, doing="encoding 1,200 of 4,800", counted="passage")
    told = line.of(step, line._began + 10)
    assert told == " 25% · 1,200 passages 120/s · 0:30 left · encoding 1,200 of 4,800"


@pytest.mark.parametrize(
    ("path", "name"),
    [("a/[red] b.md", "[red] b.md"), ("a/\x1b[31mb\nc.md", "[31mb c.md"), ("x" * 40, "…" + "x" * 29)],
)
def test_a_name_is_short_and_inert(path, name):
    assert _name(path) == name


def test_counts_and_times_are_put_as_people_put_them():
    assert (counted(1, "source"), counted(1416, "source")) == ("1 source", "1,416 sources")
    assert (lasting(8.24), lasting(125.4)) == ("8.2 s", "2 min 5 s")
