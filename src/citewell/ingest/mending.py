"""Text as its author wrote it: UTF-8 that was read as Latin-1 or Windows-1252, and broken ligatures.

It is applied before a document's plain text is fixed, so that every offset is exact from the start.
"""

import re

# What Windows-1252 shows for the bytes 80 to 9F, as far as it shows anything.
_WINDOWS = {
    char: byte
    for byte in range(0x80, 0xA0)
    if (char := bytes([byte]).decode("cp1252", errors="ignore")) and ord(char) > 0xFF
}
_TAIL = "[\x80-\xbf" + "".join(map(re.escape, _WINDOWS)) + "]"
# Two bytes are believed only where real text has no such pair: "É®" may be a French trade name, and so is
# left alone, but "Ã©", "Â°" and "Î±" are always é, ° and α. Behind any first letter a control is proof, and
# so is a sign that no word ends in.
_MISREAD = re.compile(
    rf"[\xc2-\xc5\xcb\xcc\xce\xcf]{_TAIL}|[\xc2-\xdf][\x80-\x9f¡¤¥¦¨¬¯´¸]"
    rf"|[\xe0-\xef]{_TAIL}{{2}}|[\xf0-\xf4]{_TAIL}{{3}}"
)
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "ft",
    0xFB06: "st",
}
# A soft hyphen is a place where a word may be broken; a zero-width space and a byte-order mark are nothing.
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF), None)
_CONTROLS = dict.fromkeys((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)), None)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_REPLACED = {**_LIGATURES, **_INVISIBLE, **_CONTROLS}


def mended(text: str) -> str:
    """The text with misread UTF-8 read again, ligatures as letters, and what cannot be seen left out.

    Only what is certain is changed: signs of comparison, units and superscripts stay as they are.
    """
    if text.isascii():
        return text.translate(_REPLACED) if _CONTROL.search(text) else text
    return _MISREAD.sub(_read_again, text).translate(_REPLACED)


def _read_again(match: re.Match[str]) -> str:
    misread = match.group()
    try:
        return bytes(_WINDOWS.get(char, ord(char)) for char in misread).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return misread
