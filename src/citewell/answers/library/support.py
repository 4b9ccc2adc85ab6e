"""Whether what was found answers the question at all: an answer on something else is worse than none."""

from citewell.model.answers import Question
from citewell.model.shelves import Gathered
from citewell.text.tokens import content_words

# What a question shares with what the documents are about, at least: one word that is not everywhere.
_LEAST_SHARED = 0.35
# The share of the question's content words that may stand nowhere in the library.
_MOST_UNKNOWN = 0.3
# How near the nearest document is in meaning: below the first it is about something else, whatever words
# are shared; from the second on it is about the same, whatever words are not.
_LEAST_NEAR = 0.31
_NEAR = 0.47


def supports(question: Question, gathered: Gathered) -> bool:
    """Whether the library can be expected to answer.

    It cannot where it does not know the drug that is asked about, or too many of the words; nor where no
    document that was found is about anything the question names, or means anything like it.
    """
    asked = content_words(question.text)
    if not asked or not gathered.quotations or gathered.drugs_unknown or _is_far(gathered):
        return False
    return _is_near(gathered) or (_are_known(asked, gathered) and gathered.topicality >= _LEAST_SHARED)


def _is_far(gathered: Gathered) -> bool:
    return gathered.nearness is not None and gathered.nearness < _LEAST_NEAR


def _is_near(gathered: Gathered) -> bool:
    return gathered.nearness is not None and gathered.nearness >= _NEAR


def _are_known(asked: frozenset[str], gathered: Gathered) -> bool:
    misread = {typed for typed, _ in gathered.read_as}
    unknown = [word for word in gathered.unknown if word not in misread]
    return len(unknown) <= _MOST_UNKNOWN * len(asked)
