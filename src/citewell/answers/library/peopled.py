"""Whether a guideline, or what it recommends, is for other people than the question is about.

Only plain words count: a child's guideline for an adult of a known age, what women should do for a man,
pregnancy for those who cannot be pregnant. A text that names no people is for all, and so is one that names
both; of a patient of whom nothing is said anything may hold.
"""

import re

from citewell.model.pico import Population

_CHILDREN = re.compile(
    r"\b(?:child(?:ren|hood)?|infants?|bab(?:y|ies)|neonat\w*|newborns?|toddlers?|pa?ediatric\w*"
    r"|adolescen\w+|boys?|girls?|youths?|young people|teenagers?|preterm|school-aged?)\b",
    re.IGNORECASE,
)
_ADULTS = re.compile(
    r"\b(?:adults?|(?:wo)?men|elderly|older (?:people|persons|patients|adults)|postmenopausal|all ages"
    r"|aged? (?:18|19|[2-9]\d))\b",
    re.IGNORECASE,
)
_PREGNANCY = re.compile(
    r"(?<!non-)(?<!non)(?<!not )\b(?:pregnan\w+|antenatal\w*|prenatal\w*|postpartum|pre-?eclampsia)\b",
    re.IGNORECASE,
)
_WOMEN = re.compile(r"\b(?:women|woman|girls?|females?)\b", re.IGNORECASE)
_MEN = re.compile(r"\b(?:men|man|boys?|males?)\b", re.IGNORECASE)
# In years: between the first two either may hold; between the others pregnancy is possible.
_CHILD_BELOW, _ADULT_FROM = 13, 20
_FERTILE = (12, 56)


def others_in(text: str, population: Population) -> str:
    """The people, of those a text names, of whom the question's cannot be one; empty where there are none."""
    if not population.sex and _age(population) is None:
        return ""
    return _of_other_age(text, population) or _of_other_sex(text, population)


def _of_other_age(text: str, population: Population) -> str:
    age = _age(population)
    if age is None or _CHILD_BELOW <= age < _ADULT_FROM:
        return ""
    if age >= _ADULT_FROM:
        return "children" if _CHILDREN.search(text) and not _ADULTS.search(text) else ""
    return "adults" if _ADULTS.search(text) and not _CHILDREN.search(text) else ""


def _of_other_sex(text: str, population: Population) -> str:
    may_be_pregnant = population.sex != "male" and not _is_at_no_age_for_it(population)
    if may_be_pregnant and not population.sex:
        return ""
    for_men = bool(_MEN.search(text))
    if population.sex == "female" and for_men and not _WOMEN.search(text):
        return "men"
    if may_be_pregnant or for_men:
        return ""
    if population.sex == "male" and _WOMEN.search(text):
        return "women"
    return "pregnancy" if _PREGNANCY.search(text) else ""


def _is_at_no_age_for_it(population: Population) -> bool:
    age = _age(population)
    return age is not None and not _FERTILE[0] <= age < _FERTILE[1]


def _age(population: Population) -> float | None:
    """An age that was told as a number; what a word tells of an age may be of somebody else."""
    if population.age is None or population.age[1] - population.age[0] >= 1:
        return None
    return population.age[0]
