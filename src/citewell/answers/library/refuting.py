"""An abstention that quotes what contradicts the question, and, as others, who says otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from citewell.answers.library.premise import Contradicted
from citewell.answers.library.quoting import name_of, quoted
from citewell.model.answers import Answer, Audience, Question, Refusal, Section
from citewell.model.shelves import Gathered, Quotation

_REASONS = (
    "The question takes for granted what is recommended against: see what {} says.",
    "The question assumes something that guidelines advise against: see what {} says.",
)
_OTHERS_SAY = "What other bodies say for it, in some cases, stands apart: it is not what {} says."
UNHEARD = "Nothing that was found is by {}."
_AGAINST = ("What contradicts the question", "What guidelines say instead")
_OTHERS = ("Other bodies, on other cases", "What others say, about other cases")


def refuted(draft: Answer, question: Question, gathered: Gathered, found: Contradicted) -> Answer:
    """The abstention on a false premise; what urgent thing a pack has understood stays."""
    patient = question.audience is Audience.PATIENT
    return replace(
        draft,
        title="No answer: it rests on what is advised against",
        topic="",
        abstained=True,
        refusal=Refusal.FALSE_PREMISE,
        reason=_reason(found, gathered, question.audience),
        incomplete=(),
        bottom_line=(),
        sections=tuple(
            _section(name, titles[patient], quotations, gathered)
            for name, titles, quotations in (
                ("premise", _AGAINST, found.against),
                ("others", _OTHERS, found.others),
            )
            if quotations
        ),
        disagreements=(),
        missing=(),
        terms=(),
        choices=(),
        nearest=(),
        follow_ups=(),
    )


def _reason(found: Contradicted, gathered: Gathered, audience: Audience) -> str:
    names = _names(found.against, gathered)
    said = [_REASONS[audience is Audience.PATIENT].format(names)]
    if found.unheard:
        said.append(UNHEARD.format(_listed(found.unheard)))
    if found.others:
        said.append(_OTHERS_SAY.format(names))
    return " ".join(said)


def _names(quotations: Sequence[Quotation], gathered: Gathered) -> str:
    return _listed(name_of(gathered.documents[quotation.document].source) for quotation in quotations)


def _listed(names: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(names))


def _section(name: str, title: str, quotations: Sequence[Quotation], gathered: Gathered) -> Section:
    claims = tuple(quoted(each, gathered.documents[each.document]) for each in quotations)
    return Section(id=name, title=title, claims=claims)
