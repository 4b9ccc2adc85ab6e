"""What tells the direction of an effect: a sentence's words with the question's parts put for their words.

So that one study teaches something of the next, the words of the intervention, comparator and outcome are
put as signs, numbers as one, and a p-value as whether it is below .05. What stands close to the outcome is
told apart, since a sentence may report several.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from citewell.model.answers import Effect
from citewell.retrieval.evidence.hashing import buckets, runs
from citewell.retrieval.evidence.parts import NO_PARTS, Parts
from citewell.retrieval.evidence.sentence import LONGEST_SENTENCE
from citewell.text.tokens import is_content, stem

_TOKEN = re.compile(
    r"\b[pP]\s?(?:-?value)?s?\s?(?P<sign>[=<>≤≥])\s?(?P<p>0?[.·]\d+)|(?P<number>\d+(?:[.·,]\d+)*)|(?P<word>[^\W\d_]+)|(?P<end>[;:.](?=\s))"
)
_CAPTION = re.compile(r"\s*(?:fig(?:ure)?|table)s?\b\.?\s*\d", re.IGNORECASE)
_SIGNIFICANCE = 0.05
_BEFORE, _BEHIND = 8, 14
_INTERVENTION, _COMPARATOR, _OUTCOME = "_i_", "_c_", "_o_"
_BELOW, _ABOVE, _NUMBER = "_below_", "_above_", "_n_"
_KEPT = frozenset({_INTERVENTION, _COMPARATOR, _OUTCOME, _BELOW, _ABOVE})
# What a word says of a change, by how it begins: more, less, none, or for better or worse.
_CHANGES = (
    (
        "_up_",
        re.compile(r"increas|high|great|more$|longer|larg|elevat|rais|rose|gain|superior|augment|enhanc"),
    ),
    (
        "_down_",
        re.compile(
            r"decreas|reduc|low|less$|fewer|short|small|drop|declin|fell|fall|inferior|prevent|diminish"
        ),
    ),
    ("_better_", re.compile(r"improv|better|faster|favo|benefi|effective")),
    ("_worse_", re.compile(r"wors|slower|impair|deteriorat|poor")),
    ("_same_", re.compile(r"similar|compar(?:able|ably)|equal|same$|identical|unchanged|equivalen|alike")),
    ("_differ_", re.compile(r"differ|chang|affect|alter|influen|effect")),
    ("_not_", re.compile(r"(?:no|not|nor|neither|without|none|cannot|failed|ns)$")),
    ("_surely_", re.compile(r"significan")),
    ("_than_", re.compile(r"(?:than|versus|vs|compared|whereas|while|but)$")),
)
_MOVED = frozenset(("_up_", "_down_", "_better_", "_worse_"))
_ALIKE = frozenset(("_same_", _ABOVE))
# What is denied where a sentence says that there is no difference, within so many words of the "no".
_DENIABLE = _MOVED | {"_differ_", "_surely_"}
_DENIED = re.compile(r"evidence|associat|relat|correl|impact|advantage|superior|detect|statistical|effective")
_REACH = 6
# Behind these a sentence turns to something else.
_TURN = re.compile(r"[;,]?\s(?:but|whereas|while|although|though|however|yet)\s|;\s", re.IGNORECASE)


def effect_buckets(asked: Parts, text: str) -> list[int]:
    """The buckets of all that tells a direction in a sentence, for a question in its parts."""
    signs, figures = _signs(asked, text[:LONGEST_SENTENCE])
    return buckets(_features(asked, signs, figures))


def can_say(text: str) -> frozenset[Effect]:
    """The effects that a sentence has words or a p-value for; a caption has none, whatever it names."""
    if _CAPTION.match(text):
        return frozenset()
    signs, _ = _signs(NO_PARTS, text[:LONGEST_SENTENCE])
    bones = set(_bones(signs))
    moved = {Effect.INCREASED, Effect.DECREASED} if bones & _MOVED else set()
    return frozenset({*moved, Effect.NO_DIFFERENCE} if bones & _ALIKE or _denies(signs) else moved)


def clauses(text: str) -> list[str]:
    """A sentence cut where it turns from one thing to another."""
    return _TURN.split(text[:LONGEST_SENTENCE])


def _denies(signs: Sequence[str]) -> bool:
    """Whether a difference or a change is denied, and not merely something absent."""
    return any(
        _change(sign) == "_not_"
        and any(_change(one) in _DENIABLE or _DENIED.match(one) for one in signs[at + 1 : at + 1 + _REACH])
        for at, sign in enumerate(signs)
    )


def _features(asked: Parts, signs: Sequence[str], figures: Sequence[float]) -> Iterator[str]:
    yield from runs(signs[:160], longest=3)
    near = _near(signs)
    yield from (f"near {run}" for run in runs(near, longest=2))
    bones = _bones(signs)
    yield from (f"bones {run}" for run in runs(bones, longest=5))
    changes = _bones(near)
    yield from (f"near bones {run}" for run in runs(changes, longest=3))
    yield from (f"{change} of {root}" for change in set(changes) for root in asked.outcome)
    order = _order(signs)
    yield order
    yield from (f"{order} {change}" for change in changes)
    if len(figures) > 1:
        yield f"{order} figures {_compared(figures[0], figures[1])}"
    for sign in (_BELOW, _ABOVE):
        yield f"{sign} {min(signs.count(sign), 3)}"


def _signs(asked: Parts, text: str) -> tuple[list[str], list[float]]:
    """The sentence in signs, the same sign in a row once; and its numbers, less p-values."""
    signs: list[str] = []
    figures: list[float] = []
    for match in _TOKEN.finditer(text):
        if match["number"]:
            figures.append(_value(match["number"]))
        sign = _sign(asked, match)
        if sign not in signs[-1:] or sign == _NUMBER:
            signs.append(sign)
    return signs, figures


def _sign(asked: Parts, match: re.Match[str]) -> str:
    if match["p"]:
        value = _value(match["p"])
        below = value < _SIGNIFICANCE or (value == _SIGNIFICANCE and match["sign"] in "<≤")
        return _BELOW if below and match["sign"] not in ">≥" else _ABOVE
    if match["number"]:
        return _NUMBER
    if match["end"]:
        return "_end_"
    word = match["word"].lower()
    return _part(asked, stem(word)) or word if is_content(word) else word


def _part(asked: Parts, root: str) -> str:
    """The sign of the part of the question that a stem stands in; a word of two parts tells neither."""
    treated, compared = root in asked.intervention, root in asked.comparator
    if root in asked.outcome:
        return _OUTCOME if not treated else ""
    if treated == compared:
        return ""
    return _INTERVENTION if treated else _COMPARATOR


def _bones(signs: Sequence[str]) -> list[str]:
    """The parts of the question and the words of change alone, the same in a row once."""
    found: list[str] = []
    for sign in signs:
        bone = sign if sign in _KEPT else _change(sign)
        if bone and bone not in found[-1:]:
            found.append(bone)
    return found


@lru_cache(maxsize=4096)
def _change(word: str) -> str:
    return next((name for name, begins in _CHANGES if begins.match(word)), "")


def _near(signs: Sequence[str]) -> list[str]:
    """What stands around the place that says most of the outcome."""
    places = [at for at, sign in enumerate(signs) if sign == _OUTCOME]
    if not places:
        return list(signs[: _BEFORE + _BEHIND])
    best = max(places, key=lambda at: (sum(at <= other < at + _BEFORE for other in places), -at))
    return list(signs[max(best - _BEFORE, 0) : best + _BEHIND])


def _order(signs: Sequence[str]) -> str:
    """Which of the intervention and the comparator is named first."""
    for sign in signs:
        if sign in {_INTERVENTION, _COMPARATOR}:
            return f"first {sign}"
    return "first none"


def _compared(one: float, other: float) -> str:
    return "more" if one > other else "less" if one < other else "same"


def _value(printed: str) -> float:
    whole = printed.replace("·", ".").replace(",", "")
    head, _, tail = whole.partition(".")
    return float(f"{head[:15] or 0}.{tail.replace('.', '')[:15] or 0}")
