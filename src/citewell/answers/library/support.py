"""Whether what was found answers the question at all: an answer on something else is worse than none."""

from citewell.answers.library.novelty import newer_than
from citewell.model.answers import Question, Refusal
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
# So near that a question of everyday words is of care all the same.
_CLOSE = 0.35
# So far from every document a question is of another world.
_OUTSIDE = 0.22
# How far a document may be where all that is asked about is spoken of, is rare, and its title shares so much.
_FARTHEST, _SPOKEN_OF = 0.2, 0.6
# What speaks for and against an answer beyond the question, by logistic regression on judged questions and on
# short ones made by rule of what the library lists and of conditions and drugs that it has not: the
# share of its subject that nothing found speaks of, how near the nearest document is, and how much of the
# question its titles share. Above zero the thing asked about is not what was found. Without an encoder the
# nearness is not known.
_BEYOND = {"bias": 2.2, "unspoken": 4.7, "nearness": -6.5, "topicality": -1.6}
_BEYOND_BY_WORDS = {"bias": -0.8, "unspoken": 4.6, "nearness": 0.0, "topicality": -1.0}
_MOST_TOPICALITY = 2.5
# A single rare word that is missing proves less than several.
_DOUBT = 0.3


# Why a question is none that care can answer, whatever is found.
UNCLINICAL = frozenset({Refusal.TOO_VAGUE, Refusal.OUTSIDE_MEDICINE})
# What holds of a question, whatever a pack makes of single words of it.
DECISIVE = UNCLINICAL | {Refusal.TOO_NEW}


def why_not(question: Question, gathered: Gathered) -> Refusal | None:
    """Why the library cannot be expected to answer; None where it can.

    It cannot where nothing clinical is asked, where what is asked about is newer than the library, where it
    does not know the drug, or too many of the words; nor where no document that was found is about anything
    the question names or means anything like it, or none speaks of the very thing that it asks about.
    """
    if question.unclinical is Refusal.TOO_VAGUE or (question.unclinical and not _is_close(gathered)):
        return question.unclinical
    if newer_than(question.text, gathered.newest):
        return Refusal.TOO_NEW
    if _is_beyond_medicine(question, gathered):
        return Refusal.OUTSIDE_MEDICINE
    return None if _covers(question, gathered) else Refusal.NOT_COVERED


def unspoken(gathered: Gathered) -> tuple[str, ...]:
    """The names of what is asked about that nothing found speaks of, rarest first; no misspelt words."""
    misread = {typed for typed, _ in gathered.read_as}
    missing = [one for one in gathered.subjects if not (one.spoken or one.word in misread)]
    return tuple(one.word for one in sorted(missing, key=lambda one: (-one.rarity, one.word)))


def _is_beyond_medicine(question: Question, gathered: Gathered) -> bool:
    """Whether nothing clinical was read, in the packs' words or as what is asked, and nothing is near.

    Without an encoder, what is near is not known, and only plain words tell (`plainness`).
    """
    pico = question.pico
    read = question.mentions or pico.conditions or pico.interventions or pico.body_parts or pico.outcomes
    if read or pico.levels or gathered.drugs_unknown or gathered.nearness is None or _is_shorthand(gathered):
        return False
    return gathered.nearness < _OUTSIDE


def _covers(question: Question, gathered: Gathered) -> bool:
    asked = content_words(question.text)
    if not asked or not gathered.quotations or gathered.drugs_unknown or _is_far(gathered):
        return False
    if _is_beyond(gathered):
        return False
    if _is_near(gathered) or _is_spoken_of(gathered):
        return True
    return _are_known(asked, gathered) and gathered.topicality >= _LEAST_SHARED


def _is_beyond(gathered: Gathered) -> bool:
    """Whether what was found speaks of the question's surroundings and not of the thing asked about."""
    if gathered.subjects and not unspoken(gathered):
        return False
    weights = _BEYOND if gathered.nearness is not None else _BEYOND_BY_WORDS
    signs = {
        "bias": 1.0,
        "unspoken": _unspoken_share(gathered),
        "nearness": gathered.nearness or 0.0,
        "topicality": min(gathered.topicality, _MOST_TOPICALITY),
    }
    return sum(weights[sign] * value for sign, value in signs.items()) > 0.0


def _unspoken_share(gathered: Gathered) -> float:
    missing = frozenset(unspoken(gathered))
    total = sum(subject.rarity for subject in gathered.subjects)
    return sum(one.rarity for one in gathered.subjects if one.word in missing) / (total + _DOUBT)


def _is_far(gathered: Gathered) -> bool:
    """Whether nothing is near in meaning; a clinician's shorthand means little to an encoder."""
    if gathered.nearness is None or gathered.nearness >= _LEAST_NEAR or _is_shorthand(gathered):
        return False
    is_spoken_of = _is_spoken_of(gathered) and gathered.topicality >= _SPOKEN_OF
    return not (is_spoken_of and gathered.nearness >= _FARTHEST)


def _is_shorthand(gathered: Gathered) -> bool:
    """Whether all that is asked about is spoken of, and some of it is abbreviated and rare."""
    short = any(one.word.isupper() and one.rarity >= _SPOKEN_OF for one in gathered.subjects)
    return short and not unspoken(gathered)


def _is_spoken_of(gathered: Gathered) -> bool:
    """Whether what was found speaks of all that is asked about, and this is something rare."""
    named = sum(subject.rarity for subject in gathered.subjects if subject.spoken)
    return named >= _SPOKEN_OF and not unspoken(gathered)


def _is_close(gathered: Gathered) -> bool:
    """Whether everyday words mean something that documents are about ("my baby will not stop crying")."""
    return gathered.nearness is not None and gathered.nearness >= _CLOSE


def _is_near(gathered: Gathered) -> bool:
    return gathered.nearness is not None and gathered.nearness >= _NEAR


def _are_known(asked: frozenset[str], gathered: Gathered) -> bool:
    misread = {typed for typed, _ in gathered.read_as}
    unknown = [word for word in gathered.unknown if word not in misread]
    return len(unknown) <= _MOST_UNKNOWN * len(asked)
