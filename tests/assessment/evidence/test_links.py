"""Addresses as people copy them: from a browser, from a letter, out of a mail filter's wrapping."""

import re
import string
from base64 import urlsafe_b64encode
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owf.assessment.errors import OutsideScale
from owf.assessment.evidence.links import ENTERED_LIMIT, LINK_LIMIT, checked_link

URL = "https://example.org/audit"


@pytest.mark.parametrize(
    "address",
    [
        "", "audit", "javascript:alert(1)", "data:text/html,x", "ftp://example.org/a", "//a.org",
        "https://", "https://me:secret@example.org/", "https://me@example.org/", "http://[", "x y",
        'https://a.org/"onload="x', "https://a.org\\@b.org", "https://a.org/\x00<", "file:///etc",
        "https://exa mple.org/", "me@example.org", "mailto:me@example.org", "e.g.this", "10.0.0.1",
        "javascript:www.example.org/", "https://a.org/" + "x" * LINK_LIMIT, "x" * 10_000,
    ],
)  # fmt: skip
def test_an_address_that_is_no_plain_web_page_is_refused(address):
    with pytest.raises(OutsideScale) as refused:
        checked_link(address)
    assert refused.value.field == "link"


@pytest.mark.parametrize(
    "address",
    [URL, " http://intranet/a?b=1#c ", "https://example.org:8443/a/%20b", "https://bücher.de/x"],
)
def test_an_address_on_the_web_or_in_one_s_own_network_is_taken(address):
    assert checked_link(address) == address.strip()


@pytest.mark.parametrize(
    ("copied", "link"),
    [
        ("www.example.org", "https://www.example.org"),
        ("example.org/audit?a=1", "https://example.org/audit?a=1"),
        ("cambridgeshire.gov.uk", "https://cambridgeshire.gov.uk"),
        ("intranet.example:8080/a", "https://intranet.example:8080/a"),
        ("bücher.de/x", "https://bücher.de/x"),
        ("example.org/reports/audit.pdf", "https://example.org/reports/audit.pdf"),
        ("  https://example.org/a \n", "https://example.org/a"),
        ("<https://example.org/a>", "https://example.org/a"),
        ("“https://example.org/a”", "https://example.org/a"),
        ("https://example.org/Shared Documents/a b.pdf", "https://example.org/Shared%20Documents/a%20b.pdf"),
        ("https://example.org/a?q=b c", "https://example.org/a?q=b%20c"),
        ("https://example.org/very-\nlong", "https://example.org/very-long"),
        ("https://exam\u200bple.org/a", "https://example.org/a"),
        ("HTTPS://Example.org/A", "HTTPS://Example.org/A"),
        (URL + "/" + "x" * 1900, URL + "/" + "x" * 1900),
    ],
)  # fmt: skip
def test_an_address_is_taken_as_people_copy_it(copied, link):
    assert checked_link(copied) == link


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("audit 2009.pdf", "the name of a file"),
        ("audit.docx", "the name of a file"),
        ("S:\\Team\\audit.docx", "a place on a drive"),
        ("\\\\server\\share\\audit.docx", "a place on a drive"),
        ("file:///S:/Team/audit.docx", "a place on a drive"),
        ("the audit on the shared drive", "Copy the whole address from your browser"),
        ("https://a.org/" + "x" * 3000, "has 3014 characters, and the limit is 2000"),
    ],
)
def test_what_is_refused_says_what_it_is_and_what_to_do(address, words):
    with pytest.raises(OutsideScale, match=words):
        checked_link(address)


def safe_link(address):
    return (
        f"https://eur01.safelinks.protection.outlook.com/?url={quote(address, safe='')}"
        "&data=05%7C01%7Cjo%40example.org%7C0&sdata=abc%3D&reserved=0"
    )


def proofpoint_2(address):
    wrapped = quote(address, safe="/.").replace("-", "%2D").replace("_", "%5F")
    return (
        "https://urldefense.proofpoint.com/v2/url?u="
        f"{wrapped.replace('%', '-').replace('/', '_')}&d=DwMFAg&c=euGZ&r=x&m=y&s=z&e="
    )


