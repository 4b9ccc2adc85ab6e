"""The whole application, attacked from outside."""

import json

import pytest
from starlette.testclient import TestClient

SCRIPT = "<script>alert(1)</script>"
BREAKOUTS = [
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "'onmouseover='alert(1)",
    "{{7*7919}}",
    "</title><svg/onload=alert(1)>",
]


@pytest.mark.parametrize("text", BREAKOUTS)
def test_what_is_typed_is_never_markup(site: TestClient, text: str) -> None:
    asked = site.post("/ask", data={"question": f"What is osteoporosis {text}?"}, follow_redirects=True)
    searched = site.get("/library", params={"q": text})
    at_sign_in = site.get("/sign-in", params={"next": text})
    patient = site.post("/patient", data={"text": text, "sentence": text})
    nowhere = site.get(f"/{text.replace('/', '')}")
    for page in (asked, searched, at_sign_in, patient, nowhere):
        assert page.status_code < 500
        assert "alert(1)>" not in page.text
        assert "onmouseover='" not in page.text
        assert "<svg/onload" not in page.text
        assert str(7 * 7919) not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../asgi.py",
        "/static/%2e%2e/rendering.py",
        "/static/..%2frendering.py",
        "/static/%2e%2e%2f%2e%2e%2fasgi.py",
        "/static/....//rendering.py",
        "/static//etc/passwd",
        "/static/..%5crendering.py",
        "/static/style.css%00.py",
        "/static/",
        "/static",
        "/answers/../../../etc/passwd",
        "/answers/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/answers/" + "a" * 5000,
        "/packs/..%2f..%2fpyproject.toml",
        "/library/..%2f..%2flibrary.db",
        "/api/v1/answers/..%2f..%2fx",
        "/problems/%00",
        "/%ff%fe",
    ],
)
def test_no_path_leads_out(site: TestClient, path: str) -> None:
    got = site.get(path)
    assert 300 <= got.status_code < 500
    assert "location" not in got.headers or got.headers["location"].startswith("/")
    assert "root:" not in got.text
    assert "import " not in got.text


@pytest.mark.parametrize(
    "goes_to", ["//evil.example", "https://evil.example", "/\\evil.example", "/%0d%0aX: y", "\r\nX: y"]
)
def test_nothing_leads_to_another_site(site: TestClient, goes_to: str) -> None:
    for response in (
        site.get("/sign-in", params={"next": goes_to}),
        site.post(
            "/audience", data={"audience": "patient", "next": goes_to, "here": goes_to, "back": goes_to}
        ),
        site.get("//evil.example/ask"),
        site.get("/ask/"),
    ):
        location = response.headers.get("location", "/")
        assert location.startswith("/")
        assert not location.startswith("//")
        assert "x" not in response.headers


def test_no_slash_is_taken_or_added_by_the_name_that_was_called(site: TestClient) -> None:
    assert site.get("/ask/").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"question":' * 20_000,
        '{"question": "a", "facts": ' + "[" * 5000 + "]" * 5000 + "}",
        '{"question": ' + "9" * 10_000 + "}",
        '{"question": 1e999999}',
        '{"question": "\\ud800"}',
        '{"question": "a\\u0000b"}',
        '{"question": "a", "question": "b"}',
        "\ufeff{}",
        "null",
        "",
        "NaN",
    ],
)
def test_hostile_json_is_refused_in_good_order(site: TestClient, body: str) -> None:
    refused = site.post("/api/v1/ask", content=body.encode(), headers={"Content-Type": "application/json"})
    assert 400 <= refused.status_code < 500
    assert refused.headers["content-type"] == "application/problem+json"
    assert json.loads(refused.text)["request"]


@pytest.mark.parametrize("path", ["/ask", "/patient", "/api/v1/ask", "/sign-in"])
def test_a_body_larger_than_is_taken_is_refused(site: TestClient, path: str) -> None:
    assert site.post(path, content=b"x" * (6 << 20)).status_code == 413


def test_a_form_of_very_many_fields_is_refused(site: TestClient) -> None:
    form = "&".join(f"f{n}=1" for n in range(5000))
    urlencoded = {"Content-Type": "application/x-www-form-urlencoded"}
    assert 400 <= site.post("/ask", content=form, headers=urlencoded).status_code < 500
    many = {f"f{n}": ("x", b"1") for n in range(400)}
    assert 400 <= site.post("/patient", files=many).status_code < 500


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "multipart/form-data"},
        {"Content-Type": "multipart/form-data; boundary="},
        {"Content-Type": "multipart/form-data; boundary=" + "x" * 5000},
        {"Content-Type": "application/x-www-form-urlencoded; charset=utf-7"},
        {"Content-Type": "application/json; charset=\xff".encode("latin-1").decode("latin-1")},
        {"Cookie": 'audience="; citewell-session=\x7f'},
        {"Cookie": "a=b; " * 500},
        {"Accept": "*/*;q=9999999999999999999"},
        {"If-None-Match": '"' * 1000},
        {"Authorization": "Bearer " + "x" * 3000},
        {"Authorization": "Bearer \xff\xfe"},
        {"Authorization": "Basic eDp4"},
        {"Range": "bytes=0-0,1-1,2-2"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"},
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("POST", "/ask"),
        ("POST", "/patient"),
        ("POST", "/api/v1/ask"),
        ("GET", "/static/style.css"),
    ],
)
def test_no_header_breaks_anything(site: TestClient, method: str, path: str, headers: dict[str, str]) -> None:
    raw = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
    got = site.request(method, path, content=b"--x\r\n", headers=raw)
    assert got.status_code < 500
    assert "evil.example" not in got.text
    assert "evil.example" not in str(got.headers)


def test_unknown_addresses_are_told_to_people_in_words_and_to_programs_in_json(site: TestClient) -> None:
    page = site.get("/nothing-there")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1" in page.text
    for method, path, status in (("GET", "/api/v1/nothing", 404), ("PUT", "/api/v1/ask", 405)):
        refused = site.request(method, path)
        assert refused.status_code == status
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["request"] == refused.headers["x-request-id"]
    assert site.put("/ask").status_code == 405


@pytest.mark.parametrize("path", ["/", "/static/style.css", "/healthz", "/api/v1/openapi.json"])
def test_head_is_get_without_its_body(site: TestClient, path: str) -> None:
    head, got = site.head(path), site.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]


def test_large_pages_are_compressed(site: TestClient) -> None:
    assert site.get("/static/style.css").headers["content-encoding"] == "gzip"
    plain = site.get("/static/style.css", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
