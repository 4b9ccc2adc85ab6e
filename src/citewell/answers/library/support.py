"""Whether what was found answers the question at all: an answer on something else is worse than none."""

from citewell.model.answers import Question
from citewell.model.shelves import Gathered
from citewell.text.tokens import content_words

# What a question shares with what the documents are about, at least: one word that is not everywhere.
_LEAST_SHARED = 0.35
# The share of the question's content words that may stand nowhere in the library.
_MOST_UNKNOWN = 0.3


def supports(question: Question, gathered: Gathered) -> bool:
    """Whether the library can be expected to answer.

    It cannot where it does not know the drug that is asked about, or too many of the words; nor where no
    document that was found is about anything the question names.
    """
    asked = content_words(question.text)
    if not asked or not gathered.quotations or gathered.drugs_unknown:
        return False
    misread = {typed for typed, _ in gathered.read_as}
    unknown = [word for word in gathered.unknown if word not in misread]
    return len(unknown) <= _MOST_UNKNOWN * len(asked) and gathered.topicality >= _LEAST_SHARED
