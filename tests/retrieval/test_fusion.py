"""Words and meaning made one score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.retrieval.fusion import MEANING, DocumentScores, Found, passage, score

WORTH = st.floats(0, 60)
COSINE = st.floats(-1, 1)
FOUND = st.builds(
    Found,
    document=st.sampled_from((0, 1)),
    passage=st.just(0),
    words=WORTH,
    meaning=COSINE,
    is_recommendation=st.booleans(),
    is_descriptive=st.booleans(),
)
SCORES = st.builds(
    DocumentScores,
    words=st.fixed_dictionaries({0: WORTH, 1: WORTH}),
    meaning=st.fixed_dictionaries({}, optional={0: COSINE, 1: COSINE}),
    all_words=WORTH,
)


def summed(hit):
    return pytest.approx(sum(share for _, share in hit.shares), abs=1e-3)


@given(FOUND, SCORES)
def test_a_score_is_the_sum_of_its_shares_and_no_share_is_nothing(found, scores):
    hit = passage(found, "one", scores)
    assert hit.score == score(found, scores) == summed(hit)
    document = scores.hit(found.document, "one")
    assert document.score == summed(document)
    assert all(share for _, share in (*hit.shares, *document.shares))


@given(SCORES)
def test_what_documents_are_worth_is_ordered_as_words_and_cosines_summed(scores):
    scale = MEANING * (scores.all_words or 1.0)
    one, other = (scores.words[n] + scale * scores.meaning.get(n, 0.0) for n in (0, 1))
    if abs(one - other) > 1e-3:
        assert (scores.worth[0] > scores.worth[1]) is (one > other)


def test_a_cosine_counts_as_a_share_of_all_the_questions_words():
    scores = DocumentScores({0: 10.0, 1: 4.0}, {0: 0.5}, all_words=20.0)
    assert dict(scores.hit(0, "one").shares) == {"words": 10.0, "meaning": 0.5 * MEANING * 20}
    assert dict(scores.hit(1, "other").shares) == {"words": 4.0}


def test_where_no_word_is_known_cosines_still_rank():
    scores = DocumentScores({0: 0.0, 1: 0.0}, {0: 0.2, 1: 0.6})
    assert scores.worth[1] > scores.worth[0] > 0
    assert scores.nearness == 0.6


def test_words_alone_have_no_nearness():
    assert DocumentScores({0: 3.0}, all_words=3.0).nearness is None


def test_a_recommendation_gains_and_a_description_loses():
    plain, recommended, descriptive = (
        score(Found(0, 0, 10.0, 0.5, **sort), DocumentScores({0: 5.0}, all_words=20.0))
        for sort in ({}, {"is_recommendation": True}, {"is_descriptive": True})
    )
    assert recommended > plain > descriptive
