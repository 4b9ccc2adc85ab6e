"""Text to the ids of BERT's word pieces, as its `tokenizer.json` says (Wu et al., 2016; Devlin et al., 2019).

Why not the package `tokenizers`: it brings a network client along, 45 MB in all, and a hostile file can give
it a pattern that never ends. Every encoder of this family splits words the same way, so that a table of
characters and a longest match do. The ids are the same, but for one thing: a text cannot say "[SEP]".
"""

import unicodedata
from typing import Any

import msgspec

from citewell.errors import InputError

_UNREADABLE = "the tokenizer is not one of BERT's word pieces"
_KEPT_WORDS = 100_000
_LONGEST_WORD = 1000
# Control and format characters, and those of private use; what is not assigned yet stays.
_REMOVED = frozenset({"Cc", "Cf", "Co", "Cs"})
# Ideographs are words of their own: the blocks that BERT's own tokenizer names.
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class _Normaliser(msgspec.Struct, tag_field="type", tag="BertNormalizer"):
    clean_text: bool = True
    handle_chinese_chars: bool = True
    strip_accents: bool | None = None
    lowercase: bool = True


class _BertSplit(msgspec.Struct, tag_field="type", tag="BertPreTokenizer"):
    pass


class _Template(msgspec.Struct, tag_field="type", tag="TemplateProcessing"):
    single: list[dict[str, dict[str, Any]]]
    special_tokens: dict[str, dict[str, Any]]


class _Ends(msgspec.Struct, tag_field="type", tag="BertProcessing"):
    sep: tuple[str, int]
    cls: tuple[str, int]


class _Pieces(msgspec.Struct, tag_field="type", tag="WordPiece"):
    vocab: dict[str, int]
    unk_token: str
    continuing_subword_prefix: str = "##"
    max_input_chars_per_word: int = 100


class _File(msgspec.Struct):
    model: _Pieces
    normalizer: _Normaliser
    pre_tokenizer: _BertSplit
    post_processor: _Template | _Ends


class WordPieces:
    """Splits texts; safe to use from several threads."""

    def __init__(self, file: bytes) -> None:
        """Read a `tokenizer.json`. Raises InputError when it is none of BERT's."""
        try:
            read = msgspec.json.decode(file, type=_File)
            self._first, self._last = _ends(read.post_processor)
            self._unknown = (read.model.vocab[read.model.unk_token],)
        except (msgspec.MsgspecError, RecursionError, LookupError, TypeError, ValueError) as error:
            raise InputError(f"{_UNREADABLE}: {error}") from None
        self._vocabulary = read.model.vocab
        self._inner = read.model.continuing_subword_prefix
        self._longest = min(read.model.max_input_chars_per_word, _LONGEST_WORD)
        self._characters = _Characters(read.normalizer)
        self._words: dict[str, tuple[int, ...]] = {}

    @property
    def largest(self) -> int:
        """The largest id that a text can have, below the number of rows that the encoder must have."""
        return max(*self._vocabulary.values(), self._first, self._last)

    @property
    def least(self) -> int:
        """The least id, never below zero in a tokenizer that is whole."""
        return min(*self._vocabulary.values(), self._first, self._last)

    def ids(self, text: str, *, most: int) -> list[int]:
        """The ids of a text between those of its ends, at most `most` in all: what is beyond is cut off."""
        ids = [self._first]
        for word in text.translate(self._characters).split():
            ids += self._words.get(word) or self._learnt(word)
            if len(ids) >= most:
                break
        return [*ids[: most - 1], self._last]

    def _learnt(self, word: str) -> tuple[int, ...]:
        if len(word) > self._longest:
            return self._unknown
        if len(self._words) >= _KEPT_WORDS:
            self._words.clear()
        self._words[word] = pieces = self._pieces(word)
        return pieces

    def _pieces(self, word: str) -> tuple[int, ...]:
        """The longest piece that is known, again and again; a word with a part that is in none is unknown."""
        pieces, start = [], 0
        while start < len(word):
            before = self._inner if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if before + word[start:end] in self._vocabulary), 0)
            if not end:
                return self._unknown
            pieces.append(self._vocabulary[before + word[start:end]])
            start = end
        return tuple(pieces)


class _Characters(dict[int, str]):
    """What becomes of each character, by its code: nothing, a space, or itself, alone or within its word."""

    def __init__(self, normaliser: _Normaliser) -> None:
        super().__init__()
        self._clean, self._apart = normaliser.clean_text, normaliser.handle_chinese_chars
        self._lower = normaliser.lowercase
        accents = normaliser.strip_accents
        self._bare = normaliser.lowercase if accents is None else accents

    def __missing__(self, code: int) -> str:
        self[code] = became = self._became(chr(code))
        return became

    def _became(self, character: str) -> str:
        if character.isspace() and (character in "\t\n\r" or unicodedata.category(character) != "Cc"):
            return " "
        if self._clean and (character == "\ufffd" or unicodedata.category(character) in _REMOVED):
            return ""
        parts = unicodedata.normalize("NFD", character) if self._bare else character
        if self._bare:
            parts = "".join(part for part in parts if unicodedata.category(part) != "Mn")
        parts = parts.lower() if self._lower else parts
        if self._apart and any(first <= ord(character) <= last for first, last in _IDEOGRAPHS):
            return f" {parts} "
        return "".join(f" {part} " if _stands_alone(part) else part for part in parts)


def _stands_alone(character: str) -> bool:
    """Punctuation; of the signs that are none, those of ASCII."""
    if character.isascii():
        return character.isprintable() and not character.isalnum() and character != " "
    return unicodedata.category(character)[0] == "P"


def _ends(read: _Template | _Ends) -> tuple[int, int]:
    """The ids that stand before and behind a text."""
    if isinstance(read, _Ends):
        return read.cls[1], read.sep[1]
    first, text, last = read.single
    if "Sequence" not in text:
        raise ValueError("a text has one sign before and one behind")
    ids = [read.special_tokens[part["SpecialToken"]["id"]]["ids"] for part in (first, last)]
    if not all(isinstance(each, list) and len(each) == 1 and isinstance(each[0], int) for each in ids):
        raise ValueError("a sign is one token")
    return ids[0][0], ids[1][0]
