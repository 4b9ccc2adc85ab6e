"""What a search is limited to, as tantivy understands it."""

import tantivy
from tantivy import FieldType, Occur, Query

from citewell.model.library import SearchFilter
from citewell.retrieval.schema import plain

_LAST_YEAR = 9999


def limits(only: SearchFilter, schema: tantivy.Schema) -> list[tuple[Occur, Query]]:
    """The clauses that a hit must satisfy; they add nothing to its score. An empty filter has none.

    A body or population is met by each of the words asked for ("NICE" stands in the body's short name),
    a type and a status exactly.
    """
    clauses = [
        Query.term_query(schema, field, word)
        for field, asked in (("publisher", only.body), ("people", only.population))
        for word in (plain().analyze(asked) if asked else ())
    ]
    clauses += [
        Query.term_query(schema, field, asked)
        for field, asked in (("type", only.type), ("status", only.status))
        if asked
    ]
    if only.year_from or only.year_to:
        clauses.append(_years(only, schema))
    return [(Occur.Must, Query.const_score_query(clause, 0.0)) for clause in clauses]


def _years(only: SearchFilter, schema: tantivy.Schema) -> Query:
    return Query.range_query(schema, "year", FieldType.Unsigned, only.year_from, only.year_to or _LAST_YEAR)
