"""A question as one pack sees it."""

from dataclasses import dataclass

from citewell.answers.scope import Scope
from citewell.model.answers import Question
from citewell.model.applied import Applied
from citewell.model.cases import CaseFacts
from citewell.model.catalog import Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A question as one pack sees it: what it makes of the words and of the patient, and how these stand.

    known: the facts that it was applied to, without those that clash. applied: without verdicts, as long as
    it is only looked whether the pack has anything to say.
    is_of_its_kind: whether the kind of case named ("an L2 fracture") is of a population of the pack, whatever
    else is told of the patient. supposed: the pack applied as if something doubted were so, where that would
    be an emergency; else None.
    """

    question: Question
    catalog: Catalog
    known: CaseFacts
    applied: Applied
    scope: Scope
    is_of_its_kind: bool = False
    supposed: Applied | None = None

    @property
    def pack(self) -> str:
        """The id of the pack."""
        return self.catalog.pack.id
