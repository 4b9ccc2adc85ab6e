"""CDS Hooks 2.0 as records: the services offered, a call, the cards that answer it, what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Hook(StrEnum):
    """The moments of a clinician's work at which we are called (HL7 CDS Hooks 2.0)."""

    PATIENT_VIEW = "patient-view"
    ORDER_SELECT = "order-select"
    ORDER_SIGN = "order-sign"


class Indicator(StrEnum):
    """How urgent a card is."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookService:
    """A service as discovery tells it. prefetch: by key, the FHIR query of what it wants to know."""

    id: str
    hook: Hook
    title: str
    description: str
    prefetch: Mapping[str, str]
    usage: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookCall:
    """A call that has the form it should have.

    instance: the UUID of this moment. patient: the id, without "Patient/". resources: what the prefetch
    brought, each once, without those the client could not get. withheld: the prefetch keys that came empty,
    missing or as an OperationOutcome. orders: the draft orders of the context; selected: the references of
    those just selected. Who the user is is not kept.
    """

    hook: Hook
    instance: str
    patient: str
    resources: tuple[Mapping[str, Any], ...] = ()
    withheld: tuple[str, ...] = ()
    orders: tuple[Mapping[str, Any], ...] = ()
    selected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOrder:
    """What a draft order asks for. reference: "MedicationRequest/7", "" where it has no id.

    names: what it is called in the record: texts and displays. codes: as (URI of the system, code).
    """

    reference: str
    names: tuple[str, ...]
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A coded word; display is what people read. system is a URI."""

    code: str
    system: str
    display: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a clinician may accept with one click. actions: each as CDS Hooks has it."""

    label: str
    uuid: str
    actions: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLink:
    """An address to read on at."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is shown to the clinician. summary: under 140 characters. detail: Markdown, "" for none.

    source_label, source_url: whose word it is, and where it stands. uuid: by which feedback names it.
    """

    uuid: str
    summary: str
    indicator: Indicator
    source_label: str
    source_url: str = ""
    detail: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    override_reasons: tuple[Coding, ...] = ()
    links: tuple[CardLink, ...] = ()


class Outcome(StrEnum):
    """What a clinician did with a card."""

    ACCEPTED = "accepted"
    OVERRIDDEN = "overridden"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFeedback:
    """What became of a card. at: as sent, ISO 8601. comment: free text, which may tell of a patient."""

    card: str
    outcome: Outcome
    at: str
    accepted: tuple[str, ...] = ()
    reason: Coding | None = None
    comment: str = ""
