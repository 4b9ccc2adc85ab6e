"""Whether a text is for people whom a question does not tell of: for these its yes or no is not said.

Other than in `peopled`, what is not told counts: a recommendation for children answers a question on somebody
of unknown age with a quotation, and not with "yes".
"""

import re

from citewell.answers.library.rated import within_ages
from citewell.model.answers import Question
from citewell.text.tokens import content_words

_GROUPS = tuple(
    re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for words in (
        r"child(?:ren|hood)?|infants?|bab(?:y|ies)|newborns?|pa?ediatric\w*|adolescen\w+|young people",
        r"pregnan\w+|antenatal\w*|prenatal\w*|postpartum|gestation\w*",
        r"males?|men|man|boys?",
    )
)
_ADULT = 18.0
_WITH = re.compile(r"\b(?:with|undergoing|receiving|after|following)\s+([^:;,.(]{3,80})", re.IGNORECASE)


def is_for_others(text: str, title: str, question: Question) -> bool:
    """Whether a recommendation, or its guideline's title, names an age, people or a disease that the question
    does not."""
    people = question.pico.population
    if not within_ages(text, people.age):
        return True
    told = (
        people.age is not None and people.age[0] < _ADULT,
        any(group.startswith("pregnan") for group in people.groups),
        people.sex == "male",
    )
    said = f"{title} {text}"
    groups = zip(_GROUPS, told, strict=True)
    if any(group.search(said) and not (is_told or group.search(question.text)) for group, is_told in groups):
        return True
    return _is_of_other_disease(title, question)


def _is_of_other_disease(title: str, question: Question) -> bool:
    """Whether the people of a title ("adults with cancer") have what the question says nothing of."""
    whose = _WITH.search(title)
    if whose is None:
        return False
    named = " ".join((question.text, *(one.id for one in question.pico.conditions)))
    return not content_words(whose[1]) & content_words(named)
