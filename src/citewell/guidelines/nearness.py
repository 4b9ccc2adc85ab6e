"""How near an unknown rule is to being true: what of it is so, and what is only not settled.

Nothing here makes a rule true. It says which unknown rules a reader must hear of first.
"""

from dataclasses import replace

from citewell.guidelines.logic import Circumstances, holds
from citewell.model.attributes import Attribute
from citewell.model.cases import Truth, Value
from citewell.model.catalog import Catalog
from citewell.model.criteria import Criterion, Op


def of_the_case(criterion: Criterion, catalog: Catalog) -> Criterion | None:
    """A criterion less what it says of who the patient is: the facts whose `attribute` is age or sex.

    None where it says nothing else.
    """
    if criterion.op is Op.USE:
        return of_the_case(catalog.criteria[criterion.name], catalog)
    if not criterion.parts:
        return None if _says_who(criterion.fact, catalog) else criterion
    parts = tuple(part for each in criterion.parts if (part := of_the_case(each, catalog)) is not None)
    return replace(criterion, parts=parts) if parts else None


def holds_of_the_case(criterion: Criterion, catalog: Catalog, known: Circumstances) -> bool:
    """Whether all is so that a criterion says of a case, whoever the patient is.

    "65 years or older, on warfarin" of a patient on warfarin: that an age was not told is no reason to be
    silent on it.
    """
    rest = of_the_case(criterion, catalog)
    return rest is not None and holds(rest, known) is Truth.TRUE


def hinted(
    criterion: Criterion, missing: tuple[str, ...], catalog: Catalog, known: Circumstances
) -> tuple[str, ...]:
    """The unknown facts for want of which a criterion is not true, though by their hints it would be.

    A hint is a fact whose number is near to that of another and does not give it (`hinted_by`): a limit in
    creatinine clearance is not tested on an eGFR; but an eGFR under it says what to ask for at once.
    """
    told = {fact: value for fact in missing if (value := _hint(fact, catalog, known)) is not None}
    if not told:
        return ()
    supposed = replace(known, facts={**known.facts, **told})
    so = holds(criterion, supposed) is Truth.TRUE or holds_of_the_case(criterion, catalog, supposed)
    return tuple(told) if so else ()


def _says_who(fact: str, catalog: Catalog) -> bool:
    definition = catalog.facts.get(fact)
    return definition is not None and definition.attribute in (Attribute.DATE_OF_BIRTH, Attribute.SEX)


def _hint(fact: str, catalog: Catalog, known: Circumstances) -> Value | None:
    definition = catalog.facts.get(fact)
    return known.facts.get(definition.hinted_by) if definition and definition.hinted_by else None
