"""Security headers: on every answer, and as tight as each page allows."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from owf.settings import ROOT
from tests.web.browsers import HTML, sign_in

PAGES = ["/healthz", "/compare", "/static/a.js", "/"]
PLAIN = ["/auth/sign-in", "/auth/forgotten", "/auth/account", "/auth/accept/x", "/auth/nothing"]


def policy_of(answer):
    parts = answer.headers["content-security-policy"].split(";")
    return dict(part.strip().partition(" ")[::2] for part in parts)


@pytest.mark.parametrize("path", PAGES + PLAIN)
def test_every_answer_carries_the_security_headers(client, path):
    sign_in(client)
    answer = client.get(path, headers=HTML)
    policy, headers = policy_of(answer), answer.headers
    assert policy["default-src"] == ("'none'" if path in PLAIN else "'self'")
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy.get("object-src", "'none'") == "'none'"
    assert not re.search(r"https?:|\*", headers["content-security-policy"])
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["referrer-policy"] == ("no-referrer" if path in PLAIN else "same-origin")
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("path", ["/compare", "/assessment", "/nowhere"])
def test_pages_run_no_inline_script_but_those_that_stand_in_them(client, path):
    sign_in(client)
    answer = client.get(path, headers=HTML)
    policy = policy_of(answer)
    assert "'unsafe-inline'" not in policy["script-src"]
    assert "'unsafe-eval'" not in policy["script-src"]
    scripts = re.findall("<script>(.*?)</script>", answer.text, re.DOTALL)
    assert len(scripts) >= 2
    for one in scripts:
        digest = b64encode(sha256(one.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy["script-src"]
    ours = len(list((ROOT / "owf/web/assets").glob("*.js")))
    assert policy["script-src"].count("'sha256-") == ours + 2
    assert policy["connect-src"] == "'self' ws://127.0.0.1:8501"


@pytest.mark.parametrize("path", PLAIN)
def test_plain_pages_run_no_script_load_nothing_and_are_never_kept(client, path):
    sign_in(client)
    answer = client.get(path, headers=HTML)
    policy = policy_of(answer)
    assert "script-src" not in policy
    assert policy["style-src"].startswith("'sha256-")
    assert answer.headers["cache-control"] == "no-store"
    assert not re.search(r"<script|<link[^>]+stylesheet|style=|\son[a-z]+=", answer.text)
    loaded = re.findall(r"""(?:src|<link[^>]*href)=["']([^"']*)""", answer.text)
    assert [one for one in loaded if not one.startswith("data:")] == []


def test_over_https_browsers_stay_with_https_and_sockets_are_safe(visit, setting):
    setting("OWF_BASE_URL", "https://workforce.example")
    answer = visit("https://workforce.example").get("/static/a.js")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert policy_of(answer)["connect-src"] == "'self' wss://workforce.example"


def test_a_forged_host_does_not_get_into_the_policy(client):
    answer = client.get("/static/a.js", headers={"host": "evil.example; script-src *"})
    assert answer.status_code == 400
    assert "evil" not in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"
