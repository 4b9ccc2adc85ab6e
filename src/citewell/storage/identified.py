"""Documents found by what a register names them: an id of it, a PMID or a DOI."""

import re

from citewell.storage.database import Database
from citewell.storage.records import REGISTERED

_PMID = re.compile(r"(?:pmid[: ]*)?([0-9]{4,9})", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:? *|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)
_MOST = 20


def identified(database: Database, name: str) -> tuple[str, ...]:
    """The ids of the live documents that a name is an identifier of, in order; most names are of none.

    An id made of a file's name ("gout") is none: it is a word that is searched for.
    """
    name = name.strip()
    if name.lower().startswith(REGISTERED):
        rows = database.rows("select id from documents where id = ? and live", name.lower())
        return tuple(row[0] for row in rows)
    pmid, doi = _PMID.fullmatch(name), _DOI.fullmatch(name)
    if not (pmid or doi):
        return ()
    rows = database.rows(
        "select id from documents where live and ((pmid != '' and pmid = ?) or (doi != '' and doi = ?)) "
        "order by id limit ?",
        pmid[1] if pmid else "",
        doi[1].casefold() if doi else "",
        _MOST,
    )
    return tuple(row[0] for row in rows)
