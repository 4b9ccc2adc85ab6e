"""Where the sentences of clinical prose begin and end, as spans of its characters.

Rules in the manner of the Golden Rules (Sadvilkar and Neumann, PySBD, NLP-OSS 2020): a full stop ends a
sentence unless it belongs to an abbreviation, an initial or a number. What is printed behind it in brackets,
such as "[2006]" or "(Grade 1A)", stays with the sentence that it marks.
"""

import re

from citewell.model.library import Span

# An end of sentence: its marks, closing quotes or brackets, reference marks, and what is added in brackets.
# A run of marks is taken whole or not at all, so that a line of dots costs no more than its length.
_END = re.compile(
    r"""(?<![.!?…])[.!?…]++[\"'”’)\]]*+[⁰¹²³⁴⁵⁶⁷⁸⁹]*+
        (?P<added>(?:\s*[\[(][^\[\]().!?]{1,80}[\])]\.?){0,3})
        (?=\s+[\"'“‘(\[]?[^\W_a-z]|\s*$)""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|vs?|cf|ca|approx|viz|al|[Ff]igs?|[Tt]abs?|[Ee]qs?|[Nn]os?|[Rr]efs?|[Vv]ols?|[Dd]rs?"
    r"|[Pp]rofs?|Mrs?|Ms|St|Jr|Sr|Inc|Ltd|Corp|[Dd]ept|[Ee]d|[Ee]ds|pp?|[Ss]pp?|[Ss]ubsp|[Mm]in|[Mm]ax|[Ss]ec|[Hh]rs?"
    r"|[Jj]an|[Ff]eb|[Aa]pr|[Aa]ug|[Ss]ept?|[Oo]ct|[Nn]ov|[Dd]ec|U\.S|U\.K|Ph\.D|M\.D)"
    r"|(?:^|[\s(\[])[A-Z])$"
)
# These may also be the last word of a sentence, and are when a sentence clearly begins behind them.
_MAY_END = re.compile(
    r"(?:al|[Mm]in|[Mm]ax|[Ss]ec|[Hh]rs?|Inc|Ltd|Corp|[Ee]d|U\.S|U\.K|Ph\.D|M\.D|Jr|Sr|[A-Z])$"
)
_BEGINS = re.compile(
    r"\s+(?:The|This|These|Those|It|There|In|If|For|When|Do|We|All|Use|Offer|Consider|Patients?|People|However)\b"
)
# "1. Offer aspirin" is one sentence with its number, and so is "1.2.3 Offer".
_NUMBERED = re.compile(r"\s*(?:[(\[]?[0-9ivxIVX]{1,4}|[A-Za-z]|\d+(?:\.\d+)*)$")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, in order."""
    return tuple(text[span.start : span.end] for span in sentence_spans(text))


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The span of every sentence of the text, in order, without the white space between them.

    The spans together hold every character that is not white space.
    """
    spans: list[Span] = []
    start = _skip(text, 0)
    for match in _END.finditer(text):
        if start >= len(text):
            break
        end = match.end()
        if match.start() < start or not _is_end(text, start, match):
            continue
        spans.append(Span(start, end))
        start = _skip(text, end)
    last = len(text.rstrip())
    if start < last:
        spans.append(Span(start, last))
    return tuple(spans)


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    if not match.group().startswith("."):
        return True
    if _NUMBERED.fullmatch(text, start, match.start()):
        return False
    before = text[max(start, match.start() - 12) : match.start()]
    if not _ABBREVIATION.search(before):
        return True
    return bool(_MAY_END.search(before) and _BEGINS.match(text, match.end()))


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
