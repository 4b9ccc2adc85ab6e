"""Words that deny a finding inside themselves: "afebrile", "painless", "normotensive".

Each with the finding it denies, after the parts that make it (a-, an-, non-, un-, -less, normo-, eu-).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from citewell.questions.passage import Passage

_DENIED = """
    afebrile: fever; nonfebrile: fever; apyrexial: fever; apyrexic: fever; apyretic: fever;
    atraumatic: trauma; nontraumatic: trauma; asymptomatic: symptoms; anicteric: jaundice;
    nonicteric: jaundice; acyanotic: cyanosis; noncyanotic: cyanosis; acyanosed: cyanosis;
    painless: pain; nonpainful: pain; nontender: tenderness; nondistended: distension;
    nonerythematous: erythema; nonpruritic: itch; nonbloody: blood; nonbilious: bile; nonpurulent: pus;
    nonradiating: radiation; nonexertional: exertion; nonpitting: pitting; nonpalpable: palpable mass;
    nonsmoker: smoking; nondrinker: alcohol use; teetotal: alcohol use; teetotaller: alcohol use;
    nondiabetic: diabetes; nonhypertensive: hypertension; normotensive: hypertension;
    nonpregnant: pregnancy; nulliparous: childbirth; nonfocal: focal deficit; noncontributory: relevance;
    nonsuicidal: suicidal thoughts; nonobese: obesity; normothermic: fever; eupneic: dyspnea;
    euthyroid: thyroid disease; immunocompetent: immunosuppression; unvaccinated: vaccination;
    unimmunized: vaccination; uninjured: injury; uninfected: infection; unobstructed: obstruction;
    nonobstructive: obstruction; nonischemic: ischemia; nonhemorrhagic: hemorrhage; noninfectious: infection;
    nonsmoking: smoking; nonmalignant: malignancy; noncancerous: cancer; nonmetastatic: metastasis;
    nonvalvular: valve disease; nondisplaced: displacement; undisplaced: displacement;
    uncomplicated: complications; unperforated: perforation; unruptured: rupture
"""
DENIED_WITHIN = {
    word: finding
    for word, _, finding in (pair.strip().partition(": ") for pair in " ".join(_DENIED.split()).split(";"))
}


@dataclass(frozen=True, slots=True)
class Absence:
    """A finding that the word at text[start:end] denies ("afebrile" denies "fever")."""

    finding: str
    start: int
    end: int


def absences_in(passage: Passage) -> Iterator[Absence]:
    """The findings that single words deny, in order; "non-tender" counts as one word."""
    for index, word in enumerate(passage.words):
        start, written = word.start, word.key
        if passage.key_at(index - 1) == "non" and passage.is_one_part(index - 1, index + 1):
            start, written = passage.words[index - 1].start, f"non{word.key}"
        finding = DENIED_WITHIN.get(written)
        if finding:
            yield Absence(finding, start, word.end)
