"""Whose finding a sentence of a study tells: the study's own, or what others found or it set out to find.

What others found is told in introductions, and in discussions beside citations; a quotation of it under this
study's name would lend it this study's weight. Read from the section's name, the role of the sentence and
how authors speak of themselves and of others.
"""

import re
from collections.abc import Sequence

from citewell.retrieval.evidence.records import Role
from citewell.retrieval.evidence.sentence import LONGEST_SENTENCE

# Of an article's sections in which mostly others are told of, with or without a citation.
_BEFORE = re.compile(r"introduction|background|rationale|objective|literature|\baims?\b|purpose", re.I)
_DISCUSSED = re.compile(r"discussion|comment|interpretation|conclusion|implication", re.I)
_ABSTRACT = re.compile(r"abstract|summary", re.I)
_OURS = re.compile(
    r"\b(?:we|our|ours)\b"
    r"|\b(?:this|the present|the current|present|current) (?:[\w-]+ ){0,3}"
    r"(?:study|trial|analysis|meta-analysis|review|work|cohort|investigation|findings?|results?)\b"
    r"|\bthese (?:results|findings|data)\b",
    re.I,
)
_OTHERS = re.compile(
    r"\bet al\b"
    r"|\b(?:previous|earlier|prior|other|another|recent|published) (?:[\w-]+ ){0,2}"
    r"(?:stud(?:y|ies)|trials?|reports?|reviews?|meta-analys[ie]s|work|research|authors?|groups?|findings?)\b"
    r"|\bpreviously (?:shown|reported|found|described|demonstrated|published)\b"
    r"|\b(?:has|have) (?:also |recently )?been (?:shown|reported|suggested|proposed|claimed)\b",
    re.I,
)
# What is not known yet is no finding, either.
_OPEN = re.compile(
    r"\b(?:further|future|more|additional|larger) (?:[\w-]+ ){0,3}"
    r"(?:research|stud(?:y|ies)|trials?|work|validations?)\b"
    r"|\b(?:remains?|is|are|was|were) (?:still |as yet |largely )?"
    r"(?:unclear|unknown|uncertain|not known|limited by)\b"
    r"|\bdo(?:es)? not tell\b|\bnot possible to (?:say|tell|determine)\b",
    re.I,
)
# "[3]", "[3,4]", "[10]-[13]", "(Smith, 2004)"; an interval is in brackets, too, but not in a discussion.
_CITATION = re.compile(r"\[\d{1,3}(?:[,;–-] ?\d{1,3}){0,30}\]|\([A-Z][^()\d]{2,60} (?:19|20)\d\d[a-z]?[);]")
_ASIDE = frozenset((Role.BACKGROUND, Role.OBJECTIVE))


def own_findings(
    sentences: Sequence[str], sections: Sequence[str], roles: Sequence[Role]
) -> tuple[bool, ...]:
    """Of each sentence of a study, in the order of its text, whether it may tell what the study itself found.

    sections: the names of the headings that each stands under, in one line.
    """
    found: list[bool] = []
    cited_before = False
    for sentence, section, role in zip(sentences, sections, roles, strict=True):
        text = sentence[:LONGEST_SENTENCE]
        cites = _CITATION.search(text) is not None
        tells = role not in _ASIDE and _OPEN.search(text) is None
        found.append(tells and _is_own(text, section, cites=cites, cited_before=cited_before))
        cited_before = cites
    return tuple(found)


def _is_own(text: str, section: str, *, cites: bool, cited_before: bool) -> bool:
    ours, others = _OURS.search(text) is not None, _OTHERS.search(text) is not None
    if _BEFORE.search(section):
        return ours and not (cites or others)
    if _DISCUSSED.search(section) and not _ABSTRACT.search(section):
        # A sentence behind a citation may still tell of what was cited: "It showed …".
        return ours or not (cites or cited_before or others)
    return ours or not others
