"""HTML as it is met in the wild, made safe to parse: what is no tag is text.

Clinical text holds "<" in its own right ("SpO2 <90%", "age <65 years"), and a parser of HTML takes what
follows for a tag and loses it. Here only the tags of HTML are tags.
"""

import html
import re

from citewell.ingest.mending import mended

_NAMES = """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote
    body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog
    dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6
    head header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee menu
    meta meter nav nobr noframes noscript object ol optgroup option output p param picture pre progress q
    rp rt ruby s samp script search section select slot small source span strike strong style sub summary
    sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp
"""
_NAME = "|".join(sorted(_NAMES.split(), key=len, reverse=True))
# A word alone is an attribute only where HTML has it so: "if a <b in c> d" has no tag.
_FLAGS = (
    "allowfullscreen async autofocus autoplay checked compact controls declare default defer disabled hidden"
    " ismap itemscope loop multiple muted nohref noresize noshade novalidate nowrap open readonly required"
    " reversed selected"
).replace(" ", "|")
_VALUE = r"""\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]++)"""
_ATTRIBUTES = rf"(?:\s+(?:[A-Za-z_:@][^\s<>\"'=/]*+{_VALUE}|(?:{_FLAGS})(?=[\s/>])))*+"
# A tag whose attributes are broken is still a tag when it names one and has its "=".
_TAG = rf"/?(?:{_NAME})(?:{_ATTRIBUTES}\s*+/?>|(?=[\s/])[^<>=]*[A-Za-z]\s*+=[^<>]*+>)"
_OTHER = r"!--|!doctype\b[^<>]*+>|\?xml\b[^<>]*+>|/?o:p\s*+/?>"
# Nearly every tag is bare and in small letters, and is known so at a tenth of the cost.
_BARE_TAG = rf"(?-i:/?(?:{_NAME})>)"
_STRAY = re.compile(rf"<(?!{_BARE_TAG}|{_TAG}|{_OTHER})", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#[xX]?[0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_KEPT = frozenset("<>&\"'")


def tidied(source: str) -> str:
    """The HTML with every "<" that begins no tag escaped, and misread and broken characters mended.

    Character references that an HTML 4 parser does not know or misreads are written out: the names of
    HTML 5, and numbers that mean Windows-1252 ("&#150;").
    """
    text = mended(source)
    if "&" in text:
        text = _REFERENCE.sub(_character, text)
    return _STRAY.sub("&lt;", text) if "<" in text else text


def _character(match: re.Match[str]) -> str:
    reference = match.group()
    known = html.unescape(reference)
    return reference if known in _KEPT else mended(known)
