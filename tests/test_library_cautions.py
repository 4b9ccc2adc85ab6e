"""A vignette asked of a library: what it warns of in this patient is quoted, and nothing else is."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from citewell.config import Recording, Settings
from citewell.engine import Engine
from citewell.engine.cautionary import cautionary_of
from citewell.engine.indexing import ingest, unwatched
from citewell.engine.publishing import publish
from citewell.guidelines.bases import content_folder
from citewell.storage.library import Library

VOCABULARY = content_folder() / "vocabulary"
GUIDELINES = {
    "gout.md": """# Gout: a guideline of an invented society

## Recommendations

Offer naproxen or colchicine for gout (strong recommendation, moderate-quality evidence).

Naproxen is useful in gout flares that last.
""",
    "harms.md": """# Harms of drugs: a guideline of an invented society

## Recommendations

Avoid NSAIDs in patients who take anticoagulants (strong recommendation, low-quality evidence).

Colchicine is contraindicated in patients with an eGFR of less than 30 mL/min.
""",
}
VIGNETTE = "72F with gout, on warfarin, eGFR {}. Colchicine or naproxen?"


@pytest.fixture
def asked(settings: Settings, tmp_path: Path) -> Iterator[Engine]:
    """An engine over both guidelines, in a data folder of the test's own."""
    own = replace(settings, home=tmp_path / "home", record=Recording.NO, vocabulary=VOCABULARY)
    own.home.mkdir()
    (own.home / "cache").symlink_to(settings.cache)
    for name, text in GUIDELINES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    ingest(own, [tmp_path / name for name in GUIDELINES], watch=unwatched)
    with closing(Library.open(own.library)) as opened:
        publish(own, opened)
    opened = Engine.open(own, today="2026-11-20")
    yield opened
    opened.shelf.library.close()


def cautions(answer) -> list[tuple[str, str]]:
    further = [claim for one in answer.sections if one.id == "cautions" for claim in one.claims]
    first = [claim for claim in answer.bottom_line if claim.lead.startswith("Because of ")]
    return [(claim.lead, claim.text) for claim in (*first, *further)]


def quoted(answer) -> str:
    claims = (*answer.bottom_line, *(claim for one in answer.sections for claim in one.claims))
    return " ".join(f"{claim.lead} {claim.text}" for claim in claims)


def test_what_warns_of_the_class_of_a_drug_because_of_another_that_is_taken_is_quoted(asked):
    found = dict(cautions(asked.answer(VIGNETTE.format(28))))
    assert found["Because of warfarin:"].startswith("Avoid NSAIDs in patients who take anticoagulants")


@pytest.mark.parametrize(("value", "warned"), [(28, True), (45, False)])
def test_a_bound_warns_only_where_the_patient_s_number_keeps_to_it(asked, value, warned):
    assert (f"Because of eGFR {value}:" in quoted(asked.answer(VIGNETTE.format(value)))) is warned


@pytest.mark.parametrize(
    "question", ["Naproxen for gout?", "72F with gout, not on warfarin, eGFR 90. Colchicine or naproxen?"]
)
def test_a_question_that_tells_no_such_fact_is_not_warned(asked, question):
    assert cautions(asked.answer(question)) == []


def test_the_same_vignette_gives_the_same_bytes(asked):
    vignette = VIGNETTE.format(28)
    assert asked.document(asked.answer(vignette)) == asked.document(asked.answer(vignette))


def test_the_names_that_were_kept_are_those_that_were_made(settings):
    known = replace(settings, vocabulary=VOCABULARY)
    assert cautionary_of(known) == cautionary_of(known)
    assert cautionary_of(replace(settings, vocabulary=None)).names == {}
