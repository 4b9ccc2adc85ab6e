"""The vocabulary is compiled once, and answers depend on it."""

from dataclasses import replace
from pathlib import Path

import pytest

from citewell.config import settings_from
from citewell.engine import Engine
from citewell.engine.terms import terms_of


@pytest.fixture
def settings(tmp_path: Path):
    words = tmp_path / "vocabulary"
    words.mkdir()
    (words / "conditions.yaml").write_text("- {condition: [stroke]}\n", encoding="utf-8")
    given = settings_from({"CITEWELL_HOME": str(tmp_path / "home"), "CITEWELL_RECORD": "no"})
    return replace(given, vocabulary=words)


def fingerprint(settings):
    return Engine.open(settings, today="2026-11-20").answer("Does stroke hurt?").provenance.fingerprint


def test_terms_that_were_kept_are_those_that_were_made(settings):
    assert terms_of(settings) == terms_of(settings)


@pytest.mark.parametrize("name", ["conditions.yaml", "more.yaml", "kinds.txt"])
def test_another_vocabulary_is_another_fingerprint(settings, name):
    before = terms_of(settings).digest
    (settings.vocabulary / name).write_text("- {condition: [stroke, CVA]}\n", encoding="utf-8")
    assert terms_of(settings).digest != before


def test_the_same_question_has_another_fingerprint_with_another_vocabulary(settings):
    before = fingerprint(settings)
    assert fingerprint(settings) == before
    (settings.vocabulary / "more.yaml").write_text("- {condition: [gout]}\n", encoding="utf-8")
    assert fingerprint(settings) != before
