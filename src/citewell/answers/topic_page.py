"""The page of an open question: a topic, in the order its editors gave it."""

from citewell.answers.desk import Desk, Page, shown, silences, statements_of
from citewell.answers.select import Selection
from citewell.answers.wording import section_title
from citewell.model.answers import Audience, Section
from citewell.model.guidelines import Statement, Topic


def topic_page(topic: Topic, selection: Selection, desk: Desk) -> Page:
    """The topic's bottom line, sections and disagreements; nothing is said twice."""
    bottom_line = desk.claims(statements_of(topic.bottom_line, desk.catalog))
    used = set(topic.bottom_line)
    sections = [_named_section(selection.first, desk)] if selection.first else []
    used.update(s.id for s in selection.first)
    for section in topic.sections:
        items = [item for item in section.items if item not in used]
        used.update(items)
        claims = desk.claims(statements_of(items, desk.catalog))
        sections.append(Section(id=section.id, title=section_title(section, desk.audience), claims=claims))
    if desk.audience is Audience.PATIENT:
        sections = _safety_first(topic, sections)
    return Page(
        topic=topic.id,
        title=topic.patient_title if desk.audience is Audience.PATIENT else topic.title,
        bottom_line=bottom_line,
        sections=tuple(section for section in sections if section.claims),
        disagreements=tuple(shown(d, desk) for d in selection.disagreements),
        incomplete=silences(selection),
    )


def _safety_first(topic: Topic, sections: list[Section]) -> list[Section]:
    """The sections with what every answer must mention go first: a patient may read no further."""
    urgent = {
        one for item in topic.must_mention if item.scope == "every" and not item.about for one in item.any_of
    }
    return sorted(sections, key=lambda section: not any(claim.id in urgent for claim in section.claims))


def _named_section(statements: tuple[Statement, ...], desk: Desk) -> Section:
    title = "What you named" if desk.audience is Audience.PATIENT else "Named in the question"
    return Section(id="named", title=title, claims=desk.claims(statements))
