"""Whether what was found answers the question at all: an answer on something else is worse than none."""

from citewell.model.answers import Question
from citewell.model.shelves import Gathered, Quotation
from citewell.text.tokens import content_words

# The share of the question's content words that a quotation must speak of, with what stands over it.
_ENOUGH = 0.34
_LOOKED_AT = 5


def supports(question: Question, gathered: Gathered) -> bool:
    """Whether the best of what was found speaks of what was asked."""
    asked = content_words(question.text)
    if not asked or not gathered.quotations:
        return False
    best = max(_covered(asked, q, gathered) for q in gathered.quotations[:_LOOKED_AT])
    return best >= _ENOUGH


def _covered(asked: frozenset[str], quotation: Quotation, gathered: Gathered) -> float:
    document = gathered.documents[quotation.document]
    said = [quotation.text, document.source.title, *document.conditions, *(c.text for c in quotation.context)]
    return len(asked & content_words(" ".join(said))) / len(asked)
