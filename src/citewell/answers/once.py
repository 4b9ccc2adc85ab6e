"""Whether something is told already, by this pack or by another."""

from collections.abc import Iterable
from dataclasses import dataclass

from citewell.model.answers import Answer, Claim
from citewell.model.sources import Direction

# What a claim rests on, and which way it points.
_Grounds = tuple[frozenset[str], Direction | None]


@dataclass(frozen=True, slots=True)
class Told:
    """What has been told: the wordings, and by which packs on which grounds.

    Two claims say the same when their words are the same; or, from two packs, when they rest on the same
    findings and point the same way. Within one pack its editors may make two statements of one finding.
    """

    texts: set[str]
    grounds: dict[_Grounds, set[str]]

    @classmethod
    def of(cls, claims: Iterable[Claim] = ()) -> "Told":
        """What some claims tell."""
        told = cls(set(), {})
        for claim in claims:
            told.add(claim)
        return told

    def add(self, claim: Claim) -> None:
        """Take a claim for told."""
        self.texts.add(claim.text)
        if claim.pack:
            self.grounds.setdefault(_grounds_of(claim), set()).add(claim.pack)

    def has(self, claim: Claim) -> bool:
        """Whether a claim says nothing new. Quotations of the library are compared by their words alone."""
        if claim.text in self.texts:
            return True
        return bool(claim.pack) and bool(self.grounds.get(_grounds_of(claim), set()) - {claim.pack})

    def new_of(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """The claims that say something new, which is told from then on."""
        new = []
        for claim in claims:
            if not self.has(claim):
                self.add(claim)
                new.append(claim)
        return tuple(new)


def _grounds_of(claim: Claim) -> _Grounds:
    return frozenset(claim.citations), claim.direction


def claims_of(answer: Answer) -> tuple[Claim, ...]:
    """The claims of an answer's bottom line and sections, and what it holds of each disagreement."""
    return (
        *answer.bottom_line,
        *(claim for section in answer.sections for claim in section.claims),
        *(shown.default for shown in answer.disagreements if shown.default),
    )
