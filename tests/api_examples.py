"""Examples of real calls for the API's document: `python tests/api_examples.py` makes them anew.

What is too long to be read is cut to its first items, and what is drawn by chance (hashes, signatures) is
left out of the comparison.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from account_builders import PASSWORDS
from api_site import Api, api_on
from citewell.api.description import EXAMPLES
from citewell.config import Recording, Settings
from citewell.guidelines.bases import content_folder

_LONGEST_TEXT, _OF_A_LONGER_TEXT = 20_000, 1_000
_MOST_ITEMS = 2
_MOST_MEMBERS = 6
_BY_CHANCE = {"hash": "0" * 64, "previous": "0" * 64}
ARTICLE = "article:colchicine-in-gout"
QUESTION = "How much colchicine for a gout flare?"
PATIENT = {
    "sentence": "A 78-year-old woman with an L2 compression fracture after a fall",
    "facts": {"pain-onset-days": 3},
}
RECORD = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "7", "gender": "female"}},
        {
            "resource": {
                "resourceType": "Condition",
                "id": "12",
                "clinicalStatus": {"coding": [{"code": "active"}]},
                "verificationStatus": {"coding": [{"code": "confirmed"}]},
                "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "S32.020A"}]},
                "subject": {"reference": "Patient/7"},
                "onsetDateTime": "2026-11-01",
            }
        },
        {"resource": {"resourceType": "Immunization", "id": "13", "status": "completed"}},
    ],
}


def made(api: Api) -> dict[str, list[dict[str, Any]]]:
    """The examples of each operation, by its id."""
    found: dict[str, list[dict[str, Any]]] = {}
    for operation, example in _calls(_Caller(api)):
        found.setdefault(operation, []).append(example)
    return found


class _Caller:
    def __init__(self, api: Api) -> None:
        self.api = api
        self.last: Any = None

    def gets(
        self, summary: str, template: str, who: str = "", accept: str = "", **parameters: Any
    ) -> dict[str, Any]:
        path = template.format(**{name: str(value) for name, value in parameters.items()})
        query = "&".join(
            f"{name}={value}" for name, value in parameters.items() if f"{{{name}}}" not in template
        )
        headers = {"accept": accept} if accept else {}
        response = self.api.get(f"{path}?{query}" if query else path, who, **headers)
        return self._told(summary, response, parameters=parameters)

    def posts(
        self, summary: str, template: str, body: Any, who: str = "", accept: str = "", **parameters: Any
    ) -> dict[str, Any]:
        headers = {"accept": accept} if accept else {}
        response = self.api.post(template.format(**parameters), body, who, **headers)
        return self._told(summary, response, parameters=parameters, body=body)

    def _told(self, summary: str, response: Any, *, parameters: Any, body: Any = None) -> dict[str, Any]:
        media_type = response.headers["content-type"].partition(";")[0]
        self.last = response.json() if media_type.endswith("json") else response.text
        return {
            "name": re.sub(r"[^a-z0-9]+", "-", summary.lower()).strip("-"),
            "summary": summary,
            "parameters": parameters,
            "body": body,
            "status": response.status_code,
            "media_type": media_type,
            "response": _short(self.last),
        }


def _calls(call: _Caller) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from _of_answers(call)
    yield "apply", call.posts("A patient", "/apply", PATIENT)
    in_fhir = PATIENT | {"subject": "Patient/7"}
    yield "apply", call.posts("In FHIR", "/apply", in_fhir, accept="application/fhir+json")
    yield "read_record", call.posts("A record", "/patients/read", RECORD)
    yield "packs", call.gets("The packs in use", "/packs")
    yield "pack", call.gets("A pack", "/packs/{pack}", pack="vertebral-fracture")
    yield "pack_fhir", call.gets("As FHIR", "/packs/{pack}/fhir", pack="vertebral-fracture")
    yield "pack_cql", call.gets("As CQL", "/packs/{pack}/cql", pack="vertebral-fracture")
    path = "/packs/{pack}/source-attributes"
    yield "pack_attributes", call.gets("What it uses", path, pack="vertebral-fracture")
    yield "library", call.gets("What is in it", "/library")
    yield "search", call.gets("Passages about colchicine", "/library/search", q="colchicine", limit=2)
    yield "sources", call.gets("What was retracted", "/sources", status="retracted")
    yield "source", call.gets("A guideline", "/sources/{source}", source="gout-2014")
    path = "/library/references"
    yield "library_references", call.gets("A guideline in APA", path, source="gout-2014", format="apa")
    yield "library_references", call.gets("What fits", path, q="colchicine", format="ris")
    yield "me", call.gets("A reviewer", "/me", "ben")
    yield from _of_review(call)
    yield "articles", call.gets("What is approved", "/articles")
    name = ARTICLE.partition(":")[2]
    yield "article", call.gets("An article", "/articles/{name}", name=name)
    path = "/articles/{name}/references"
    yield "article_references", call.gets("In AMA", path, name=name, format="ama")


def _of_answers(call: _Caller) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "ask", call.posts("A dose", "/ask", {"question": QUESTION})
    fingerprint = call.last["provenance"]["fingerprint"]
    streamed = {"question": QUESTION, "audience": "patient"}
    yield "ask", call.posts("In events", "/ask", streamed, accept="text/event-stream")
    yield "ask", call.posts("A fact that is none", "/ask", {"question": QUESTION, "facts": {"age": "old"}})
    yield "ask", call.posts("No question", "/ask", {"audience": "nurse"})
    yield "answer", call.gets("Again", "/answers/{fingerprint}", fingerprint=fingerprint)
    yield (
        "answer",
        call.gets("As Markdown", "/answers/{fingerprint}", accept="text/markdown", fingerprint=fingerprint),
    )
    yield "answer_fhir", call.gets("A dose", "/answers/{fingerprint}/fhir", fingerprint=fingerprint)
    yield "answer", call.gets("Never given", "/answers/{fingerprint}", fingerprint="0" * 32)
    path = "/answers/{fingerprint}/references"
    yield "answer_references", call.gets("For a reference manager", path, fingerprint=fingerprint)
    yield (
        "evidence",
        call.gets("A quotation", "/answers/{fingerprint}/evidence/{n}", fingerprint=fingerprint, n=1),
    )


def _of_review(call: _Caller) -> Iterator[tuple[str, dict[str, Any]]]:
    item, who = "/review/items/{subject}", {"subject": ARTICLE}
    yield (
        "submit",
        call.posts("An article", "/review/items", {"subject": ARTICLE, "question": QUESTION}, "ada"),
    )
    seen = call.last["revision"]
    yield "review_queue", call.gets("What waits for a reviewer", "/review/queue", "ben")
    remark = {"text": "Is the dose the same in kidney disease?", "version": 1}
    yield "comment", call.posts("A remark", f"{item}/comments", remark, "ben", **who)
    number = call.last["id"]
    body = {"as": "resolved", "reason": "It is said in the section on kidneys."}
    yield (
        "close_comment",
        call.posts("Settled", "/review/comments/{number}/close", body, "ada", number=number),
    )
    body = {"topic": "gout", "statement": "Speaker for a maker of colchicine."}
    yield "declare_interest", call.posts("A speaker", "/review/interests", body, "dora")
    number = call.last["id"]
    yield "review_interests", call.gets("Of everybody", "/review/interests", "ben", of="all")
    body = {"reason": "The contract ended."}
    yield (
        "close_interest",
        call.posts("It ended", "/review/interests/{number}/end", body, "dora", number=number),
    )
    decision = {"action": "approve", "seen": seen}
    yield "act", call.posts("Not what was read", f"{item}/acts", decision | {"seen": seen + 9}, "ben", **who)
    seen = call.api.get(f"/review/items/{ARTICLE}", "ben").json()["version"]["revision"]
    decision["seen"] = seen
    for name in ("ben", "cleo"):
        body = decision | {"password": PASSWORDS[name]}
        call.posts("Approved", f"{item}/acts", body, name, **who)
        seen = call.last["revision"]
        decision["seen"] = seen
    yield "review_item", call.gets("An article", item, "ben", **who)
    yield "review_items", call.gets("What is approved", "/review/items", "ben", status="approved")
    yield "review_events", call.gets("Of an article", "/review/events", "ben", subject=ARTICLE, limit=2)
    body = {"action": "reopen", "seen": seen, "reason": "A newer guideline was ingested."}
    yield "act", call.posts("Opened again", f"{item}/acts", body, "dora", **who)
    yield (
        "review_difference",
        call.gets("Since it was approved", f"{item}/difference", "ben", subject=ARTICLE, seen=seen),
    )
    decision["seen"] = call.api.get(f"/review/items/{ARTICLE}", "ben").json()["version"]["revision"]
    for name in ("ben", "cleo"):
        call.posts("Approved again", f"{item}/acts", decision | {"password": PASSWORDS[name]}, name, **who)
        decision["seen"] = call.last["revision"]


def _short(value: Any) -> Any:
    if isinstance(value, list):
        return [_short(each) for each in value[:_MOST_ITEMS]]
    if isinstance(value, dict):
        told = {name: _BY_CHANCE.get(name, _short(each)) for name, each in value.items()}
        return {**told, "signature": "0" * 128} if told.get("signature") else told
    if isinstance(value, str):
        shown = value if len(value) <= _LONGEST_TEXT else value[:_OF_A_LONGER_TEXT] + "…"
        return re.sub(
            r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "00000000-0000-4000-8000-000000000000", shown
        )
    return value


if __name__ == "__main__":
    content = content_folder()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "packs"
        packs = tuple(sorted(path.parent for path in (content / "packs").glob("*/pack.yaml")))
        settings = Settings(home=home, packs=packs, grading=content / "grading", record=Recording.NO)
        settings.cache.mkdir(parents=True)
        with api_on(settings, Path(folder)) as api:
            for operation, examples in made(api).items():
                text = json.dumps(examples, indent=1, ensure_ascii=False)
                (EXAMPLES / f"{operation}.json").write_text(f"{text}\n", encoding="utf-8")
