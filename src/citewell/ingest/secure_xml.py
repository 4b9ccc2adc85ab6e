"""XML from strangers: no entity expansion, no DTD, no network, bounded depth and size."""

import codecs
import re
from html.entities import html5

from lxml import etree

from citewell.errors import InputError

MAX_BYTES = 256 * 2**20
_HINT = "Send the file as plain XML, without a document type of its own."
_OWN_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_NAMED = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&([A-Za-z][A-Za-z0-9]*);", re.DOTALL)
_ENCODING = re.compile(r"""^(<\?xml[^>]*?)\sencoding\s*=\s*["'][^"'>]*["']""")


def parse(data: bytes) -> etree._Element:
    """The root element of an XML document.

    A DOCTYPE that names an external DTD is allowed, and the DTD is not read. A named character that only
    that DTD defines ("&eacute;") is put in by its HTML 5 name, which agrees with the ISO sets that JATS and
    MEDLINE use; a name that HTML does not know stays in the text as it is written. Without a DOCTYPE such a
    name is a fault, as XML has it. Raises InputError, in one line with the place: entity declarations, more
    than 256 levels, more than MAX_BYTES bytes, and what is not well-formed XML.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"The XML is {len(data):,} bytes long; {MAX_BYTES:,} are the most that is read.")
    data = _one_byte_a_sign(data)
    if b"<!ENTITY" in data:
        raise _declares_entities()
    if b"<!DOCTYPE" in data:
        data = _NAMED.sub(_numbered, data)
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"This is not well-formed XML: {_place(error)}.") from error
    _refuse_entities(root)
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )


def _one_byte_a_sign(data: bytes) -> bytes:
    """UTF-16 as UTF-8, so that marks of XML can be looked for in bytes."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    try:
        return _ENCODING.sub(r"\1", data.decode("utf-16")).encode()
    except UnicodeError as error:
        raise InputError("This is not well-formed XML: it begins as UTF-16 and is not.") from error


def _numbered(match: re.Match[bytes]) -> bytes:
    """A named character as its number; an unknown name as the text it is written with."""
    if match[1] is None or (name := match[1].decode()) in _OWN_NAMES:
        return match[0]
    known = html5.get(f"{name};")
    return "".join(f"&#{ord(char)};" for char in known).encode() if known else b"&amp;" + match[0][1:]


def _place(error: Exception) -> str:
    """What is wrong and where, as one line."""
    return re.sub(r" \(<string>, line \d+\)$", "", str(error).split("\n")[0]).rstrip(".")


def _declares_entities() -> InputError:
    return InputError("The XML declares entities, which are never expanded.", hint=_HINT)


def _refuse_entities(root: etree._Element) -> None:
    """Once more after parsing: what an encoding hid from the search of bytes."""
    declared = root.getroottree().docinfo.internalDTD
    hidden = declared is not None and any(True for _ in declared.entities())  # type: ignore[attr-defined]
    if hidden or next(root.iter(etree.Entity), None) is not None:
        raise _declares_entities()
