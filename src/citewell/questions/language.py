"""What can be read at all: a question of moderate length, in letters, in English."""

import re
from collections.abc import Iterable

from citewell.errors import InputError
from citewell.questions.spelling import word_set

LONGEST_TEXT = 4000

_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
_WORD = re.compile(r"[^\W\d_]+")
_FIRST_NON_LATIN = "\u0250"
_LATIN_AGAIN = (
    ("\u1e00", "\u1eff"),
    ("\u2c60", "\u2c7f"),
    ("\ua720", "\ua7ff"),
    ("\ufb00", "\ufb06"),
    ("\uff21", "\uff5a"),
)

_ENGLISH = word_set("""
    the of and to in is are was were be been with for on at by from as an a this that these those it its i
    my me we you your he she his her they their what when where which who why how should can could may
    might must do does did has have had not no or if than after before there will would any without about
    need
""")
# Words that carry a sentence in each language and are not English words.
_FOREIGN = {
    "German": """
        der das dem den des ein eine einer eines einem einen ist sind und oder nicht mit von für bei wie
        wann welche welcher welches soll sollte kann ich mein meine zur zum auf nach eines im wird werden
        hat
    """,
    "French": """
        le la les des du une est sont et ou avec pour dans quel quelle quels quelles comment quand je mon
        ma après que qui faut sur pas aux ce cette de il elle
    """,
    "Spanish": """
        el la los las una es y con para en qué cómo cuál cuándo cuánto mi de del por se debe puedo tratar
        que después está tiene
    """,
    "Italian": """
        il lo gli una è sono e con di del della dello dei delle che cosa quando quanto mia mio nel dopo
        trattare può deve
    """,
    "Portuguese": """
        os uma é são e com para em qual como quando quanto meu minha da dos das não após que tratar
        deve está tem
    """,
    "Dutch": """
        het een de zijn en niet met voor bij hoe wanneer welke moet kan ik mijn van wat na dat wordt naar
    """,
    "Polish": """
        jest są nie się przy jak kiedy jaki jaka jakie czy mam mój moja po z na czym złamania leczenie
    """,
    "Swedish": """och är en ett inte med för hur när vilken ska jag av efter som vad""",
}
_MARKERS = {language: frozenset(words.split()) - _ENGLISH for language, words in _FOREIGN.items()}
_ALL_MARKERS = frozenset(word for words in _MARKERS.values() for word in words)
_ENOUGH = 2


def require_readable(text: str) -> None:
    """Refuse, with one clear line, a text that cannot be a question in English."""
    if not text.strip():
        raise InputError(
            "the question is empty: write it as words, for example a condition and what you want to know"
        )
    if len(text) > LONGEST_TEXT:
        length = f"{len(text):,} characters, and at most {LONGEST_TEXT:,} are read"
        raise InputError(f"the text has {length}: shorten it to the question")
    unreadable = _UNREADABLE.search(text)
    if unreadable:
        code = f"U+{ord(unreadable.group()):04X}"
        raise InputError(
            f"the text holds a control character ({code}) at position {unreadable.start()}: send plain text"
        )
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        raise InputError("the text holds no words: write the question in words")
    if not text.isascii():
        _require_latin(text)
    _require_english(words, text)


def _require_latin(text: str) -> None:
    letters = [char for char in text if char.isalpha()]
    foreign = sum(1 for char in letters if char >= _FIRST_NON_LATIN and not _is_latin(char))
    if 2 * foreign > len(letters):
        raise InputError("Citewell reads English; this is written in another script: ask in English")


def _is_latin(char: str) -> bool:
    return any(first <= char <= last for first, last in _LATIN_AGAIN)


def _require_english(words: Iterable[str], text: str) -> None:
    met = frozenset(words)
    if _ALL_MARKERS.isdisjoint(met):
        return
    english = len(met & _ENGLISH)
    counts = {language: len(met & markers) for language, markers in _MARKERS.items()}
    most = max(counts.values())
    enough = most >= _ENOUGH or (english == 0 and _has_accents(text))
    if enough and most > english:
        likely = " or ".join([language for language, count in counts.items() if count == most][:2])
        raise InputError(f"Citewell reads English; this looks like {likely}: ask in English")


def _has_accents(text: str) -> bool:
    return any(char.isalpha() and not char.isascii() for char in text)
