"""Evidence sentences: which sentence of a study answers a question, and which way the effect goes.

Small models over words, trained on development data (`benchmarks/train_evidence.py`), read from
`models/evidence-sentences`. They order and label what is quoted; whether anything applies to a patient is
never decided here.
"""

from citewell.retrieval.evidence.effects import effect_of
from citewell.retrieval.evidence.ranking import rank
from citewell.retrieval.evidence.records import Ranked, Role
from citewell.retrieval.evidence.roles import roles_of
from citewell.retrieval.evidence.stances import stance
from citewell.retrieval.evidence.standing import own_findings

__all__ = ["Ranked", "Role", "effect_of", "own_findings", "rank", "roles_of", "stance"]
