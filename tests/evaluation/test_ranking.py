import math

import pytest

from citewell.evaluation.ranking import MAP, MRR, NDCG, RECALL, hits, judged


def test_a_perfect_ranking_reaches_everything():
    scores = judged(["a", "b"], {"a": 2, "b": 2, "c": 0})
    assert {name: value for name, (value, _) in scores.items()} == {NDCG: 1, MAP: 1, MRR: 1, RECALL: 1}


def test_ndcg_takes_grades_as_gains_and_the_others_a_grade_of_two():
    scores = judged(["bad", "fair", "good"], {"good": 3, "fair": 1, "bad": 0})
    gain = 1 / math.log2(3) + 3 / math.log2(4)
    assert scores[NDCG][0] == pytest.approx(gain / (3 + 1 / math.log2(3)))
    assert scores[MRR][0] == pytest.approx(1 / 3)


def test_an_empty_ranking_is_worth_nothing():
    assert {value for value, _ in judged([], {"a": 1}).values()} == {0.0}


def test_a_document_nobody_judged_counts_as_bad():
    assert judged(["unknown", "a"], {"a": 1})[MRR][0] == 0.5


def test_ties_in_the_names_do_not_change_the_order_given():
    assert judged(["z", "a"], {"z": 1})[MRR][0] == 1
    assert judged(["a", "z"], {"z": 1})[MRR][0] == 0.5


def test_a_hit_is_anything_right_among_the_first():
    found = hits([False, False, True, True], (1, 3))
    assert found == {"hit@1": (0, 1), "hit@3": (1, 1), "mrr": (pytest.approx(1 / 3), 1)}
