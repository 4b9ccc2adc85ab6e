"""A patient's health record in a file: the guidance applied to what it tells."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from citewell.model.answers import Audience
from citewell.model.applications import Application

if TYPE_CHECKING:
    from citewell.engine import Engine


def applied(
    engine: "Engine",
    words: str,
    *,
    bundle: Path | None,
    facts: Mapping[str, str],
    forget: Sequence[str],
    audience: Audience,
) -> Application:
    """The guidance applied to words, facts and the FHIR Bundle of a file; without one, to the others.

    What of the Bundle was set aside is told on stderr. Raises as `engine.patients.applied_to_record`, and
    Forbidden before anything is read where guidance is not applied to a patient for this reader.
    """
    if bundle is None:
        return engine.apply(words, facts=facts, forget=forget, audience=audience)
    from citewell.cli.errors import say
    from citewell.cli.inputs import read_file
    from citewell.engine.modes import check_supports_patients
    from citewell.engine.patients import applied_to_record
    from citewell.interop.bundle import MOST_BYTES, read_bundle

    check_supports_patients(engine.mode, audience)
    content = read_file(bundle, most=MOST_BYTES)
    file = read_bundle(content, definitions=engine.definitions, today=engine.today)
    for note in file.notes:
        say(note)
    return applied_to_record(engine, file, words=words, facts=facts, forget=forget, audience=audience)
