from dataclasses import replace

from citewell.evaluation.report import report_page
from runs_by_hand import run_of, scored, suite_run

RUN = run_of(
    suite_run(
        scored("a", cited=(1, 1), baseline=(0, 1)),
        scored("b", cited=(0, 1), baseline=(0, 1)),
        scored("<script>alert(1)</script>", cited=(0, 1), baseline=(1, 1)),
    )
)


def test_a_page_is_complete_in_itself():
    page = report_page(RUN, against=replace(RUN, name="earlier"))
    assert "<svg" in page
    assert not any(sign in page for sign in ("<script", "<link", "<img", "@import", "url(http"))


def test_what_the_data_says_is_escaped():
    assert "&lt;script&gt;alert(1)" in report_page(RUN)


def test_the_same_runs_give_the_same_page():
    earlier = replace(RUN, name="earlier")
    assert report_page(RUN, against=earlier) == report_page(RUN, against=earlier)


def test_what_was_not_measured_is_said():
    assert "there is no library" in report_page(run_of(suite_run(skipped="there is no library")))