def proofpoint_3(address):
    hidden = "".join(one for one in address if one in "#?é*")
    lengths = string.ascii_uppercase + string.ascii_lowercase
    shown = re.sub(
        r"[#?é*]{1,53}",
        lambda run: "*" if len(run[0]) == 1 else f"**{lengths[len(run[0]) - 2]}",
        address,
    )
    put_back = urlsafe_b64encode(hidden.encode()).decode().rstrip("=")
    return f"https://urldefense.com/v3/__{shown}__;{put_back}!!ABC!xyz$"


ADDRESSES = [
    "https://www.example.org/a-b_c/d?e=f&g=h%20i#j",
    "http://intranet.example/Shared%20Documents/Audit.pdf",
    "https://example.org/é?x#y",
    "https://example.org",
]


@pytest.mark.parametrize("wrap", [safe_link, proofpoint_2, proofpoint_3])
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_a_mail_filter_wrapped_is_unwrapped(wrap, address):
    assert checked_link(wrap(address)) == address
    assert checked_link(safe_link(wrap(address))) == address


@pytest.mark.parametrize(
    ("wrapped", "address"),
    [
        (
            "https://urldefense.proofpoint.com/v1/url?u=https://example.org/a%3Fb&k=x",
            "https://example.org/a?b",
        ),
        (
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__www.example.org_a-2Db&d=x",
            "https://www.example.org/a-b",
        ),
        ("https://urldefense.com/v3/__https://example.org/a**Bb__;ISEh!!x$", "https://example.org/a!!!b"),
        ("https://urldefense.com/v3/__https:/example.org/a__;!!x$", "https://example.org/a"),
        (safe_link("https://example.org/a b{c}"), "https://example.org/a%20b%7Bc%7D"),
        (safe_link("https://example.org/" + "x" * 1900), "https://example.org/" + "x" * 1900),
    ],
)  # fmt: skip
def test_each_way_of_wrapping_is_known(wrapped, address):
    assert checked_link(wrapped) == address


@pytest.mark.parametrize(
    "wrapped",
    [
        safe_link("javascript:alert(1)"),
        safe_link("file:///etc/passwd"),
        safe_link("nonsense"),
        "https://eur01.safelinks.protection.outlook.com/?data=x",
        "https://urldefense.com/v3/__https://example.org/a*b__;!!x$",
        "https://urldefense.com/v3/__https://example.org/a*b__;ISEh!!x$",
        "https://urldefense.com/v3/__javascript:alert(1)__;!!x$",
        "https://protect-eu.mimecast.com/s/AbCdEf?domain=example.org",
        "https://example.org/?url=https%3A%2F%2Fother.example",
        "https://notsafelinks.protection.outlook.com.example.org/?url=https%3A%2F%2Fa.org",
    ],
)
def test_what_cannot_be_unwrapped_to_a_page_stays_as_it_is(wrapped):
    assert checked_link(wrapped) == wrapped


def test_a_name_or_password_within_the_wrapping_is_refused():
    with pytest.raises(OutsideScale, match="a name or a password"):
        checked_link(safe_link("https://me:secret@example.org/"))


@given(
    st.text(max_size=80)
    | st.text(max_size=60).map(safe_link)
    | st.text(max_size=60).map(proofpoint_3)
    | st.text(max_size=60).map(lambda text: f"https://{text}")
)
def test_whatever_is_taken_is_a_plain_address_on_the_web(text):
    try:
        link = checked_link(text)
    except OutsideScale:
        return
    assert urlsplit(link).scheme in ("http", "https")
    assert urlsplit(link).hostname
    assert link.isprintable()
    assert not set(' "<>\\`{}|^') & set(link)
    assert len(link) <= LINK_LIMIT < ENTERED_LIMIT
    assert checked_link(link) == link
