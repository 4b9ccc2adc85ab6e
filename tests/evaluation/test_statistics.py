import pytest

from citewell.evaluation.statistics import difference_of, figure_of, quantile, ratio


def test_a_figure_is_the_ratio_of_the_sums_with_its_interval():
    figure = figure_of([(1, 1)] * 30 + [(0, 1)] * 10)
    assert figure is not None
    assert figure.value == 0.75
    assert 0.60 < figure.low < 0.70
    assert 0.83 < figure.high < 0.90
    assert figure.questions == 40


def test_a_question_that_adds_nothing_is_not_counted():
    figure = figure_of([(1, 1), (0, 0), (0, 1)])
    assert figure is not None
    assert (figure.value, figure.questions) == (0.5, 2)


def test_nothing_to_divide_by_gives_no_figure():
    assert figure_of([(0, 0), (0, 0)]) is None
    assert difference_of([(1, 1)], [(0, 0)]) is None


def test_an_f1_is_a_ratio_of_sums():
    # Two hits, one false one, one missed one: 4 / (4 + 1 + 1).
    assert ratio([(2, 2), (2, 2), (0, 1), (0, 1)]) == pytest.approx(4 / 6)


def test_the_same_parts_give_the_same_interval():
    parts = [(float(n % 3 == 0), 1.0) for n in range(50)]
    assert figure_of(parts) == figure_of(parts)


def test_a_difference_is_paired_and_so_narrower_than_two_intervals():
    before = [(float(n % 2), 1.0) for n in range(100)]
    after = [(1.0, 1.0) if n < 10 else part for n, part in enumerate(before)]
    difference, alone = difference_of(after, before), figure_of(after)
    assert difference is not None
    assert alone is not None
    assert difference.value == pytest.approx(0.05)
    assert difference.high - difference.low < (alone.high - alone.low) / 2


def test_a_system_held_against_itself_differs_by_nothing():
    parts = [(float(n % 2), 1.0) for n in range(20)]
    difference = difference_of(parts, parts)
    assert difference is not None
    assert (difference.value, difference.low, difference.high) == (0, 0, 0)


def test_the_median_lies_in_the_middle():
    assert quantile([1.0, 2.0, 10.0], 0.5) == 2.0
