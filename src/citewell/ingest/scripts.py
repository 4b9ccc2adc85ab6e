"""Raised and lowered characters in plain text: exponents, charges, footnote marks, ordinals.

What is raised stays raised, as far as Unicode has the characters ("10⁹", "kg/m²", "Na⁺", "aspirin¹²,¹³",
"Note ᵃ"), so that a mark is never read as part of the number or word before it. What is lowered is a part of
its word ("SpO2", "HbA1c") and stays in line.
"""

import re

_RAISED = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)
_CAN_BE_RAISED = re.compile(r"[0-9+\-−=()a-pr-z,;.:/–*|\s\[\]]+")
_A_RANGE = re.compile(r"(?<=\d)[-−](?=\d)")
_SIGN = re.compile(r"(?:[®™©℠†‡§¶‖║*#|°∗★⁰¹²³⁴⁵⁶⁷⁸⁹]|\s)+")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)", re.IGNORECASE)
_TRADEMARKS = {"tm": "™", "sm": "℠", "r": "®"}


def raised(text: str, *, before: str = "") -> str:
    """A superscript as plain text; `before` is what stands directly in front of it.

    Ordinal endings behind a number and signs that cannot be mistaken (®, †) stay as they are; "TM" becomes ™.
    A raised word that Unicode cannot write stands behind "^" ("Gene^CPG").
    """
    mark = text.strip()
    if not mark or _SIGN.fullmatch(mark):
        return text
    if _ORDINAL.fullmatch(mark) and before[-1:].isdigit():
        return text
    if mark.isupper() and mark.lower() in _TRADEMARKS:
        return text.replace(mark, _TRADEMARKS[mark.lower()])
    if _CAN_BE_RAISED.fullmatch(mark):
        return _A_RANGE.sub("–", text).translate(_RAISED)
    return text.replace(mark, f"^{mark}") if before[-1:].strip() else text
