import pytest

from citewell.errors import InputError
from citewell.evaluation.floors import fallen, read_floors
from runs_by_hand import run_of, scored, suite_run

RUN = run_of(suite_run(scored("a", cited=(1, 1), wrong=(1, 1)), scored("b", cited=(0, 1), wrong=(0, 1))))


@pytest.mark.parametrize(
    ("floors", "told"),
    [
        ({"ngc": {"cited": 0.5, "wrong": 0.5}}, []),
        ({"ngc": {"cited": 0.6}}, ["ngc: guideline cited: 0.500, and at least 0.6 is asked"]),
        ({"ngc": {"wrong": 0.4}}, ["ngc: wrongly refused: 0.500, and at most 0.4 is asked"]),
        ({"ngc": {"speed": 1}}, ["ngc: speed: was not measured"]),
        ({"kqa": {"must": 1}}, []),
    ],
)
def test_each_figure_beyond_its_floor_is_told(floors, told):
    assert list(fallen(RUN, floors)) == told


def test_a_floor_of_a_skipped_suite_is_not_reached():
    run = run_of(suite_run(skipped="there is no library"))
    assert list(fallen(run, {"ngc": {"cited": 0}})) == ["ngc: was not measured: there is no library"]


@pytest.mark.parametrize(
    "text", ["- a", "ngc: 1", "ngc: {cited: high}", "ngc: {cited: yes}", "{", "1: {a: 1}"]
)
def test_a_file_that_holds_no_floors_is_refused(tmp_path, text):
    path = tmp_path / "floors.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"floors\.yaml is not"):
        read_floors(path)


def test_floors_are_read_by_suite_and_measure(tmp_path):
    path = tmp_path / "floors.yaml"
    path.write_text("ngc:\n  cited: 0.5\n", encoding="utf-8")
    assert read_floors(path) == {"ngc": {"cited": 0.5}}
