"""What is reviewed, as people name it: `pack:ID`, `recommendation:PACK/ID`, `article:NAME`."""

import re
from difflib import get_close_matches

from citewell.errors import InputError
from citewell.model.reviews import Subject, SubjectKind

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_LONGEST = 150
_FORMS = {
    SubjectKind.PACK: (_ID, "pack:ID"),
    SubjectKind.RECOMMENDATION: (rf"{_ID}/{_ID}(?:\.{_ID})?", "recommendation:PACK/ID"),
    SubjectKind.ARTICLE: (_ID, "article:NAME"),
}


def subject_named(text: str) -> Subject:
    """The subject that a text names. Raises InputError saying how it is written."""
    kind_name, colon, name = text.strip().partition(":")
    if not colon or kind_name not in set(SubjectKind):
        raise InputError(f"{text[:_LONGEST]!r} names nothing that is reviewed", hint=_hint(kind_name))
    kind = SubjectKind(kind_name)
    pattern, form = _FORMS[kind]
    if len(name) > _LONGEST or not re.fullmatch(pattern, name):
        raise InputError(
            f"{text[:_LONGEST]!r} is not written as {form}",
            hint="a name has small letters, digits and hyphens, 150 at most",
        )
    return Subject(kind, name)


def _hint(kind: str) -> str:
    forms = [form for _, form in _FORMS.values()]
    near = get_close_matches(kind, [form.partition(":")[0] for form in forms], n=1)
    wanted = [form for form in forms if near and form.startswith(near[0])] or forms
    return "write " + " or ".join(wanted)
