"""What decision support tells of itself: the 13 source attributes of evidence-based interventions.

45 CFR 170.315(b)(11), as HTI-1 has it: where it comes from (1 to 4), which patient data it uses (5 to 13).
"""

from dataclasses import dataclass
from enum import StrEnum

from citewell.model.references import Reference


class Attribute(StrEnum):
    """The kinds of patient data whose use is told, in the regulation's order (5 to 13)."""

    RACE = "race"
    ETHNICITY = "ethnicity"
    LANGUAGE = "language"
    SEXUAL_ORIENTATION = "sexual-orientation"
    GENDER_IDENTITY = "gender-identity"
    SEX = "sex"
    DATE_OF_BIRTH = "date-of-birth"
    SOCIAL_DETERMINANTS = "social-determinants-of-health"
    HEALTH_STATUS = "health-status-assessments"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePlace:
    """A rule of a pack. kind: "recommendation", "population" …; id, title: of what it belongs to."""

    kind: str
    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactUse:
    """A fact that rules ask for. through: facts that follow from it, where a rule asks for those alone."""

    fact: str
    label: str
    rules: tuple[RulePlace, ...]
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeUse:
    """Whether a kind of patient data is used, and by which facts; none of them means that it is not."""

    attribute: Attribute
    facts: tuple[FactUse, ...]

    @property
    def used(self) -> bool:
        """Whether any rule asks for such data."""
        return bool(self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAttributes:
    """The 13 attributes of a pack. developer, funding, released: "" where the pack does not say.

    released, revised: ISO dates. bibliography: what the pack cites, numbered. uses: one of each attribute.
    """

    pack: str
    title: str
    version: str
    digest: str
    developer: str
    funding: str
    released: str
    revised: str
    bibliography: tuple[Reference, ...]
    uses: tuple[AttributeUse, ...]
