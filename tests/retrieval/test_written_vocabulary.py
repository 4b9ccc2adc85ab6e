"""The vocabulary that is shipped: rows of known kinds, each name once, words for each meaning."""

from collections import Counter
from pathlib import Path

import pytest

from citewell.guidelines.bases import content_folder
from citewell.questions.pico import compile_terms
from citewell.retrieval.vocabulary import entries_of

FILES = sorted((content_folder() / "vocabulary").glob("*.yaml"))
KINDS = {
    "say", "mean", "same", "drug", "spelt", "stems", "quiet", "group", "age", "sex", "condition", "class",
    "members", "intervention", "imaging", "test", "surgery", "therapy", "device", "vaccine", "outcome",
    "body", "side", "setting", "against", "levels", "unlike", "short", "meanings",
    "nothing", "no_drugs", "only_as",
}  # fmt: skip
ENTRIES = [entry for file in FILES for entry in entries_of(file)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_row_is_of_a_known_kind_and_holds_words(file: Path):
    for entry in entries_of(file):
        assert set(entry) <= KINDS, entry
        for key, names in entry.items():
            if isinstance(names, list) and key not in {"age", "meanings"}:
                assert names, entry
                assert all(isinstance(name, str) and name.strip() == name for name in names), entry


@pytest.mark.parametrize("key", ["say", "drug", "condition", "class", "outcome", "group", "setting", "short"])
def test_no_name_stands_in_two_rows_of_a_kind(key):
    names = [
        entry[key] if isinstance(entry[key], list) else [entry[key]] for entry in ENTRIES if key in entry
    ]
    counted = Counter(name.lower() for each in names for name in each)
    assert [name for name, count in counted.items() if count > 1] == []


def test_each_meaning_of_an_abbreviation_has_words_that_speak_for_it_alone():
    for short, meanings in compile_terms(ENTRIES).meanings.items():
        assert len(meanings) > 1, short
        for one in meanings:
            others = frozenset(word for other in meanings if other is not one for word in other.cues)
            assert one.cues - others, (short, one.long)


def test_a_drug_stands_once_in_a_class():
    for entry in ENTRIES:
        members = entry.get("members", [])
        assert len(members) == len(set(members)), entry["class"]
