"""`citewell user login --oidc`, with a browser that does as it is told."""

import sys
import textwrap
import time
from pathlib import Path

import pytest

from account_builders import Offices, new_user
from citewell.cli.identity import now
from citewell.model.accounts import Role
from citewell.storage.register import Register
from identity_provider import CLIENT, SECRET, Issuer, serving

# It looks around at the redirect's port first, as a page of somebody else could, and is turned away.
BROWSER = """
    import sys, urllib.error, urllib.parse, urllib.request
    url = sys.argv[1]
    back = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["redirect_uri"][0]
    for stray in (back, back + "?code=x&state=guess", back.replace("/citewell", "/favicon.ico")):
        try:
            urllib.request.urlopen(stray)
        except urllib.error.HTTPError as error:
            assert error.code == 404
    urllib.request.urlopen(url)
"""


@pytest.fixture
def browser(tmp_path: Path) -> str:
    script = tmp_path / "browser.py"
    script.write_text(textwrap.dedent(BROWSER), encoding="utf-8")
    return f"{sys.executable} {script} %s &"


@pytest.fixture
def register_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'register.db'}"


def test_who_signs_in_at_the_issuer_is_signed_in_here(run, tmp_path, browser, register_url):
    register = Register.open(register_url)
    offices = Offices(register, now)
    ada = offices.enrolled("ada", Role.ADMIN)
    with serving(Issuer(now=lambda: int(time.time()))) as issuer:
        identity = (issuer.url, "248289761001")
        offices.accounts.add(ada, new_user("dora", Role.REVIEWER), identity=identity)
        own = {
            "CITEWELL_HOME": str(tmp_path / "home"),
            "CITEWELL_SESSION": str(tmp_path / "session"),
            "CITEWELL_DATABASE": register_url,
            "CITEWELL_OIDC_ISSUER": issuer.url,
            "CITEWELL_OIDC_CLIENT_ID": CLIENT,
            "CITEWELL_OIDC_CLIENT_SECRET": SECRET,
            "BROWSER": browser,
        }
        done = run("user", "login", "--oidc", env=own)
    assert done.stdout.decode() == "signed in as dora (Dora): reader, reviewer\n", done.stderr.decode()
    assert done.returncode == 0
    assert SECRET not in done.stderr.decode()
    assert run("user", "whoami", env=own).stdout.decode().startswith("dora")
    register.close()


@pytest.mark.parametrize(
    ("words", "env", "status", "told"),
    [
        ((), {}, 2, "give the NAME to sign in as, or --oidc"),
        (("ada", "--oidc"), {}, 2, "give the NAME to sign in as, or --oidc"),
        (("--oidc",), {}, 2, "no issuer is set"),
        (("--oidc",), {"CITEWELL_OIDC_ISSUER": "http://id.example.org"}, 2, "has to be an https URL"),
        (("--oidc",), {"CITEWELL_OIDC_ISSUER": "http://127.0.0.1:1"}, 74, "cannot be reached"),
        (("--oidc",), {"CITEWELL_OIDC_PROVISION": "perhaps"}, 2, "is yes or no"),
    ],
)
def test_what_cannot_be_done_is_told_on_a_line(run, tmp_path, words, env, status, told):
    own = {"CITEWELL_HOME": str(tmp_path / "home"), "CITEWELL_SESSION": str(tmp_path / "session")}
    done = run("user", "login", *words, env={**own, "CITEWELL_OIDC_CLIENT_ID": CLIENT, **env})
    assert (done.returncode, done.stdout) == (status, b"")
    assert told in done.stderr.decode().splitlines()[0]
