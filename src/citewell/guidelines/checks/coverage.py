"""What must be shown is shown, and what is recommended is tried on a case."""

from collections.abc import Iterator

from citewell.model.catalog import Catalog
from citewell.model.problems import Problem
from citewell.model.worked import Case, Expectation


def recommendations_have_cases(catalog: Catalog) -> Iterator[Problem]:
    """Every recommendation is named by a case, under verdicts or claims."""
    tried = {name for case in catalog.pack.cases for name in (*case.expect.verdicts, *case.expect.claims)}
    for statement in catalog.recommendations:
        if not statement.parent and statement.id not in tried:
            message = f"no case names the recommendation {statement.id}"
            hint = 'add a case that names it under "verdicts:" or "claims:"'
            yield Problem(statement.path, statement.line, "case.none", message, hint)


def cases_ask_and_expect(catalog: Catalog) -> Iterator[Problem]:
    """A case gives facts, words or a question, and expects something."""
    for case in catalog.pack.cases:
        for message, hint in _case_faults(case):
            yield Problem(case.path, case.line, "case.fields", f'case "{case.name}" {message}', hint)


def must_mention_is_covered(catalog: Catalog) -> Iterator[Problem]:
    """At least one of the statements that may carry a must-mention item stands in its topic."""
    for topic in catalog.pack.topics:
        shown = {*topic.bottom_line, *(item for section in topic.sections for item in section.items)}
        for must in topic.must_mention:
            if shown.isdisjoint(must.any_of):
                message = f"{must.id}: nothing in the topic covers it"
                hint = 'put one of its "any_of" into bottom_line or a section'
                yield Problem(topic.path, must.line, "topic.must-mention", message, hint)


def _case_faults(case: Case) -> Iterator[tuple[str, str]]:
    if not (case.facts or case.says or case.question):
        yield "gives nothing", "add facts, says or question"
    if case.expect == Expectation():
        yield "expects nothing", 'add what must follow under "expect:"'
