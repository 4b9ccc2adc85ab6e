"""A sentence of research text as the features need it: stems, numbers, cues of a finding."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from citewell.retrieval.evidence.hashing import buckets, runs
from citewell.text.tokens import is_content, stem

LONGEST_SENTENCE = 4000
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.·,]\d+)*")
_P_VALUE = re.compile(r"\bp\s?(?:value)?\s?[=<>≤≥]\s?(0?[.·]\d+)", re.IGNORECASE)
_SMALLEST_SIGN = re.compile(r"[<≤]")
_INTERVAL = re.compile(r"\bCI\b|confidence interval", re.IGNORECASE)
_HEADING = re.compile(r"^(?:[A-Z][\w /&.,-]{0,60}:?\s*\n|[A-Z][A-Z .&/-]{3,40}:)")
_COMPARES = frozenset(
    ["than", "compared", "versus", "vs", "comparison", "respectively", "difference", "differences", "between"]
)
_GROUPS = frozenset(
    ["group", "groups", "arm", "arms", "placebo", "control", "controls", "both", "treatment", "intervention"]
)
_UP = frozenset(
    [
        "increase",
        "increased",
        "increases",
        "increasing",
        "higher",
        "greater",
        "more",
        "improved",
        "improvement",
        "improve",
        "improves",
        "better",
        "longer",
        "larger",
        "rose",
        "elevated",
        "enhanced",
        "gain",
        "gained",
        "raised",
        "superior",
    ]
)
_DOWN = frozenset(
    [
        "decrease",
        "decreased",
        "decreases",
        "decreasing",
        "lower",
        "less",
        "fewer",
        "reduced",
        "reduction",
        "reduce",
        "reduces",
        "reductions",
        "shorter",
        "smaller",
        "fell",
        "declined",
        "decline",
        "worse",
        "inferior",
        "lowered",
        "fall",
    ]
)
_NONE = frozenset(
    [
        "similar",
        "comparable",
        "unchanged",
        "equivalent",
        "same",
        "equal",
        "nonsignificant",
        "neither",
        "nor",
        "unaffected",
        "ns",
    ]
)
_NOT = frozenset(["no", "not", "without", "none", "cannot", "didn't", "failed", "lack", "absence"])
_SIGNIFICANT = frozenset(["significant", "significantly", "significance", "statistically"])
_TELLS = frozenset(
    [
        "found",
        "showed",
        "observed",
        "demonstrated",
        "associated",
        "resulted",
        "reported",
        "revealed",
        "indicate",
        "suggest",
        "suggests",
        "conclude",
        "concluded",
        "conclusion",
        "findings",
        "demonstrate",
        "show",
        "shows",
        "confirmed",
        "effective",
    ]
)
_PLANS = frozenset(
    [
        "aim",
        "aimed",
        "objective",
        "purpose",
        "hypothesis",
        "hypothesized",
        "hypothesised",
        "investigate",
        "whether",
        "evaluate",
        "assess",
        "determine",
        "examined",
        "primary",
        "secondary",
        "outcome",
        "outcomes",
        "measured",
        "defined",
        "randomised",
        "randomized",
        "randomly",
        "assigned",
        "calculated",
        "analysis",
        "performed",
        "tested",
        "criteria",
    ]
)
_CUES = (_COMPARES, _GROUPS, _UP, _DOWN, _NONE, _NOT, _SIGNIFICANT, _TELLS, _PLANS)
_SIGNIFICANCE = 0.05


@dataclass(frozen=True, slots=True)
class Sentence:
    """words: in lower case, numbers too. stems: of the words that carry meaning, in order. cues: figures
    that say whether it reports a finding, in a fixed order. hashed: buckets of its runs of words.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    known: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    starts: frozenset[str]
    numbers: frozenset[str]
    cues: tuple[float, ...]
    hashed: tuple[int, ...]


@lru_cache(maxsize=4096)
def sentence_of(text: str) -> Sentence:
    """Reads a sentence; what stands behind its first 4,000 characters is not read."""
    text = text[:LONGEST_SENTENCE]
    words = tuple(match.group().lower() for match in _WORDS.finditer(text))
    stems = tuple(stem(word) for word in words if is_content(word))
    numbers = frozenset(_NUMBER.findall(text))
    return Sentence(
        words=words,
        stems=stems,
        known=frozenset(stems),
        pairs=frozenset(pairwise(stems)),
        starts=frozenset(one[:5] for one in stems if len(one) > 5),
        numbers=numbers,
        cues=_cues(text, words, len(numbers)),
        hashed=tuple(buckets(role_features(text, words))),
    )


def _cues(text: str, words: tuple[str, ...], numbers: int) -> tuple[float, ...]:
    unique = set(words)
    counted = [float(len(unique & cue)) for cue in _CUES]
    p = p_values(text)
    return (
        *counted,
        float(min(numbers, 12)),
        float(text.count("%")),
        float(bool(_INTERVAL.search(text))),
        float(len(p)),
        float(any(value < _SIGNIFICANCE for value in p)),
        float(len(words)),
        float(text.count("\n")),
        float("±" in text or " SD" in text),
        float(bool(_HEADING.match(text))),
        float("table" in unique or "fig" in unique or "figure" in unique),
        float("we" in unique or "our" in unique),
        float(text.count("[")),
    )


CUES = len(_CUES) + 12


def p_values(text: str) -> tuple[float, ...]:
    """The p-values printed in a text, in order; "P > 0.05" and the like count just above their number."""
    found = []
    for match in _P_VALUE.finditer(text):
        value = float(match[1].replace("·", "."))
        above = ">" in match[0] or "≥" in match[0]
        below = _SMALLEST_SIGN.search(match[0]) is not None
        found.append(value + 1e-6 if above else value - 1e-6 if below else value)
    return tuple(found)


def role_features(text: str, words: tuple[str, ...]) -> list[str]:
    """What tells a sentence's role: runs of its words with numbers as one sign, and how it begins."""
    signs = ["#" if word[0].isdigit() else word for word in words[:80]]
    found = runs(signs, longest=2)
    found.append("^" + " ".join(signs[:1]))
    found.append("^" + " ".join(signs[:2]))
    found.append("^" + " ".join(signs[:3]))
    found.append(f"numbers {min(signs.count('#'), 6)}")
    if p_values(text):
        found.append("p-value")
    if "%" in text:
        found.append("percent")
    return found
