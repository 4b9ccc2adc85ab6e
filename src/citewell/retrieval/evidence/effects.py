"""What a sentence says became of the outcome that a question asks about.

A classifier over `directions`, trained on the prompts of Evidence Inference (DeYoung et al., Evidence
Inference 2.0, BioNLP 2020). Nothing is said where the question does not tell its outcome from the rest, of a
sentence that names nothing of the outcome, reports no finding or has no word for it, and where the classifier
is not sure enough.
"""

from citewell.model.answers import Effect
from citewell.retrieval.evidence.directions import can_say, clauses, effect_buckets
from citewell.retrieval.evidence.parts import Parts, parts_of
from citewell.retrieval.evidence.records import REPORTING, ROLES
from citewell.retrieval.evidence.sentence import sentence_of
from citewell.retrieval.evidence.weights import Weights, weights

EFFECTS = (Effect.INCREASED, Effect.DECREASED, Effect.NO_DIFFERENCE)
_LEAST_SURE = 0.55
# A sentence with words for every effect may report several outcomes or arms.
_LEAST_SURE_OF_SEVERAL = 0.75
_LEAST_SURE_BEHIND_A_TURN = 0.9
_NEVER = 2.0
_LEAST_REPORTING = 0.5
_REPORTING = tuple(ROLES.index(role) for role in REPORTING)


def effect_of(question: str, sentence: str, *, model: Weights | None = None) -> Effect | None:
    """What the sentence says became of the question's outcome; None where it does not say.

    For a question that names no comparator, of the outcome under the intervention. model: other weights than
    those shipped.
    """
    return effect_in(parts_of(question), sentence, model or weights())


def effect_in(asked: Parts, sentence: str, model: Weights) -> Effect | None:
    """As `effect_of`, for a question in its parts."""
    read = sentence_of(sentence)
    if not (asked.parted and asked.names_outcome(read.known)):
        return None
    shares = model.roles.shares(read.hashed)
    if sum(shares[at] for at in _REPORTING) < _LEAST_REPORTING:
        return None
    told = model.effects.shares(effect_buckets(asked, sentence))
    best = max(range(len(EFFECTS)), key=lambda at: (told[at], -at))
    return EFFECTS[best] if told[best] >= _least_sure(asked, sentence, EFFECTS[best]) else None


def _least_sure(asked: Parts, sentence: str, effect: Effect) -> float:
    """How sure the reading must be; 1 or more where the sentence has no words for it, so that none is.

    A sentence may turn from the outcome to another, or from a change to its significance.
    """
    whole, of_outcome = can_say(sentence), _said_of_outcome(asked, sentence)
    if effect not in whole or (effect is not Effect.NO_DIFFERENCE and effect not in of_outcome):
        return _NEVER
    if effect not in of_outcome:
        return _LEAST_SURE_BEHIND_A_TURN
    return _LEAST_SURE if len(whole) < len(EFFECTS) else _LEAST_SURE_OF_SEVERAL


def _said_of_outcome(asked: Parts, sentence: str) -> frozenset[Effect]:
    """The effects for which there are words in the clauses that name the outcome."""
    naming = [part for part in clauses(sentence) if asked.names_outcome(sentence_of(part).known)]
    return frozenset(effect for part in naming or (sentence,) for effect in can_say(part))
