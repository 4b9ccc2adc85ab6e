"""A pack in the forms that other programs take in."""

from citewell.engine.answering import Engine
from citewell.engine.standing import pack_standing
from citewell.errors import NotFound
from citewell.interop.cql.writer import cql_of
from citewell.interop.fhir.artifacts import Publication
from citewell.interop.fhir.codings import DEFAULT_BASE, Json, base_of
from citewell.interop.fhir.packs import pack_bundle as bundle_of


def pack_bundle(engine: Engine, pack: str, *, base: str = DEFAULT_BASE) -> Json:
    """A pack as FHIR R4 resources, with what the board says of it.

    base: the address under which they are published. Raises NotFound for an unknown pack, InputError for
    another base than a web address.
    """
    if pack not in engine.catalogs:
        raise NotFound("there is no pack of that name", hint=f"there is {', '.join(engine.catalogs)}")
    catalog = engine.catalogs[pack]
    standing = pack_standing(catalog.pack, engine.board)
    published = Publication(base=base_of(base), pack=catalog.pack, standing=standing)
    return bundle_of(published, catalog, cql_of(catalog.pack))
