"""A word that a question may hold means one thing in all packs."""

from collections.abc import Iterator, Sequence

from citewell.guidelines.checks.across.members import Found, Member
from citewell.guidelines.parts import CONCEPTS
from citewell.model.guidelines import Concept
from citewell.model.problems import Problem


def terms_mean_one_thing(members: Sequence[Member]) -> Iterator[Found]:
    """No term is that of two concepts of one kind, unless one of them is narrower than the other."""
    first: dict[tuple[str, str], tuple[Member, Concept]] = {}
    for member in members:
        for concept in member.catalog.pack.concepts:
            for term in concept.terms:
                earlier, before = first.setdefault((concept.kind, term.casefold()), (member, concept))
                if earlier is not member and not member.catalog.related(before.id, concept.id):
                    message = f'"{term}" means "{concept.id}", and "{before.id}" in {earlier.name}'
                    hint = "leave the term to one of the two, or make one narrower than the other"
                    problem = Problem(CONCEPTS, concept.line, "across.term", message, hint)
                    yield Found(member, problem)
