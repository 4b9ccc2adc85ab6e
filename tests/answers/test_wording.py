"""Words for a reader: the student's explained terms."""

from citewell.answers.wording import explained, terms_in
from citewell.model.answers import Claim
from citewell.model.guidelines import GlossaryEntry

GLOSSARY = (
    GlossaryEntry(term="kyphosis", plain="forward bending of the spine", forms=("kyphotic",)),
    GlossaryEntry(term="spine", plain="backbone"),
)


def claim(text: str) -> Claim:
    return Claim(id="c", text=text, citations=("a#b",))


def test_a_term_is_explained_at_its_first_use_only() -> None:
    told: set[str] = set()
    first = explained(claim("Kyphosis may progress; kyphosis hurts."), GLOSSARY, told)
    second = explained(claim("A kyphotic deformity."), GLOSSARY, told)
    assert first.text == "Kyphosis (forward bending of the spine) may progress; kyphosis hurts."
    assert second.text == "A kyphotic deformity."


def test_the_words_of_an_explanation_are_not_explained() -> None:
    told: set[str] = set()
    shown = explained(claim("Kyphosis of the spine."), GLOSSARY, told).text
    assert shown == "Kyphosis (forward bending of the spine) of the spine (backbone)."


def test_a_part_of_a_longer_word_is_no_term() -> None:
    assert explained(claim("Lumbar-spine film."), GLOSSARY, set()).text == "Lumbar-spine film."


def test_the_terms_used_are_listed_in_order() -> None:
    assert [term for term, _ in terms_in((claim("spine and kyphosis"),), GLOSSARY)] == ["kyphosis", "spine"]
