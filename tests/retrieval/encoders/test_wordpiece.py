"""Word pieces, beside the package that everybody splits with."""

import json
from typing import Any

import pytest

from citewell.errors import InputError
from citewell.retrieval.encoders.wordpiece import WordPieces
from encoder_builders import TOKENIZER, VOCABULARY

TEXTS = (
    "",
    "Calcitonin for spine pain?",
    "PAIN\tis\n a\u00a0spine\u2003, a\u2028spine",
    "páin päin p\u0301ain \u212b naïve",
    "pain\u200b\u00ad\x07\x85spine\0\ufffd",
    "spine\u4e2d\u6587pain \uac00\u11a8 \U0001f600 \U0002b820",
    "pain-spine/pain+pain=pain<$pain^`|~ \u00a7 \u00b7 \u2013 \u201cpain\u201d \u00b0",
    "\u0130s \u03a3\u03a3 STRASSE \u1e9e \ufb01",
    "is" * 51 + " " + "a" * 101,
    "pain " * 40,
)


def tokenizer(**changed: Any) -> bytes:
    return json.dumps({**TOKENIZER, **changed}).encode()


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "normaliser",
    [
        {},
        {"lowercase": False},
        {"strip_accents": False},
        {"lowercase": False, "strip_accents": True},
        {"clean_text": False, "handle_chinese_chars": False},
    ],
)
def test_the_ids_are_those_of_the_package_tokenizers(text, normaliser):
    peer = pytest.importorskip("tokenizers", reason="only the development requirements bring it")
    file = tokenizer(normalizer={**TOKENIZER["normalizer"], **normaliser})
    theirs = peer.Tokenizer.from_str(file.decode())
    theirs.enable_truncation(32)
    assert WordPieces(file).ids(text, most=32) == theirs.encode(text).ids


def test_a_text_cannot_say_where_it_ends():
    ids = WordPieces(tokenizer()).ids("pain [SEP] spine", most=16)
    assert ids.count(VOCABULARY["[SEP]"]) == 1


def test_the_older_way_to_say_the_ends_is_read():
    older = {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}
    assert WordPieces(tokenizer(post_processor=older)).ids("pain", most=8) == [2, 4, 3]


@pytest.mark.parametrize(
    "changed",
    [
        {"model": {"type": "Unigram", "vocab": []}},
        {"model": {**TOKENIZER["model"], "unk_token": "[NONE]"}},
        {"model": {**TOKENIZER["model"], "vocab": {"[UNK]": "one"}}},
        {"pre_tokenizer": {"type": "Split", "pattern": {"Regex": "(a+)+$"}, "behavior": "Isolated"}},
        {"normalizer": None},
        {"post_processor": None},
        {"post_processor": {**TOKENIZER["post_processor"], "single": []}},
        {"post_processor": {**TOKENIZER["post_processor"], "special_tokens": {}}},
    ],
)
def test_what_is_not_of_bert_is_refused(changed):
    with pytest.raises(InputError, match="not one of BERT's"):
        WordPieces(tokenizer(**changed))


def test_what_is_no_json_is_refused():
    with pytest.raises(InputError):
        WordPieces(b"[" * 100_000)
