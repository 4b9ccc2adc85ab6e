from citewell.evaluation.comparison import compared
from citewell.evaluation.comparison_lines import comparison_lines, verdict
from runs_by_hand import run_of, scored, suite_run


def half_right(count: int, *, right: int) -> list:
    return [
        scored(f"q{n}", cited=(float(n < right), 1.0), wrong=(float(n < right), 1.0)) for n in range(count)
    ]


def test_questions_that_moved_are_listed_each_way():
    before = run_of(
        suite_run(scored("a", cited=(0, 1)), scored("b", cited=(1, 1)), scored("c", cited=(1, 1)))
    )
    after = run_of(suite_run(scored("a", cited=(1, 1)), scored("b", cited=(0, 1)), scored("c", cited=(1, 1))))
    change = compared(before, after)[0].changes[0]
    assert [moved.id for moved in change.better] == ["a"]
    assert [moved.id for moved in change.worse] == ["b"]
    assert verdict(change) == "the same"


def test_more_is_worse_where_lower_is_better():
    before, after = run_of(suite_run(*half_right(60, right=10))), run_of(suite_run(*half_right(60, right=40)))
    cited, wrong = compared(before, after)[0].changes
    assert (verdict(cited), len(cited.better)) == ("better", 30)
    assert (verdict(wrong), len(wrong.worse)) == ("worse", 30)


def test_a_small_difference_is_within_chance():
    before, after = run_of(suite_run(*half_right(20, right=10))), run_of(suite_run(*half_right(20, right=11)))
    assert verdict(compared(before, after)[0].changes[0]) == "within chance"


def test_questions_of_one_run_only_are_left_out_and_counted():
    before = run_of(suite_run(scored("a", cited=(1, 1)), scored("gone", cited=(0, 1))))
    after = run_of(suite_run(scored("a", cited=(1, 1)), scored("new", cited=(0, 1))))
    found = compared(before, after)[0]
    assert (found.paired, found.unpaired) == (1, 2)
    assert found.changes[0].after.value == 1


def test_a_suite_that_one_run_skipped_is_not_compared():
    measured, skipped = run_of(suite_run(scored("a", cited=(1, 1)))), run_of(suite_run(skipped="no library"))
    assert compared(measured, skipped) == compared(skipped, measured) == ()


def test_what_a_terminal_obeys_is_not_written():
    before = run_of(suite_run(scored("a\x1b[31m\nb", cited=(0, 1))))
    after = run_of(suite_run(scored("a\x1b[31m\nb", cited=(1, 1))))
    told = list(comparison_lines(before, after, compared(before, after), most=5))
    assert not any("\x1b" in line or "\n" in line for line in told)
