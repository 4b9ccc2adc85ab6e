"""A whole criterion in words, named criteria opened: what a person would have to ask to decide it."""

from collections.abc import Mapping

from citewell.guidelines.logic import Circumstances
from citewell.guidelines.wording import comparison_in_words
from citewell.model.criteria import Criterion, Op
from citewell.model.guidelines import FactDefinition, FactType

_JOINED_BY = {Op.ALL: " and ", Op.ANY: " or "}


def criterion_in_words(
    criterion: Criterion, facts: Mapping[str, FactDefinition], known: Circumstances
) -> str:
    """The criterion as a phrase: "Age: at least 60 years and (Fever or Raised ESR or CRP)".

    A yes-no fact that has to be true is told by its label alone. known: whose named criteria and numbers
    are used. What a pack with faults names and does not define is told by its id.
    """
    return _phrase(criterion, facts, known, inside=None)


def _phrase(
    criterion: Criterion, facts: Mapping[str, FactDefinition], known: Circumstances, *, inside: Op | None
) -> str:
    if criterion.op is Op.USE and criterion.name not in known.named:
        return criterion.name
    if criterion.op is Op.USE:
        return _phrase(known.named[criterion.name], facts, known, inside=inside)
    if criterion.op is Op.NOT:
        return f"not ({_phrase(criterion.parts[0], facts, known, inside=None)})"
    if criterion.op not in _JOINED_BY:
        return _comparison(criterion, facts, known)
    within = criterion.op if len(criterion.parts) > 1 else inside
    parts = (_phrase(part, facts, known, inside=within) for part in criterion.parts)
    phrase = _JOINED_BY[criterion.op].join(dict.fromkeys(parts))
    needs_brackets = inside not in (None, within)
    return f"({phrase})" if needs_brackets else phrase


def _comparison(leaf: Criterion, facts: Mapping[str, FactDefinition], known: Circumstances) -> str:
    definition = facts.get(leaf.fact)
    if definition is None:
        return leaf.fact
    if definition.type is FactType.YES_NO and leaf.choices == ("yes",):
        return definition.label
    return comparison_in_words(leaf, facts, known)
