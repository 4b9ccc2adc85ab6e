"""What a conversation has come to: the words, facts and people that a follow-up may lean on."""

from dataclasses import dataclass, field

from citewell.model.answers import Intent
from citewell.model.cases import NO_FACTS, CaseFacts
from citewell.model.pico import Population

# How a fact came into a follow-up: told before, or only supposed ("what if …").
BEFORE = "before"
ASSUMED = "assumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What was spoken of last, each as words of the questions.

    conditions: what the patient has. things: what is done about it (drugs, procedures, tests); others: what
    was spoken of before these. people: whom it concerns, apart from the facts. asks: the words with which it
    was asked; intents: what they want. person: who the patient is ("self", "mother"), "" while nobody said.
    """

    conditions: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    intents: tuple[Intent, ...] = ()
    facts: CaseFacts = NO_FACTS
    population: Population = field(default_factory=Population)
    person: str = ""


NO_THREAD = Thread()
