"""What a question asks about, in its own words, part by part: so that a reader sees how it was read."""

from collections.abc import Iterable, Iterator

from citewell.answers.formats.words import clean, id_words, unwrapped
from citewell.model.answers import Audience
from citewell.model.pico import Phrase, Pico

# The field of a question: its name (for professionals, for patients).
_NAMES = {
    "conditions": ("Condition", "Condition"),
    "negated": ("Denied", "Not the case"),
    "interventions": ("Intervention", "Treatment or test"),
    "comparators": ("Compared with", "Compared with"),
    "outcomes": ("Outcome", "What it is for"),
    "body_parts": ("Part of the body", "Part of the body"),
    "levels": ("Level", "Level of the spine"),
    "settings": ("Setting", "Where"),
    "times": ("Time", "Time"),
    "current": ("In use already", "In use already"),
}
_PEOPLE = ("Population", "Who")


def pico_rows(question: str, pico: Pico, audience: Audience) -> tuple[tuple[str, str], ...]:
    """The parts that were read, each with the words of the question; what it took over is named by its id."""
    parts = [(_PEOPLE, pico.population.phrases), *((names, getattr(pico, f)) for f, names in _NAMES.items())]
    column = 1 if audience is Audience.PATIENT else 0
    return tuple((names[column], _words(question, phrases)) for names, phrases in parts if phrases)


def _words(question: str, phrases: Iterable[Phrase]) -> str:
    return ", ".join(dict.fromkeys(_each(question, phrases)))


def _each(question: str, phrases: Iterable[Phrase]) -> Iterator[str]:
    for phrase in phrases:
        own = unwrapped(clean(question[phrase.start : phrase.end]))
        yield own or clean(id_words(phrase.id))
