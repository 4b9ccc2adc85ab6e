"""A question with a misspelt drug, asked again with each of the drugs that it may name."""

import re
from itertools import islice

from citewell.model.shelves import Gathered

_MOST = 4


def with_each_drug(text: str, gathered: Gathered) -> tuple[str, ...]:
    """The question with each drug that a misspelt word is equally near to in its place, to choose from.

    Nothing is chosen for the reader: look-alike names are mistaken for each other (ISMP, List of Confused
    Drug Names).
    """
    asked = (
        re.sub(rf"\b{re.escape(typed)}\b", drug, text)
        for typed, drugs in gathered.undecided
        for drug in drugs
    )
    return tuple(islice(dict.fromkeys(asked), _MOST))
