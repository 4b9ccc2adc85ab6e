"""What the parts of a pack are called in its CQL library: stable, readable, each name once.

Every name of a define begins with a word for its kind and a space, and no id of a pack holds a space, so that
no two parts share a name, nor a part and a fact. Names are given bare; `quoted` writes one in CQL.
"""

import re

DISPOSITION = "Disposition"
DAY_GIVEN = "Day of use"
DAY = "Day"
_ESCAPED = {"\\": "\\\\", '"': '\\"', "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"}
_TO_ESCAPE = re.compile("[\\\\\"'\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")


def library_name(pack_id: str) -> str:
    """The library of a pack, a valid name of a FHIR Library, too: `Citewell_vertebral_fracture`."""
    return "Citewell_" + pack_id.replace("-", "_")


def given_name(fact_id: str) -> str:
    """The parameter for a fact as it is given: the fact's own id."""
    return fact_id


def known_name(fact_id: str) -> str:
    """A fact that can follow from others: as given, or else what follows."""
    return f"Known {fact_id}"


def step_name(fact_id: str, step: int) -> str:
    """A fact that follows from others which follow from it, after a number of steps from what was given."""
    return f"Step {step} {fact_id}"


def contradiction_name(fact_id: str) -> str:
    """Whether other facts rule out what was given for a fact that can follow from them."""
    return f"Contradicted {fact_id}"


def value_name(value_id: str) -> str:
    """A dated number, in the edition in force."""
    return f"Value {value_id}"


def criterion_name(criterion: str) -> str:
    """A named criterion of criteria.yaml."""
    return f"Criterion {criterion}"


def population_name(population_id: str) -> str:
    """Whether the patient is in a population of the pack."""
    return f"Population {population_id}"


def exclusion_name(exclusion_id: str) -> str:
    """Whether the patient is one whom the pack does not cover, for this reason."""
    return f"Excluded {exclusion_id}"


def condition_name(statement_id: str) -> str:
    """The condition of a statement itself: its `applies_when`, without population and cautions."""
    return f"Condition {statement_id}"


def caution_name(statement_id: str, number: int) -> str:
    """The `number`th circumstance, from 1, in which a recommendation must not be followed."""
    return f"Caution {statement_id} {number}"


def contraindication_name(drug: str, number: int) -> str:
    """The `number`th contraindication, from 1, of a drug or class itself."""
    return f"Contraindication {drug} {number}"


def care_name(drug: str, number: int) -> str:
    """The `number`th caution, from 1, of a drug or class itself, which forbids nothing."""
    return f"Care {drug} {number}"


def contraindicated_name(drug: str) -> str:
    """Whether a drug that the pack gives is contraindicated, by itself or by a class above it."""
    return f"Contraindicated {drug}"


def verdict_name(statement_id: str) -> str:
    """Whether a statement (a recommendation, or another under a condition) applies; null is unknown."""
    return f"Applies {statement_id}"


def reason_name(disposition_id: str, reason_id: str) -> str:
    """A reason for a disposition."""
    return f"Reason {disposition_id} {reason_id}"


def chosen_name(disposition_id: str) -> str:
    """Whether a disposition is the one chosen; the id of that one is the define `Disposition`."""
    return f"Disposition {disposition_id}"


def option_name(score_id: str, item_id: str) -> str:
    """The option that holds of an item of a score, by its id."""
    return f"Option {score_id} {item_id}"


def points_name(score_id: str, item_id: str) -> str:
    """The points of an item of a score; null while they are open."""
    return f"Points {score_id} {item_id}"


def lowest_name(score_id: str) -> str:
    """The fewest points a score can still come to."""
    return f"Lowest {score_id}"


def highest_name(score_id: str) -> str:
    """The most points a score can still come to."""
    return f"Highest {score_id}"


def total_name(score_id: str) -> str:
    """A score's total; null while it is open."""
    return f"Total {score_id}"


def band_name(score_id: str) -> str:
    """The label of the band in which a score's total lies; null while it is open."""
    return f"Band {score_id}"


def quoted(name: str) -> str:
    """A name as an identifier of CQL, whatever it holds (CQL 1.5, Author's Guide, Identifiers)."""
    return f'"{_escaped(name)}"'


def literal(text: str) -> str:
    """A text as a String of CQL (CQL 1.5, Author's Guide, String)."""
    return f"'{_escaped(text)}'"


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: _ESCAPED.get(found[0]) or f"\\u{ord(found[0]):04x}", text)
