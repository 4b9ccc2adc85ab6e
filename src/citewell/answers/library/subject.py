"""What a question or a recommendation is about, in content words; whether a quotation speaks of it."""

from citewell.model.library import Document
from citewell.model.shelves import Quotation
from citewell.text.tokens import content_words

# Words that stand in any recommendation and make no two of them speak of the same.
_ANYWHERE = content_words(
    "patient patients people person adults women men child children clinician clinicians recommended "
    "recommends suggest suggests offer consider routinely should treatment therapy management care following "
    "evidence strong weak best way"
)
# The share of its subject's words that a quotation has, at least.
_MOST_OF_IT = 0.7


def subject_of(text: str) -> frozenset[str]:
    """The content words of a text less those that say nothing of its subject."""
    return content_words(text) - _ANYWHERE


def speaks_of(subject: frozenset[str], quotation: Quotation, document: Document) -> bool:
    """Whether a quotation, with what stands over it, has most of the subject's words."""
    said = " ".join((quotation.text, document.source.title, *(each.text for each in quotation.context)))
    return len(subject & content_words(said)) >= _MOST_OF_IT * len(subject)
