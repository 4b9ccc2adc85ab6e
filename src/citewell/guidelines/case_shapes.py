"""The shape of a worked case, and of what must follow from it, as docs/reference/packs.md tells them."""

from citewell.guidelines import build
from citewell.guidelines.scalars import FactValue, YesNo
from citewell.guidelines.shapes import (
    ID,
    STATEMENT_ID,
    Field,
    ListOf,
    MapOf,
    OneLine,
    Record,
    Text,
    Word,
    optional,
)
from citewell.model.worked import Expectation

VERDICTS = ("applies", "does not apply", "unknown")

_STATEMENT_IDS = ListOf(STATEMENT_ID)
_FACT_VALUES = MapOf(FactValue(), ID)
_EXPECTATION: Record[Expectation] = Record(
    (
        optional("disposition", ID, ""),
        optional("provisional", YesNo()),
        optional("verdicts", MapOf(Word(VERDICTS), STATEMENT_ID), {}),
        optional("not_excluded", MapOf(ListOf(ID), STATEMENT_ID), {}),
        optional("cautions", MapOf(ListOf(ID), STATEMENT_ID), {}),
        optional("scores", MapOf(OneLine(), ID), {}),
        optional("missing_first", ID, ""),
        optional("excluded", ID, ""),
        optional("abstained", YesNo()),
        optional("understood", _FACT_VALUES, {}),
        optional("claims", _STATEMENT_IDS, ()),
        optional("not_claims", _STATEMENT_IDS, ()),
        optional("disagreements", ListOf(ID), ()),
    ),
    build.expectation,
)
CASES = ListOf(
    Record(
        (
            Field("name", Text()),
            optional("facts", _FACT_VALUES, {}),
            optional("says", Text(), ""),
            optional("question", Text(), ""),
            Field("expect", _EXPECTATION),
        ),
        build.case,
    )
)
