"""Reading words: one spelling for many, with offsets that never lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citewell.questions.spelling import fold, stem
from citewell.questions.words import Gap, keys_of, read_words, stems_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("oedema", "edema"),
        ("haematoma", "hematomas"),
        ("tumour", "tumors"),
        ("mobilisation", "mobilization"),
        ("hospitalised", "hospitalized"),
        ("centre", "center"),
        ("metastases", "metastasis"),
        ("vertebrae", "vertebra"),
        ("injuries", "injury"),
        ("Kümmell", "kummell"),
        ("paralysed", "paralyzed"),
        ("fractures", "FRACTURE"),
        ("women", "woman"),
    ],
)
def test_spellings_of_a_word_have_one_key(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bracing", "brace"),
        ("falling", "falls"),
        ("stopped", "stopping"),
        ("taking", "take"),
        ("broke", "broken"),
        ("broke", "breaking"),
        ("cracked", "crack"),
        ("crushed", "crushing"),
        ("fractured", "fracture"),
        ("collapsed", "collapse"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize(
    ("one", "other"), [("cane", "can"), ("care", "car"), ("bed", "be"), ("hours", "horse")]
)
def test_different_words_keep_apart(one, other):
    assert stem(fold(one)) != stem(fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L2", "l-2"),
        ("T 12", "t12"),
        ("wedge-fracture", "wedge fractures"),
        ("can't walk", "cannot walk"),
        ("doesn’t", "does not"),
        ("I'm", "i am"),
        ("Paget's disease", "Paget disease"),
        ("50%", "50 percent"),
        ("1,200", "1200"),
    ],
)
def test_ways_to_write_a_phrase_are_one_phrase(one, other):
    assert keys_of(one) == keys_of(other)
    assert stems_of(one) == stems_of(other)


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("a b", [0, 0]),
        ("a-b", [0, 0]),
        ("a, b", [0, 1]),
        ("a (b)", [0, 1]),
        ("a - b", [0, 1]),
        ("a. B", [0, 2]),
        ("a; b\nc", [0, 2, 2]),
        ("score -2.5", [0, 0]),
        ("approx. 3", [0, 0]),
        ("y.o", [0, 0]),
    ],
)
def test_what_stands_before_a_word_is_told(text, gaps):
    assert [word.gap for word in read_words(text)] == [Gap(gap) for gap in gaps]


@pytest.mark.parametrize(
    ("text", "questioned"),
    [
        ("fracture ?pathological. Why?", [False, True, False]),
        ("?mets", [True]),
        ("fracture ? mets", [False, True]),
        ("a fracture? I fell", [False, False, False, False]),
        ("fracture ? Yes", [False, False]),
    ],
)
def test_a_question_mark_before_a_word_questions_it(text, questioned):
    assert [word.query for word in read_words(text)] == questioned


@given(st.text(max_size=300))
def test_words_stand_where_they_say(text):
    end = 0
    for word in read_words(text):
        assert text[word.start : word.end] == word.text
        assert word.start >= end
        assert word.key
        assert word.stem
        end = word.end
