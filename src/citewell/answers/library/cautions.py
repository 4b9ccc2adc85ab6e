"""Whether a sentence warns of a treatment in a fact of the patient.

Read from its form alone, clause by clause: a word of warning with the treatment on the side that it governs,
and the fact in the same clause, neither of them denied, excepted, or narrowed to more than the question says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from citewell.answers.library.caution_clauses import Place, Surroundings, clauses, overlaps, places
from citewell.answers.library.patient_facts import Kind, PatientFact, Treatment
from citewell.answers.library.rated import within_ages
from citewell.text.caution_words import CautionWords, naming
from citewell.text.tokens import content_words

# A verb between a treatment and what warns: the warning is of something else.
_BREAKS = re.compile(
    r":|\b(?:is|are|was|were|be|been|has|have|had|should|may|can|could|must|will|who|whom|which|that|because"
    r"|since|recommended|preferred|than|except|unless|if|until|after|before|treat(?:ed|s)?|reduces?|instead"
    r"|to)\b",
    re.IGNORECASE,
)
# What may stand between and breaks nothing: whose patients they are, and the verb of the warning itself.
_WHOSE = re.compile(
    r"\b(?:who (?:are|is|have|has)|that (?:are|is)|treated with|is required)\b", re.IGNORECASE
)
_OWN_VERB = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|may|can|should|must|has|have|considered|regarded|as|an?|also|therefore"
    r"|thus|then|use|generally|absolutely|relatively|specifically|usually|strongly|typically|strictly|currently"
    r"|the)\s*)+$",
    re.IGNORECASE,
)
# Before a treatment: what follows is taken for a case, not told.
_CASE = re.compile(r"\b(?:if|when|where|unless)\b[^,;]*$", re.IGNORECASE)
_CASE_BEHIND = re.compile(r"^\W*(?:or not tolerated|exists?\b)", re.IGNORECASE)
# "To avoid complications, give ...": what is avoided is no treatment.
_PURPOSE = re.compile(r"\W*(?:in order )?to\s+", re.IGNORECASE)
# A class that is told by one of its members.
_MEMBER = re.compile(r"\s+(?P<member>[a-z][a-z-]{4,})")
_MARKS = str.maketrans(dict.fromkeys(",.;:()[]/", " "))
_OR = re.compile(r"\bor\b|,", re.IGNORECASE)
_COUPLED = re.compile(r"(?:with|has|have|having) (?:[\w-]+ ){1,4}and $", re.IGNORECASE)
_COUPLED_BEHIND = re.compile(r" and (?P<other>[\w-]+(?: [\w-]+)?)\W*(?:$|[,.(])")
_NUMBER = re.compile(r"\s*(?P<number>\d+(?:\.\d+)?)")
_EXCEPTED = re.compile(r"\b(?:except|unless|other than|apart from)\b", re.IGNORECASE)
# What alone it is warned of a treatment for: "not for treatment of the common cold in children".
_USE = re.compile(
    r"\b(?:for|to) (?P<use>[^,;.()]{0,60}?\b(?:treat|prevent|prophyla|manag|relie|monotherap)\w*"
    r"[^,;.()]*?)(?= in | with | among |[,;.()]|$)",
    re.IGNORECASE,
)
_USING = content_words(
    "treatment treat prevention prevent prophylaxis management manage relief routine patients"
)
# A disease that counts from some value on, of which nothing is told.
_BOUNDED = re.compile(r"\s*(?:\([^()]*)?[<>≤≥]")
_BOUND, _NEAR = 30, 40
_MOST_OF_ROW = 900


@dataclass(frozen=True)
class Judge:
    """What warns of what, by the words of a question.

    words: how English warns. known: the stems of the words that the question says. age: the patient's, in
    years. taken: the names of drugs that the patient takes. drugs: the names of all drugs.
    """

    words: CautionWords
    known: frozenset[str]
    age: tuple[float, float] | None = None
    taken: tuple[str, ...] = ()
    drugs: frozenset[str] = frozenset()

    @cached_property
    def _near(self) -> Surroundings:
        return Surroundings(words=self.words, known=self.known)

    def warns(self, said: str, treatment: Treatment, fact: PatientFact, *, lead: str = "") -> tuple[str, ...]:
        """The names by which the words warn of the treatment in the fact: its own, or its classes'.

        lead: the line that introduces the list they belong to. It is read with them where it says to go on
        and they name no drug of their own.
        """
        goes_on = lead.rstrip().endswith(":") and not self._names_a_drug(said)
        said = f"{lead} {said}" if goes_on else said
        if not naming(fact.names).search(said) or self._near.pattern("elsewhere").search(said):
            return ()
        for names in (treatment.own, treatment.classes):
            if names and any(self._clause_warns(one, names, fact) for one in clauses(said)):
                return names
        return ()

    def warns_in_row(self, row: str, treatment: Treatment, fact: PatientFact) -> tuple[str, ...]:
        """As `warns`, of a table's row: the fact begins its first cell, a later one names the treatment, and
        one behind it warns."""
        first, *cells = row.split("\t")
        if len(row) > _MOST_OF_ROW or fact.value is not None or not naming(fact.names).match(first.strip()):
            return ()
        for names in (treatment.own, treatment.classes):
            if names and any(self._warns_in_cells(cells[n:], names) for n in range(len(cells))):
                return names
        return ()

    def _warns_in_cells(self, cells: Sequence[str], names: Sequence[str]) -> bool:
        """Whether the first cell names a treatment, and what is behind it warns."""
        named = [one for one in places(naming(tuple(names)), cells[0]) if self._is_told(one, cells[0])]
        return bool(named) and any(True for _ in self._warnings(" ".join(cells)[named[0].end :]))

    def _names_a_drug(self, said: str) -> bool:
        return not self.drugs.isdisjoint(said.lower().translate(_MARKS).split())

    def _clause_warns(self, clause: str, names: Sequence[str], fact: PatientFact) -> bool:
        named = places(naming(tuple(names)), clause) if naming(fact.names).search(clause) else []
        if not named or self._is_of_other_people_or_use(clause):
            return False
        treated = [one for one in named if self._is_told(one, clause) and not self._by_member(one, clause)]
        facts = [one for one in self._facts(fact, clause) if not overlaps(one, treated)] if treated else []
        if not facts:
            return False
        cues = list(self._warnings(clause))
        joined = any(not overlaps(one, treated) for one in places(self._near.pattern("together"), clause))
        if fact.kind is not Kind.DRUG:
            return not joined and self._any_governs(cues, treated, clause)
        beside = joined or self._are_beside(treated, facts, [cue for cue, _ in cues], clause)
        return beside and self._any_governs(cues, [*treated, *facts], clause)

    def _is_of_other_people_or_use(self, clause: str) -> bool:
        """Whether a clause is on people, or on a use of the treatment, that the question says nothing of."""
        named = (content_words(one.group()) for one in self._near.pattern("others").finditer(clause))
        uses = (content_words(one["use"]) - _USING for one in _USE.finditer(clause))
        return any(stems and self.known.isdisjoint(stems) for stems in (*named, *uses))

    def _any_governs(self, cues: Sequence[tuple[Place, bool]], ones: Sequence[Place], clause: str) -> bool:
        return any(
            self._governs(cue, one, clause, stands_behind=behind) for cue, behind in cues for one in ones
        )

    def _warnings(self, clause: str) -> Iterator[tuple[Place, bool]]:
        """The words of warning that are not turned round, and whether they stand behind what they warn of."""
        for key in ("behind", "before"):
            for cue in places(self._near.pattern(key), clause):
                turned = self._near.ends_with("turned", clause[: cue.start])
                turned = turned or bool(_PURPOSE.fullmatch(clause[: cue.start]))
                if not turned and not _CASE_BEHIND.match(clause[cue.end :]):
                    yield cue, key == "behind"

    def _governs(self, cue: Place, one: Place, clause: str, *, stands_behind: bool) -> bool:
        if stands_behind:
            is_told = not _CASE.search(clause[: one.start])
            between = _OWN_VERB.sub("", clause[one.end : cue.start])
            return one.end <= cue.start and is_told and not _BREAKS.search(_WHOSE.sub(" ", between))
        return cue.end <= one.start and not _BREAKS.search(_WHOSE.sub(" ", clause[cue.end : one.start]))

    def _is_told(self, one: Place, clause: str) -> bool:
        """Whether a treatment is spoken of as such: neither excepted nor narrowed."""
        before = clause[: one.start]
        narrowed = self._near.narrows("narrows treatment", before)
        return not narrowed and not self._near.ends_with("excepted", before, most=2)

    def _by_member(self, one: Place, clause: str) -> bool:
        """Whether a class is told by a member that the question does not name: "the antibiotic rifampin"."""
        member = _MEMBER.match(clause, one.end)
        is_drug = member is not None and member["member"] in self.drugs
        return member is not None and is_drug and not self._near.says_any(member["member"])

    def _are_beside(
        self, treated: Sequence[Place], facts: Sequence[Place], cues: Sequence[Place], clause: str
    ) -> bool:
        """Whether one is told to be taken beside the other, and not merely listed with it."""
        pairs = [*product(treated, facts), *product(facts, treated)]
        return any(
            other.start < one.start or any(one.start < cue.start < other.start for cue in cues)
            for one, other in pairs
            if self._near.ends_with("beside", clause[max(0, one.start - _NEAR) : one.start], most=3)
        )

    def _facts(self, fact: PatientFact, clause: str) -> Iterator[Place]:
        for one in places(naming(fact.names), clause):
            before = clause[: one.start]
            if self._near.ends_with("unheld", before, most=3) or self._near.narrows("narrows", before):
                continue
            if _EXCEPTED.search(before) or not self._is_of_age(one, clause, fact):
                continue
            if fact.value is None:
                if self._is_held(one, clause, fact):
                    yield one
            elif (bound := self._bound(one, clause, fact.value)) is not None:
                yield bound

    def _is_of_age(self, one: Place, clause: str, fact: PatientFact) -> bool:
        """Whether the ages told before a fact, and right behind a group, are kept to."""
        end = one.end + _NEAR if fact.kind is Kind.GROUP else one.end
        return within_ages(clause[:end], self.age)

    def _bound(self, name: Place, clause: str, value: float) -> Place | None:
        """Where the first bound of what is measured stands, where the patient's value keeps to it."""
        end = min(len(clause), name.end + _BOUND)
        for key, keeps in (("below", value.__lt__), ("above", value.__gt__)):
            for sign in self._near.pattern(key).finditer(clause, name.end, end):
                number = _NUMBER.match(clause, sign.end())
                if number:
                    held = keeps(float(number["number"]))
                    return Place(name.start, number.end()) if held else None
        return None

    def _is_held(self, one: Place, clause: str, fact: PatientFact) -> bool:
        before, behind = clause[: one.start], clause[one.end :]
        if self._near.pattern("unheld behind").match(behind.lstrip(" -")) or _BOUNDED.match(behind):
            return False
        if fact.kind is Kind.CONDITION and self._is_of_something_else(before, behind):
            return False
        further = self._near.pattern("further").search(behind[:_NEAR])
        if further is None or fact.kind is Kind.DRUG or _OR.search(behind[: further.start()]):
            return True
        more = behind[further.end() :]
        return self._near.says_any(more[:_NEAR]) or bool(self.taken and naming(self.taken).search(more))

    def _is_of_something_else(self, before: str, behind: str) -> bool:
        """Whether a disease is what the treatment is for, or counts only with another that is not told."""
        if self._near.ends_with("aimed", before) or self._near.ends_with("aims", before, most=6):
            return True
        coupled = _COUPLED.search(before)
        if coupled is not None and not self._near.says_any(coupled.group()):
            return True
        other = _COUPLED_BEHIND.match(behind)
        return other is not None and not self._near.says_any(other["other"])
