"""Whom a question is about: age, sex, and the groups they belong to."""

from collections.abc import Iterable, Sequence

from citewell.model.cases import Assertion
from citewell.model.pico import Phrase, Population
from citewell.questions.assertions import reading_at
from citewell.questions.context import Context
from citewell.questions.lists import Place
from citewell.questions.passage import Passage
from citewell.questions.pico.ages import Age, ages_in
from citewell.questions.pico.mentions import Mention
from citewell.questions.pico.terms import Terms
from citewell.questions.spelling import word_set

_NOT_OF_THEM = frozenset((Assertion.NEGATED, Assertion.PAST, Assertion.OTHER_PERSON, Assertion.UNCERTAIN))
_PREGNANT = "pregnant"
_NOUNS = {
    **dict.fromkeys(word_set("woman lady girl female mother mum mom mam wife daughter sister gran grandma "
                             "grandmother nan nana aunt niece granddaughter girlfriend"), "female"),
    **dict.fromkeys(word_set("man gentleman boy male father dad husband son brother grandad granddad grandpa "
                             "grandfather uncle nephew grandson boyfriend lad bloke guy"), "male"),
}  # fmt: skip
_PRONOUNS = {"she": "female", "her": "female", "hers": "female", "he": "male", "him": "male", "his": "male"}
# Somebody of whom "she" may be said as well as of the patient.
_PROFESSIONS = word_set("""
    gp doctor dr midwife nurse dentist physio physiotherapist consultant surgeon pharmacist specialist
    friend neighbor boss teacher oncologist cardiologist
""")


def people_in(
    passage: Passage,
    mentions: Iterable[Mention],
    *,
    context: Context,
    terms: Terms,
    told_pregnant: bool = False,
) -> Population:
    """The people a question is about, as far as it says.

    A number tells an age before a word does ("8-year-old child"). A sex is told by a letter beside the age,
    by a noun, by a group ("pregnant"), and by a pronoun only where nobody else is named whom it may mean.
    told_pregnant: that weeks of a pregnancy are told ("now 13/40").
    """
    ages = tuple(ages_in(passage))
    groups = [one for one in mentions if _is_of_them(one, context)]
    names = [one.id for one in groups] + ([_PREGNANT] if told_pregnant and _PREGNANT in terms.groups else [])
    return Population(
        age=_age(ages, names, terms),
        sex=_sex(passage, ages, names, terms),
        groups=frozenset(names),
        phrases=_phrases(passage, ages, groups),
    )


def _is_of_them(mention: Mention, context: Context) -> bool:
    return reading_at(context, Place(mention.first, mention.last)).assertion not in _NOT_OF_THEM


def _age(ages: Sequence[Age], groups: Sequence[str], terms: Terms) -> tuple[float, float] | None:
    if ages:
        return ages[0].least, ages[0].greatest
    told = [age for name in groups if name in terms.groups and (age := terms.groups[name].age)]
    low, high = max((age[0] for age in told), default=0.0), min((age[1] for age in told), default=0.0)
    return (low, high) if told and low < high else (told[0] if told else None)


def _sex(passage: Passage, ages: Sequence[Age], groups: Sequence[str], terms: Terms) -> str:
    by_letter = [age.sex for age in ages if age.sex]
    by_noun = [_NOUNS[key] for key in passage.keys if key in _NOUNS]
    by_group = [terms.groups[name].sex for name in groups if name in terms.groups and terms.groups[name].sex]
    for told in (by_letter[:1], by_group, by_noun):
        if told:
            return told[0] if len(set(told)) == 1 else ""
    if not _PROFESSIONS.isdisjoint(passage.keys):
        return ""
    by_pronoun = {_PRONOUNS[key] for key in passage.keys if key in _PRONOUNS}
    return by_pronoun.pop() if len(by_pronoun) == 1 else ""


def _phrases(passage: Passage, ages: Iterable[Age], groups: Iterable[Mention]) -> tuple[Phrase, ...]:
    told = [Phrase("age", *passage.span(age.first, min(age.last, len(passage.words)))) for age in ages]
    named = [Phrase(one.id, *passage.span(one.first, one.last)) for one in groups]
    return tuple(sorted((*told, *named), key=lambda one: (one.start, one.end, one.id)))
