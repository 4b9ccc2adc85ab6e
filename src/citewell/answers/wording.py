"""The same claims for a clinician, a student or a patient: which words are shown, and the fixed phrases."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from citewell.model.answers import Audience, Claim
from citewell.model.guidelines import GlossaryEntry, TopicSection
from citewell.model.sources import Direction
from citewell.model.standing import Status
from citewell.model.wording import Wording

DISCLAIMER = {
    Audience.CLINICIAN: (
        "For health professionals. Citewell restates published guidance and studies; it supplements, "
        "and does not replace, the guidelines themselves and clinical judgement. Verify against the primary "
        "sources before acting."
    ),
    Audience.STUDENT: (
        "For learning. Citewell restates published guidance and studies; it does not replace the guidelines "
        "themselves or supervision. Verify against the primary sources."
    ),
    Audience.PATIENT: (
        "For information only. This page tells you what published guidance says. It is not advice for you "
        "alone, and it does not take the place of your doctor. If you feel very unwell or things get worse, "
        "get medical help."
    ),
}
CAUTION = {
    Status.DRAFT: "Educational; pending human review.",
    Status.SUBMITTED: "Educational; pending human review.",
    Status.UNDER_REVIEW: "Educational; pending human review.",
    Status.CHANGES_REQUESTED: "Educational; its reviewers asked for changes.",
    Status.APPROVED: "",
    Status.SUPERSEDED: "A newer version was approved; this one must not guide care.",
    Status.RETIRED: "Kept for the record; it must not guide care.",
}
# What a recommendation's direction answers to "is it recommended?".
LEADS = {
    Direction.FOR: {"clinician": "Yes:", "patient": "Yes:"},
    Direction.OPTION: {"clinician": "It is an option:", "patient": "It may be used:"},
    Direction.AGAINST: {"clinician": "No:", "patient": "No:"},
    Direction.NO_RECOMMENDATION: {
        "clinician": "No recommendation for or against:",
        "patient": "Experts do not say yes or no:",
    },
}
NOT_HERE = {"clinician": "Not for this case:", "patient": "Not in this case:"}
# Before what is recommended, where the safety of a drug asks for care in a patient; and before what it says.
WITH_CARE = {"clinician": "Only with caution:", "patient": "Only with care:"}
CAUTIONED = {"clinician": "Caution:", "patient": "Take care:"}
# Before a limit in one measure where another, which does not give it, is known.
HINTED = {
    "clinician": "Caution: {wanted} decides, and {known} does not give it:",
    "patient": "Ask first: the {wanted} decides, and the {known} does not give it:",
}
# Section titles of a narrow answer, by aspect; the order is the order on the page.
ASPECT_TITLES: dict[str, tuple[str, str]] = {
    "red-flag": ("Warning signs", "When to get help now"),
    "referral": ("Referral", "Seeing a specialist"),
    "diagnosis": ("Diagnosis", "Finding the cause"),
    "imaging": ("Imaging", "Scans"),
    "cause": ("Cause", "Why it happens"),
    "treatment": ("What bodies say", "What experts say"),
    "dose": ("Dose", "How much"),
    "duration": ("Duration", "For how long"),
    "timing": ("Timing", "When"),
    "contraindication": ("When not", "When not to use it"),
    "harm": ("Harms", "Side effects and risks"),
    "activity": ("Activity", "Moving about"),
    "rehabilitation": ("Rehabilitation", "Exercise and recovery"),
    "evidence": ("Evidence", "What studies found"),
    "availability": ("Availability", "Can it be had"),
    "alternative": ("Alternatives", "Other choices"),
    "prevention": ("Prevention", "Stopping another break"),
    "follow-up": ("Follow-up", "Check-ups"),
    "prognosis": ("Course", "What to expect"),
    "risk": ("Risk", "Risk of more breaks"),
    "pitfall": ("Pitfalls", "What can go wrong"),
    "definition": ("Definition", "What it means"),
    "grade": ("Grades", "How sure experts are"),
    "scope": ("Scope", "What this covers"),
}


def worded(wording: Wording, audience: Audience) -> str:
    """The words for a reader; a student reads the clinician's."""
    return wording.patient if audience is Audience.PATIENT else wording.clinician


def voice(audience: Audience) -> str:
    """Which of the two voices a reader is spoken to in."""
    return "patient" if audience is Audience.PATIENT else "clinician"


def section_title(section: TopicSection, audience: Audience) -> str:
    """A topic section's title for a reader."""
    return section.patient_title if audience is Audience.PATIENT else section.title


def aspect_title(aspect: str, audience: Audience) -> str:
    """The title of a section that gathers one aspect."""
    return ASPECT_TITLES[aspect][audience is Audience.PATIENT]


def terms_in(claims: Iterable[Claim], glossary: tuple[GlossaryEntry, ...]) -> tuple[tuple[str, str], ...]:
    """The glossary's terms that the claims use, with their plain words, in order of term."""
    text = " ".join(claim.text for claim in claims)
    found = ((entry.term, entry.plain) for entry in glossary if _pattern(entry).search(text))
    return tuple(sorted(found))


def explained(claim: Claim, glossary: tuple[GlossaryEntry, ...], told: set[str]) -> Claim:
    """The claim with each term not yet told explained in brackets after its first use."""
    found = [
        (match.end(), entry)
        for entry in glossary
        if entry.term not in told and (match := _pattern(entry).search(claim.text)) is not None
    ]
    text = claim.text
    for end, entry in sorted(found, key=lambda at: -at[0]):
        if not text[end:].startswith(" ("):
            told.add(entry.term)
            text = f"{text[:end]} ({entry.plain}){text[end:]}"
    return replace(claim, text=text)


@cache
def _pattern(entry: GlossaryEntry) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted((entry.term, *entry.forms), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)
