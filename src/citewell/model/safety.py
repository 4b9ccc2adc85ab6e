"""What the safety of drugs comes to for one patient."""

from dataclasses import dataclass

from citewell.model.cases import Truth
from citewell.model.guidelines import Caution, DrugSafety


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyNote:
    """One contraindication, or one caution, of a drug or of a class.

    id: the same in every pack that has it. drug: the concept whose rule it is. forbids: a contraindication.
    """

    id: str
    drug: str
    caution: Caution
    forbids: bool

    @classmethod
    def of(cls, rules: DrugSafety) -> "tuple[SafetyNote, ...]":
        """All that is said of a drug or class, the contraindications first."""
        kinds = (("contraindication", rules.contraindications), ("caution", rules.cautions))
        return tuple(
            cls(
                id=f"{rules.id}:{kind}-{n}",
                drug=rules.id,
                caution=caution,
                forbids=kind == "contraindication",
            )
            for kind, cautions in kinds
            for n, caution in enumerate(cautions, start=1)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedNote:
    """A note for one patient: whether it holds, the facts it rests on, and those that would settle it.

    of_age_alone: it is of everybody of an age or sex, whatever the case.
    Of an unknown one: enough, the yes-no facts each of which would make it true, were it so, whoever the
    patient is; of_the_case, whether all but who the patient is (age, sex) is so; hinted, the facts for want
    of which it is not true, though by the number that is near to theirs it would be.
    """

    note: SafetyNote
    truth: Truth
    rests_on: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    enough: tuple[str, ...] = ()
    of_age_alone: bool = False
    of_the_case: bool = False
    hinted: tuple[str, ...] = ()

    @property
    def near(self) -> bool:
        """Whether it is true, or a reader must hear of it first: so of the case, or hinted at."""
        return self.truth is Truth.TRUE or self.of_the_case or bool(self.hinted)
