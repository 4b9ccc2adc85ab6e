"""A pack in the forms that other programs take in, for the command line, the API and the pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from citewell.engine.answering import Engine
from citewell.engine.standing import pack_standing
from citewell.errors import InputError, NotFound
from citewell.guidelines.checks import criteria, identity, references
from citewell.interop.cql.writer import cql_of
from citewell.interop.fhir.artifacts import Publication
from citewell.interop.fhir.codings import DEFAULT_BASE, Json, base_of
from citewell.interop.fhir.packs import pack_bundle as bundle_of
from citewell.interop.fhir.serialised import serialised
from citewell.model.catalog import Catalog
from citewell.model.standing import Standing

# Without these a pack does not hang together: what it says could not be written down whole.
_CHECKS = (
    identity.ids_are_unique,
    identity.nothing_goes_round,
    references.citations_exist,
    references.named_records_exist,
    criteria.comparisons_fit_their_fact,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exportable:
    """A pack with what the board says of it. standing: None where it says nothing."""

    catalog: Catalog
    standing: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackForm:
    """A form of a pack. ending: of its file's name. write: given the pack and a base."""

    title: str
    media_type: str
    ending: str
    write: Callable[[Exportable, str], bytes]


def pack_bundle(engine: Engine, pack: str, *, base: str = DEFAULT_BASE) -> Json:
    """A pack as FHIR R4 resources, with what the board says of it.

    base: the address under which they are published. Raises NotFound for an unknown pack, InputError for
    another base than a web address.
    """
    return _bundle(exportable(engine, pack), base)


def exported(engine: Engine, pack: str, form: str, *, base: str = DEFAULT_BASE) -> bytes:
    """A pack in one of `PACK_FORMS`. Raises as `pack_bundle` and `written` do."""
    return written(exportable(engine, pack), form, base=base)


def exportable(engine: Engine, pack: str) -> Exportable:
    """What is to be written of the pack of that id. Raises NotFound."""
    catalog = named(engine, pack)
    return Exportable(catalog=catalog, standing=pack_standing(catalog.pack, engine.board))


def written(found: Exportable, form: str, *, base: str = DEFAULT_BASE) -> bytes:
    """A pack in one of `PACK_FORMS`. It needs no engine: for its fifth of a second nobody is kept waiting.

    Raises NotFound for another form, InputError for a pack with dangling ends and as `pack_bundle` does.
    """
    if form not in PACK_FORMS:
        raise NotFound(f"packs are not exported as {form!r}", hint=f"one of {', '.join(PACK_FORMS)}")
    _check(found.catalog)
    return PACK_FORMS[form].write(found, base)


def named(engine: Engine, pack: str) -> Catalog:
    """The catalog of the pack of that id. Raises NotFound."""
    if pack not in engine.catalogs:
        raise NotFound("there is no pack of that name", hint=f"there is {', '.join(engine.catalogs)}")
    return engine.catalogs[pack]


def _check(catalog: Catalog) -> None:
    fault = next((problem for check in _CHECKS for problem in check(catalog)), None)
    if fault is not None:
        message = f"the pack {catalog.pack.id} cannot be exported: {fault.path}:{fault.line}: {fault.message}"
        raise InputError(message, hint="citewell packs check names every fault of a pack")


def _bundle(found: Exportable, base: str) -> Json:
    pack = found.catalog.pack
    published = Publication(base=base_of(base), pack=pack, standing=found.standing)
    return bundle_of(published, found.catalog, cql_of(pack))


def _fhir(found: Exportable, base: str) -> bytes:
    return serialised(_bundle(found, base))


def _cql(found: Exportable, _base: str) -> bytes:
    """The logic alone; nothing in it has an address."""
    return cql_of(found.catalog.pack).encode()


PACK_FORMS: Mapping[str, PackForm] = {
    "fhir": PackForm(title="FHIR R4", media_type="application/fhir+json", ending="fhir.json", write=_fhir),
    "cql": PackForm(title="CQL", media_type="text/cql; charset=utf-8", ending="cql", write=_cql),
}
