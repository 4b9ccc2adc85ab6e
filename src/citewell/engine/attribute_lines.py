"""The 13 source attributes in words, in the regulation's order: command line and pages tell the same."""

from dataclasses import dataclass

from citewell.model.attributes import Attribute, FactUse, SourceAttributes

NOT_STATED = "not stated"
_CALLED = {
    Attribute.RACE: "Use of race",
    Attribute.ETHNICITY: "Use of ethnicity",
    Attribute.LANGUAGE: "Use of language",
    Attribute.SEXUAL_ORIENTATION: "Use of sexual orientation",
    Attribute.GENDER_IDENTITY: "Use of gender identity",
    Attribute.SEX: "Use of sex",
    Attribute.DATE_OF_BIRTH: "Use of date of birth",
    Attribute.SOCIAL_DETERMINANTS: "Use of social determinants of health",
    Attribute.HEALTH_STATUS: "Use of health status assessments",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeLine:
    """One attribute. n: its number, 1 to 13; facts: by which facts patient data is used."""

    n: int
    title: str
    told: str
    facts: tuple[FactUse, ...] = ()


def attribute_lines(told: SourceAttributes) -> tuple[AttributeLine, ...]:
    """All 13 attributes of a pack."""
    count = len(told.bibliography)
    cited = f"{count} source{'' if count == 1 else 's'}"
    released = f"released {told.released}" if told.released else f"release {NOT_STATED}"
    of_itself = (
        ("Bibliographic citation", f"{told.title}, version {told.version}; {cited}"),
        ("Developer", told.developer or NOT_STATED),
        ("Funding of the technical implementation", told.funding or NOT_STATED),
        ("Release and revision dates", f"{released}; revised {told.revised}"),
    )
    said = tuple(
        AttributeLine(n=n, title=title, told=words) for n, (title, words) in enumerate(of_itself, start=1)
    )
    used = tuple(
        AttributeLine(
            n=n, title=_CALLED[use.attribute], told="used" if use.used else "not used", facts=use.facts
        )
        for n, use in enumerate(told.uses, start=len(said) + 1)
    )
    return said + used
