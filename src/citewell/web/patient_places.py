"""Where a fact stands in a record, carried along by the form: the file itself is sent once only."""

import re
from collections.abc import Iterator, Mapping

from citewell.model.patients import FileFact

PREFIX = "read."
_APART = "|"
# A place as we write it; whatever else comes back was not written by us.
_PLACE = re.compile(
    r"(?P<given>[\w.+-]{1,64})\|(?P<resource>[A-Z][A-Za-z]{2,63}(?:/[A-Za-z0-9.-]{1,64})?)"
    r"\|(?P<path>[A-Za-z][\w.\[\]]{0,199})\|(?P<date>[\dT:Z/.+-]{0,64})"
)


def carried(fact: FileFact) -> str:
    """A fact that a record told, as a field of the form holds it."""
    return _APART.join((fact.given, fact.resource, fact.path, fact.date))


def carried_in(texts: Mapping[str, str], facts: Mapping[str, str]) -> Iterator[FileFact]:
    """The facts of a form that an earlier file told and that still have the value it gave them."""
    for name, text in texts.items():
        fact, place = name.removeprefix(PREFIX), _PLACE.fullmatch(text)
        if name.startswith(PREFIX) and place and facts.get(fact) == place["given"]:
            yield FileFact(fact=fact, **place.groupdict())
