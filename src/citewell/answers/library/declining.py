"""What is said where the library cannot answer: why, what was searched, what is nearest, what to ask."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from citewell.answers.abstain import unclinical
from citewell.answers.library.drug_choices import with_each_drug
from citewell.answers.library.novelty import newer_than
from citewell.answers.library.quoting import name_of
from citewell.answers.library.support import UNCLINICAL, unspoken
from citewell.model.answers import Answer, Audience, Question, Refusal
from citewell.model.shelves import Gathered

_MOST_NEAREST = 5
_MOST_CHOICES = 3
_MOST_WORDS = 3
# A condition of more words is a class of conditions, and no choice.
_LONGEST_CONDITION = 4
_CHOICE = ("What is recommended for {}?", "What helps with {}?")
_OPENINGS = {
    Refusal.NOT_COVERED: (
        "The library was searched too ({sources} sources): none that was found answers this question.",
        "The library was searched too ({sources} sources): none that was found answers this question.",
    ),
    Refusal.TOO_NEW: (
        "The question is about something of {asked}; the library's newest source on this is of {newest}.",
        "You ask about something of {asked}. The newest source on this that was searched is of {newest}.",
    ),
}
_NOT_SPOKEN_OF = "None of them speaks of {}."
_MAY_BE_NEWER = (
    "The library's newest source is of {}; what is asked about may be newer.",
    "The newest source that was searched is of {}. What you ask about may be newer.",
)


def declined(draft: Answer, question: Question, gathered: Gathered, refusal: Refusal) -> Answer:
    """An abstention with its reason in the reader's words. What no source covers keeps a pack's own reason,
    and whatever urgent thing the pack has understood stays, too.
    """
    own = draft.reason if refusal is Refusal.NOT_COVERED else ""
    told = _reason(question, gathered, refusal)
    vague = refusal is Refusal.TOO_VAGUE
    return replace(
        draft,
        title="No answer",
        topic="",
        abstained=True,
        refusal=refusal,
        reason=f"{own} {told}".strip(),
        incomplete=(),
        bottom_line=(),
        sections=(),
        disagreements=(),
        missing=(),
        terms=(),
        choices=(
            *with_each_drug(question.text, gathered),
            *(_choices(draft, gathered, question.audience) if vague else ()),
        ),
        nearest=() if refusal is Refusal.OUTSIDE_MEDICINE or vague else _nearest(draft, gathered),
        follow_ups=draft.follow_ups if refusal is Refusal.OUTSIDE_MEDICINE else (),
    )


def _reason(question: Question, gathered: Gathered, refusal: Refusal) -> str:
    if refusal in UNCLINICAL:
        return unclinical(refusal, question.audience)
    patient = question.audience is Audience.PATIENT
    asked, newest = newer_than(question.text, gathered.newest), _newest_found(gathered)
    said = [_OPENINGS[refusal][patient].format(asked=asked, newest=newest, sources=gathered.sources)]
    missing = gathered.drugs_unknown or unspoken(gathered) or gathered.unknown
    if refusal is Refusal.NOT_COVERED and missing:
        said.append(_NOT_SPOKEN_OF.format(_listed(missing)))
        if gathered.newest and set(missing) & set(gathered.unknown):
            said.append(_MAY_BE_NEWER[patient].format(gathered.newest))
    return " ".join(said)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{word}”" for word in words[:_MOST_WORDS])


def _newest_found(gathered: Gathered) -> int:
    """The year of the newest of the sources found, which are about what is asked; else of all."""
    years = [gathered.documents[one].source.year for one, _ in gathered.ranking if one in gathered.documents]
    return max(years, default=0) or gathered.newest


def _nearest(draft: Answer, gathered: Gathered) -> tuple[str, ...]:
    found = (gathered.documents[one].source for one, _ in gathered.ranking)
    titles = (f"{name_of(source)}: {source.title}" for source in found)
    return tuple(islice(dict.fromkeys((*titles, *draft.nearest)), _MOST_NEAREST))


def _choices(draft: Answer, gathered: Gathered, audience: Audience) -> tuple[str, ...]:
    """Questions to choose from: on what the nearest sources are about, and one of a pack's own."""
    of_packs = (*draft.choices, *draft.follow_ups)[:1]
    form = _CHOICE[audience is Audience.PATIENT]
    asked = dict.fromkeys(form.format(condition) for condition in _conditions(gathered))
    return (*islice(asked, _MOST_CHOICES - len(of_packs)), *of_packs)


def _conditions(gathered: Gathered) -> Iterator[str]:
    """What the sources found are about, the nearest first, each by a condition that it lists."""
    for document, _ in gathered.ranking:
        listed = gathered.documents[document].conditions
        short = [one for one in listed if len(one.split()) <= _LONGEST_CONDITION]
        for condition in short[:1]:
            yield condition if condition[:2].isupper() else condition[:1].lower() + condition[1:]
