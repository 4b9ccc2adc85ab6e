"""A question as one pack sees it."""

from dataclasses import dataclass

from citewell.answers.scope import Scope
from citewell.model.answers import Question
from citewell.model.applied import Applied
from citewell.model.catalog import Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A question as one pack sees it: what it makes of the words and of the patient, and how these stand.

    applied: without verdicts, as long as it is only looked whether the pack has anything to say.
    """

    question: Question
    catalog: Catalog
    applied: Applied
    scope: Scope

    @property
    def pack(self) -> str:
        """The id of the pack."""
        return self.catalog.pack.id
