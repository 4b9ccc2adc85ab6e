"""A question in its parts: intervention, comparator, outcome and people, as far as its cue words part them.

"LMWH compared with heparin: effect on bleeding", "Does exercise reduce falls more than usual care?" and the
claim "Aspirin lowers the risk of stroke" part alike. A question without cues is all intervention and all
outcome. The words are stems (`text.tokens`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from citewell.text.tokens import is_content, stem

WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|:")
_LONGEST_QUESTION = 2000
_START = 5
_COMPARED = frozenset({"versus", "vs", "than", "compared", "comparison", "comparing", "against"})
_ACTS = frozenset(
    """
    affect affected affects alter alters associated cause caused causes change changes decrease
    decreased decreases effect effective effects efficacious enhance enhances help helps impact improve
    improved improves increase increased increases induce induced induces influence influences inhibit
    inhibits lead leads linked lower lowered lowers predict predicts prevent prevented prevents prolong
    prolongs promote promotes raise raised raises reduce reduced reduces relieve relieves result results
    safe shorten shortens worsen worsens
    """.split()  # noqa: SIM905 - a word to each line would be no plainer
)
_OF_PEOPLE = frozenset({"in", "among"})
_EMPTY = frozenset({"compar", "effect", "versu", "vs", "than", "against", ":"})


@dataclass(frozen=True, slots=True)
class Parts:
    """Stems of each part of a question; `all` is every stem that carries meaning, in order, each once.

    parted: whether its outcome was told from its intervention; else each of them is the whole question.
    """

    intervention: frozenset[str]
    comparator: frozenset[str]
    outcome: frozenset[str]
    all: tuple[str, ...]
    parted: bool

    def names_outcome(self, stems: frozenset[str]) -> bool:
        """Whether any word of the outcome is among the stems, if only by its first five letters."""
        return _named(self.outcome, stems) > 0

    def shares(self, stems: frozenset[str]) -> tuple[float, float]:
        """Which shares of the intervention and of the outcome are among the stems; as `names_outcome`."""
        return _share(self.intervention, stems), _share(self.outcome, stems)


def _named(wanted: frozenset[str], stems: frozenset[str]) -> int:
    starts = {one[:_START] for one in stems if len(one) >= _START}
    return sum(one in stems or (len(one) >= _START and one[:_START] in starts) for one in wanted)


def _share(wanted: frozenset[str], stems: frozenset[str]) -> float:
    return _named(wanted, stems) / len(wanted) if wanted else 0.0


NO_PARTS = Parts(frozenset(), frozenset(), frozenset(), (), parted=False)


def parts_of(question: str) -> Parts:
    """The question's parts; what stands behind its first 2,000 characters is not read."""
    words = [match.group().lower() for match in WORDS.finditer(question[:_LONGEST_QUESTION])]
    found = _sorted_by_cues(words)
    everything = tuple(dict.fromkeys(one for part in found.values() for one in part if one not in _EMPTY))
    intervention, outcome = frozenset(found["intervention"]), frozenset(found["outcome"])
    parted = bool(intervention and outcome)
    if not parted:
        intervention = outcome = intervention | outcome
    return Parts(intervention, frozenset(found["comparator"]), outcome, everything, parted)


def _sorted_by_cues(words: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {
        "intervention": [],
        "comparator": [],
        "outcome": [],
        "act": [],
        "population": [],
    }
    here = "intervention"
    # Behind a colon stands an outcome as it is called, "change in weight"; a sentence goes on to its people.
    asks = ":" not in words
    for word in words:
        if word in _COMPARED:
            here = "comparator"
        elif _turns_to_outcome(word, here, found):
            here = "outcome"
        elif asks and here == "outcome" and word in _OF_PEOPLE and found["outcome"]:
            here = "population"
        if word in _ACTS:
            found["act"].append(stem(word))
        elif is_content(word) and (root := stem(word)) not in _EMPTY:
            found[here].append(root)
    return found


def _turns_to_outcome(word: str, here: str, found: Mapping[str, Sequence[str]]) -> bool:
    """Whether the outcome comes next: behind "X reduces", "X compared with Y:" and "effect of X on"."""
    if word == ":":
        return here == "comparator"
    if word == "on":
        return bool(here == "intervention" and found["act"] and found["intervention"])
    return word in _ACTS and (here == "comparator" or bool(found["intervention"]))
