"""What a line of each file of the judged data must hold, so that a damaged one is told by its place."""

from collections.abc import Mapping
from typing import Any

_ID = (str, int)
_KINDS = {str: "text", list: "a list", dict: "an object", bool: "true or false", _ID: "a name"}
_FORMS: Mapping[str, Mapping[str, Any]] = {
    "questions": {"id": str, "question": str, "answerable": bool},
    "scifact": {"_id": _ID, "text": str, "qrels": dict, "evidence": list},
    "scifact.corpus": {"_id": str, "text": str, "sentences": list},
    "bioasq": {"_id": str, "text": str, "snippets": list},
    "bioasq.corpus": {"_id": str, "text": str},
    "evinf": {"prompt": _ID, "pmcid": _ID, "query": str, "spans": list, "labels": list},
    "evinf.articles": {"_id": _ID, "text": str},
    "medevidence": {"question_id": _ID, "question": str, "sources": list},
    "medevidence.corpus": {"_id": str, "text": str},
    "abstract-pool": {"_id": str, "text": str},
    "liveqa": {"_id": _ID, "summ": str, "qrels": dict},
    "liveqa.corpus": {"_id": str, "text": str},
    "pubmedqa": {"_id": _ID, "doc": str, "text": str, "label": str},
    "pubmedqa.corpus": {"_id": str, "text": str},
    "mediqa2019-qa": {"_id": _ID, "text": str, "answers": list},
    "kqa": {"_id": _ID, "Question": str, "Must_have": list, "Nice_to_have": list},
    "negex-context": {
        "_id": _ID,
        "phrase": str,
        "sentence": str,
        "negation": str,
        "temporality": str,
        "experiencer": str,
    },
    "rct-roles": {"pmcid": _ID, "sentences": list},
}


def fault_of(row: Mapping[str, Any], form: str) -> str:
    """What a line lacks, in words; "" for a sound one, and for a file of which nothing is known."""
    for field, kind in _FORMS.get(form, {}).items():
        if field not in row:
            return f"has no {field!r}"
        if not isinstance(row[field], kind):
            return f"{field!r} is not {_KINDS[kind]}"
    return ""
