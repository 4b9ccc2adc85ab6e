"""What kind of source a publication is, by the types that its record states."""

import re
from collections.abc import Iterable

from citewell.model.sources import SourceType

#: For a source that does not say what it is: the type that carries no more weight than a reader's own eyes.
NOT_STATED = SourceType.ARTICLE

# PubMed's publication types (NLM, "Publication Characteristics" of MeSH), the weightiest first.
_NAMES: tuple[tuple[SourceType, frozenset[str]], ...] = (
    (
        SourceType.GUIDELINE,
        frozenset(
            {
                "guideline",
                "practice guideline",
                "consensus development conference",
                "consensus development conference, nih",
                "consensus statement",
            }
        ),
    ),
    (
        SourceType.SYSTEMATIC_REVIEW,
        frozenset({"systematic review", "meta-analysis", "network meta-analysis"}),
    ),
    (
        SourceType.TRIAL,
        frozenset(
            {
                "randomized controlled trial",
                "randomised controlled trial",
                "controlled clinical trial",
                "clinical trial",
                "clinical trial, phase i",
                "clinical trial, phase ii",
                "clinical trial, phase iii",
                "clinical trial, phase iv",
                "adaptive clinical trial",
                "equivalence trial",
                "pragmatic clinical trial",
            }
        ),
    ),
    (SourceType.COHORT, frozenset({"observational study", "cohort study"})),
    (SourceType.REVIEW, frozenset({"review", "review article", "scoping review"})),
)


def source_type(stated: Iterable[str]) -> SourceType:
    """The weightiest of the stated publication types ("Meta-Analysis"); NOT_STATED where none says it."""
    names = {" ".join(name.lower().replace("-", " ").split()) for name in stated}
    for kind, known in _NAMES:
        if any(name.replace("-", " ") in names for name in known):
            return kind
    return NOT_STATED


# A title says that it is a systematic review (PRISMA 2020, item 1) or a randomised trial (CONSORT, 1a).
_IN_TITLE: tuple[tuple[SourceType, re.Pattern[str]], ...] = (
    (
        SourceType.GUIDELINE,
        re.compile(
            r"\bpractice guidelines?\b|^guidelines? (?:for|on)\b|: (?:an? )?(?:[\w-]+ ){0,3}guidelines?\b",
            re.IGNORECASE,
        ),
    ),
    (
        SourceType.SYSTEMATIC_REVIEW,
        re.compile(r"\b(?:systematic(?: literature)? review|meta-?analys[ei]s)\b", re.IGNORECASE),
    ),
    (
        SourceType.TRIAL,
        re.compile(r"\brandomi[sz]ed(?:,? [\w-]+){0,4} (?:clinical |controlled )?trial\b", re.IGNORECASE),
    ),
    (SourceType.COHORT, re.compile(r"\bcohort study\b", re.IGNORECASE)),
)
_PLANNED = re.compile(r"\bprotocol\b", re.IGNORECASE)


def type_in(title: str) -> SourceType:
    """The type that a title states ("…: a systematic review"); a protocol of a study is none yet."""
    if not _PLANNED.search(title):
        for kind, stated in _IN_TITLE:
            if stated.search(title):
                return kind
    return NOT_STATED


# What says little: a systematic review is often stated as a mere review.
_VAGUE = frozenset({SourceType.REVIEW, NOT_STATED})


def type_of(stated: Iterable[str], title: str) -> SourceType:
    """What a record states or, where that says little, what its title does."""
    kind, titled = source_type(stated), type_in(title)
    return titled if kind in _VAGUE and titled not in _VAGUE else kind
