"""How a resource came to be: the day, whom it is about, the engine and the content that made it.

FHIR R4 (4.0.1): Bundle §2.36, Device §8.13, Provenance §6.3. What is made of the same answer on the same day
for the same subject has the same addresses: they are name-based UUIDs (RFC 9562 §5.5).
"""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from citewell.errors import InputError
from citewell.interop.fhir.codings import DEFAULT_BASE, Json, concept, filled
from citewell.model.answers import Provenance

# R4 §2.3.0.1: relative, absolute, or of an entry of the same Bundle; always a Patient.
_SUBJECT = re.compile(
    r"(?:https?://[A-Za-z0-9.:\-/_~%]{1,400}/)?Patient/[A-Za-z0-9\-.]{1,64}|urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
_NO_LIBRARY = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """On which ISO date something is put in FHIR, under which base, and about whom.

    base: as of `codings.base_of`. subject: as of `subject_of`, "" for nobody.
    """

    on: str
    base: str = DEFAULT_BASE
    subject: str = ""

    @property
    def year(self) -> int:
        """The year of that day, from which the age of a source is counted."""
        return int(self.on[:4])

    @property
    def instant(self) -> str:
        """The beginning of that day: no clock finer than the day decides anything that is said."""
        return f"{self.on}T00:00:00Z"


def subject_of(given: str) -> str:
    """A reference to a patient, as it was given. Raises InputError for what refers to none."""
    if given and not _SUBJECT.fullmatch(given):
        raise InputError(
            "the subject is no reference to a patient",
            hint="give one like Patient/7, or the whole address of a Patient",
        )
    return given


def address(made: Provenance, occasion: Occasion, *names: str) -> str:
    """Under which address a resource of this name stands in its Bundle."""
    told = (occasion.base, occasion.on, occasion.subject, made.fingerprint, *names)
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(told)).urn


def fingerprint_of(made: Provenance, occasion: Occasion) -> Json:
    """The answer's fingerprint as an identifier."""
    return {"system": f"{occasion.base}/NamingSystem/fingerprint", "value": made.fingerprint}


def reference(to: str, display: str = "") -> Json:
    """A reference to the resource at an address."""
    return filled(reference=to, display=display)


def device(made: Provenance) -> Json:
    """The engine, with the version of everything that it answered by."""
    versions = [("engine", made.engine)]
    versions += [(f"guideline pack {pack}", version) for pack, version, _ in made.packs]
    return {
        "resourceType": "Device",
        "deviceName": [{"name": "Citewell", "type": "user-friendly-name"}],
        "type": concept(text="Clinical answer engine: rules and quotations, no learned component"),
        "version": [{"type": concept(text=what), "value": version} for what, version in versions],
    }


def provenance(
    made: Provenance, occasion: Occasion, targets: Sequence[str], by: str, *, read: Iterable[str] = ()
) -> Json:
    """Of what the targets were made: content, by digest, and resources of a record.

    by: the address of the engine. read: references to what was read of the record.
    """
    sources = [
        _source(occasion, "pack-digest", digest, f"Guideline pack {pack} {version}")
        for pack, version, digest in made.packs
    ]
    if made.index != _NO_LIBRARY:
        sources.append(_source(occasion, "library-index", made.index, "Library of documents"))
    sources += [{"role": "source", "what": reference(each)} for each in read]
    return filled(
        resourceType="Provenance",
        target=[reference(target) for target in targets],
        recorded=occasion.instant,
        agent=[{"who": reference(by, "Citewell")}],
        entity=sources,
    )


def _source(occasion: Occasion, system: str, value: str, display: str) -> Json:
    what = filled(
        identifier={"system": f"{occasion.base}/NamingSystem/{system}", "value": value}, display=display
    )
    return {"role": "source", "what": what}


def bundle(kind: str, entries: Sequence[tuple[str, Json]], *, identifier: Json, occasion: Occasion) -> Json:
    """The resources, each under its address, as one Bundle."""
    return {
        "resourceType": "Bundle",
        "identifier": identifier,
        "type": kind,
        "timestamp": occasion.instant,
        "entry": [{"fullUrl": to, "resource": resource} for to, resource in entries],
    }
