"""Messages and requests written by hand reach no further than pages do, and say no more."""

from __future__ import annotations

import re
from contextlib import contextmanager

import httpx2
import pytest
from sqlmodel import func, select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed, InvalidStatus

from benchmarks.visitor import sign_in
from owf import clock
from owf.access.sessions import COOKIE
from owf.store.tables import Answer, AuditEvent, UserSession
from tests.browser.raw_messages import Raw, raw_connection
from tests.roles_table import table

COLUMNS = {
    "partner": "respondent",
    "coordinator": "coordinator",
    "steering": "steering",
    "chair": "chair",
    "regional-lead": "regional lead",
    "national": "national",
    "administrator": "administrator",
}
"""The demonstration's people -> their column of the table of roles."""
ELSEWHERE = "trust=383&year=2008&partner=1&region=E12000003"
"""Leeds, in Yorkshire: nobody's own but the national team's, who see what is signed."""
PAGE = "theme=information-sharing"
FRAME = re.compile(r'<div class="owf-frame".*?</div>', re.S)
CLOSED = re.compile(
    r'<div class="owf-heading"[^>]*><h1>This page is not open to you</h1></div>\s*'
    r'<div class="owf-notice owf-problem"[^>]*><p>([^<]*)</p></div>'
)
GONE = re.compile(r"You are signed out")
UPLOAD = {"file": ("notes.xlsx", b"PK of mine", "application/octet-stream")}


def drawn(raw: Raw) -> str:
    """The markup of a page below its frame."""
    found = "\n".join(one.body for one, _ in raw.elements("html"))
    return FRAME.sub("", found).strip()


@pytest.fixture
def open_raw(shared_server):
    """Opens a connection as one of the demonstration's people, or as nobody."""

    @contextmanager
    def open_as(role: str = "", server=shared_server, **more):
        cookie = sign_in(server.port, role) if role else ""
        with raw_connection(server.address, cookie, **more) as raw:
            yield raw

    return open_as


def closed_pages(column: str) -> list[str]:
    """Pages that are closed at another's place, whatever is in them."""
    rows = [row for row in table("Pages") if row.case in ("", "signed, in full")]
    return [
        "" if row.name == "start" else row.name
        for row in rows
        if row.cells[column] in ("no", "own")
    ]


@pytest.mark.parametrize("role", COLUMNS)
def test_another_page_s_script_is_refused_and_says_nothing_else(open_raw, role):
    with open_raw(role) as raw:
        raw.run(page="method")
        assert "<h1>This page" not in drawn(raw)
        for page in closed_pages(COLUMNS[role]):
            # As a page that is open, with the script of one that is not.
            raw.run(ELSEWHERE, page="method", page_hash=raw.pages[page])
            found = drawn(raw)
            refusal = CLOSED.fullmatch(found)
            assert refusal, (page, found[:500])
            assert not re.search(r"\d{3}|Leeds|Cambridgeshire", refusal[1]), refusal[1]
            kinds = {
                one.delta.new_element.WhichOneof("type")
                for one in raw.seen
                if one.delta.WhichOneof("type") == "new_element"
            }
            assert kinds <= {"html", None}, (page, kinds)


def test_without_a_session_every_script_says_that_one_must_sign_in_and_nothing_else(open_raw):
    with open_raw() as raw:
        raw.run(page="")
        for page, script in raw.pages.items():
            raw.run(ELSEWHERE, page=page, page_hash=script)
            words = drawn(raw)
            assert words.startswith('<div class="owf-heading"')
            assert "<h1>You are signed out</h1>" in words
            assert "Leeds" not in raw.shown()
            assert raw.elements("button") == raw.elements("download_button") == []


@pytest.mark.parametrize("cookie", [f"{COOKIE}=", f"{COOKIE}={'x' * 43}", f"{COOKIE}=é", "a=b"])
def test_a_made_up_session_is_none(shared_server, cookie):
    with raw_connection(shared_server.address, cookie.encode().decode("latin-1")) as raw:
        raw.run("trust=873", page="moderation")
        assert GONE.search(drawn(raw))


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_no_connection_opens_from_another_site(open_raw, origin):
    with pytest.raises(InvalidStatus), open_raw("steering", origin=origin):
        pass


def fragments(raw: Raw) -> set[str]:
    return {one.delta.fragment_id for one in raw.seen} - {""}


def test_a_fragment_of_a_page_that_is_closed_is_not_drawn(open_raw):
    with open_raw("partner") as partner, open_raw("steering") as other:
        partner.run(PAGE, page="assessment")
        assert len(fragments(partner)) > 5
        other.run(page="method")
        for fragment in fragments(partner):
            asked = BackMsg()
            asked.rerun_script.fragment_id = fragment
            asked.rerun_script.page_script_hash = partner.pages["assessment"]
            other.send(asked)
        other.run(page="method")
        assert fragments(other) == set()
        assert "IS 1" not in other.shown()


def answers(server) -> int:
    store = server.store()
    with store.reading() as session:
        found = session.exec(select(func.count()).select_from(Answer)).one()
    store.close()
    return found


def test_states_of_another_s_widgets_change_nothing(open_raw, shared_server):
    before = answers(shared_server)
    with open_raw("partner") as partner, open_raw("chair") as other:
        partner.run(PAGE, page="assessment")
        states = [
            WidgetState(id=one.id, string_value=one.options[-1])
            for one, _ in partner.elements("radio")
        ]
        states += [
            WidgetState(id=one.id, string_value="forged")
            for one, _ in partner.elements("text_area")
        ]
        assert len(states) > 5
        other.run(PAGE, page="method", states=states)
        assert "forged" not in other.shown()
        other.run(PAGE, page="method", page_hash=other.pages["assessment"], states=states)
        assert CLOSED.fullmatch(drawn(other))
    assert answers(shared_server) == before


FORGED = {
    "outside of the choices": lambda id: WidgetState(id=id, string_value="999"),
    "no text": lambda id: WidgetState(id=id, int_value=10**9),
    "a list": lambda id: WidgetState(id=id, int_array_value={"data": [7, -1]}),
    "texts": lambda id: WidgetState(id=id, string_array_value={"data": ["x", "</script>"]}),
    "bytes": lambda id: WidgetState(id=id, bytes_value=b"\xff"),
    "JSON": lambda id: WidgetState(id=id, json_value="{"),
    "a press": lambda id: WidgetState(id=id, trigger_value=True),
    "nothing": lambda id: WidgetState(id=id),
}


@pytest.mark.parametrize("forged", FORGED)
def test_values_that_no_page_sends_say_nothing_and_change_nothing(open_raw, shared_server, forged):
    before = answers(shared_server)
    with open_raw("partner") as raw:
        raw.run(PAGE, page="assessment")
        ids = [one.id for one, _ in raw.elements("radio")]
        assert len(ids) > 5
        raw.run(PAGE, page="assessment", states=[FORGED[forged](id) for id in ids])
        assert "Traceback" not in raw.text()
        assert ".py" not in raw.shown()
    # At worst, whoever forged them has to load the page again, as it says.
    with open_raw("partner") as raw:
        raw.run(PAGE, page="assessment")
        assert len(raw.elements("radio")) > 5
    assert answers(shared_server) == before


def end_sessions(server):
    store = server.store()
    with store.writing() as session:
        for row in session.exec(select(UserSession)).all():
            session.delete(row)
    store.close()


def ask_for_file(raw: Raw, id: str) -> str:
    """The address of a file made for a click; empty where none was made."""
    asked = BackMsg()
    asked.backend_operation_request.request_id = "1"
    asked.backend_operation_request.session_id = raw.session
    asked.backend_operation_request.deferred_file.file_id = id
    raw.send(asked)
    while (answer := raw.receive()).WhichOneof("type") != "backend_operation_response":
        pass
    return answer.backend_operation_response.deferred_file.url


def first_download(raw: Raw) -> str:
    return raw.elements("download_button")[0][0].deferred_file_id


def test_a_session_that_has_ended_meanwhile_shows_no_more(open_raw, server):
    with open_raw("partner", server) as partner, open_raw("coordinator", server) as other:
        partner.run(PAGE, page="assessment")
        pieces = fragments(partner)
        other.run("trust=873", page="audit")
        file = first_download(other)
        end_sessions(server)
        assert ask_for_file(other, file) == ""
        other.run("trust=873", page="audit")
        assert GONE.search(drawn(other))
        for fragment in sorted(pieces):
            partner.run(PAGE, page="assessment", fragment=fragment)
            assert "IS 1" not in partner.shown()
            assert "answered" not in partner.shown()


def heartbeat(raw: Raw) -> str:
    """The fragment of a page that asks by itself what others have written."""
    return next(one.auto_rerun.fragment_id for one in raw.seen if one.HasField("auto_rerun"))


def test_nobody_whose_session_is_over_hears_what_others_write(open_raw, server):
    with open_raw("partner", server) as raw:
        raw.run(PAGE, page="assessment")
        beat = heartbeat(raw)
        store = server.store()
        with store.writing() as session:
            mine = raw.elements("radio")[1][0].id.rpartition("-choice:")[2].split(":")
            found = session.exec(
                select(Answer).where(Answer.return_id == int(mine[0]), Answer.item_id == mine[1])
            ).one_or_none()
            answer = found or Answer(return_id=int(mine[0]), item_id=mine[1])
            answer.level, answer.non_score, answer.answered_by = 5, None, None
            answer.version, answer.answered_at = (answer.version or 1) + 1, clock.now()
            session.add(answer)
        store.close()
        raw.run(PAGE, page="assessment", fragment=beat)
        assert "since you opened this page" in raw.shown()
        end_sessions(server)
        raw.run(PAGE, page="assessment", fragment=beat)
        assert "since you opened this page" not in raw.shown()


def exported(server) -> int:
    store = server.store()
    with store.reading() as session:
        found = len(session.exec(select(AuditEvent).where(AuditEvent.action == "exported")).all())
    store.close()
    return found


def get(server, path: str, cookie: str = "", **headers):
    return httpx2.get(f"{server.address}{path}", headers={"Cookie": cookie, **headers})


def test_a_download_s_address_is_worth_nothing_to_anybody_else(open_raw, server):
    with open_raw("coordinator", server) as raw, open_raw("chair", server) as other:
        raw.run("trust=873", page="audit")
        address = ask_for_file(raw, first_download(raw))
        assert address.startswith("/media/")
        mine = get(server, address, raw.cookie)
        assert mine.status_code == 200
        assert mine.headers["cache-control"] == "private, no-store"
        assert mine.headers["content-disposition"].startswith("attachment; ")
        assert "default-src 'none'" in mine.headers["content-security-policy"]
        # Another window of the same person, and a download that goes on where it stopped.
        again = get(server, address, sign_in(server.port, "coordinator"), Range="bytes=3-")
        assert (again.status_code, again.content) == (200, mine.content)
        for cookie in ("", other.cookie, f"{COOKIE}={'x' * 43}"):
            answer = get(server, address, cookie)
            assert answer.status_code == 404
            assert "opens no file for you" in answer.text
            assert mine.text[:40] not in answer.text
            assert "disposition" not in str(answer.headers)
        assert (
            httpx2.head(server.address + address, headers={"Cookie": raw.cookie}).status_code == 404
        )
        end_sessions(server)
        assert get(server, address, raw.cookie).status_code == 404


def test_nobody_makes_another_s_file(open_raw, server):
    with open_raw("coordinator", server) as raw, open_raw("chair", server) as other:
        raw.run("trust=873", page="audit")
        other.run(page="method")
        file, before = first_download(raw), exported(server)
        with open_raw("", server) as nobody:
            nobody.run(page="method")
            for one in (other, nobody):
                assert ask_for_file(one, file) == ""
        assert exported(server) == before
        assert ask_for_file(raw, file)


def token(client, server) -> dict[str, str]:
    """What Streamlit asks of whoever sends a file."""
    client.get(f"{server.address}/_stcore/health")
    return {"X-Xsrftoken": client.cookies["_streamlit_xsrf"]}


def send_file(server, session: str, cookie: str, method: str = "PUT", size: int = 0, **more):
    with httpx2.Client(headers={"Cookie": cookie}) as client:
        headers = token(client, server) | {
            "Cookie": f"{cookie}; _streamlit_xsrf={client.cookies['_streamlit_xsrf']}"
        }
        files = {"file": ("a.xlsx", b"x" * size, "text/plain")} if size else UPLOAD
        address = f"{server.address}/_stcore/upload_file/{session}/file-1"
        if method == "DELETE":
            return client.delete(address, headers=headers)
        return client.request(method, address, headers=headers | more, files=files)


def test_a_file_is_taken_into_one_s_own_session_and_into_nobody_else_s(open_raw, shared_server):
    with open_raw("partner") as raw, open_raw("chair") as other, open_raw() as nobody:
        for one in (raw, other, nobody):
            one.run(page="method")
        assert send_file(shared_server, raw.session, raw.cookie).status_code == 204
        for session, cookie in (
            (raw.session, other.cookie),
            (raw.session, ""),
            (other.session, raw.cookie),
            (nobody.session, ""),
            (nobody.session, raw.cookie),
            ("made-up", raw.cookie),
            ("%2e%2e", raw.cookie),
        ):
            for method in ("PUT", "DELETE", "OPTIONS"):
                answer = send_file(shared_server, session, cookie, method)
                assert answer.status_code in (400, 404), (session, method)
                assert "Traceback" not in answer.text
        assert send_file(shared_server, raw.session, raw.cookie, "DELETE").status_code == 204


def test_a_file_that_is_too_large_or_sent_by_another_site_is_refused(open_raw, shared_server):
    with open_raw("partner") as raw:
        raw.run(page="method")
        large = send_file(shared_server, raw.session, raw.cookie, size=12 * 2**20)
        assert (large.status_code, large.text) == (413, "File too large")
        address = f"{shared_server.address}/_stcore/upload_file/{raw.session}/file-1"
        foreign = httpx2.put(
            address, files=UPLOAD, headers={"Cookie": raw.cookie, "Origin": "http://evil.example"}
        )
        assert foreign.status_code == 403
        assert "evil" not in str(foreign.headers)


def test_nobody_goes_on_with_another_s_session(open_raw):
    with open_raw("partner") as raw:
        raw.run(PAGE, page="assessment")
        mine = raw.session
        for role in ("chair", ""):
            with open_raw(role, goes_on_with=mine) as other:
                other.run(page="method")
                assert other.session not in ("", mine)
        raw.run(PAGE, page="assessment")
        with raw_connection(raw.address, raw.cookie, goes_on_with=mine) as again:
            again.run(PAGE, page="assessment")
            assert again.session == mine


@pytest.mark.parametrize(
    "path",
    [
        "/media/", "/media/x", f"/media/{'0' * 56}.csv", "/media/%2e%2e/app.py", "/component/x/y",
        "/_stcore/metrics", "/_stcore/metrics?families=active_sessions", "/_stcore/stream",
        "/_stcore/allowed-message-origins", "/_stcore/script-health-check", "/_stcore/",
        "/_stcore/x", "/_stcore/agent/openapi.json", "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/_stcore/bidi-components/x/y", "/_stcore/upload_file/x/y", "/app/static/x",
    ],
)  # fmt: skip
def test_streamlit_s_other_addresses_open_to_nobody(shared_server, path):
    for cookie in ("", sign_in(shared_server.port, "national")):
        for method in ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"):
            answer = httpx2.request(
                method, shared_server.address + path, headers={"Cookie": cookie}
            )
            assert answer.status_code in (400, 404), method
            assert "streamlit" not in answer.text.lower()


def test_what_the_frontend_needs_is_open_and_says_nothing_of_anybody(shared_server):
    assert get(shared_server, "/_stcore/health").text == "ok"
    config = get(shared_server, "/_stcore/host-config").json()
    assert config["allowedOrigins"] == []


def test_messages_of_other_kinds_are_left_out(open_raw):
    others = [
        BackMsg(clear_cache=True),
        BackMsg(set_run_on_save=True),
        BackMsg(load_git_info=True),
        BackMsg(debug_shutdown_runtime=True),
        BackMsg(debug_disconnect_websocket=True),
        BackMsg(),
    ]
    for name in ("install_skills", "dismiss_skills_nudge", "dataframe_chunk"):
        asked = BackMsg()
        asked.backend_operation_request.request_id = name
        getattr(asked.backend_operation_request, name).SetInParent()
        others.append(asked)
    with open_raw("partner") as raw:
        raw.run(page="method")
        for one in others:
            raw.send(one)
        raw.run(page="method")
        kinds = {one.WhichOneof("type") for one in raw.seen}
        assert not kinds & {"backend_operation_response", "git_info_changed"}


@pytest.mark.parametrize("sent", [b"\xff no message", "text", b""])
def test_what_is_no_message_ends_the_connection_and_nothing_more(open_raw, shared_server, sent):
    with open_raw("partner") as raw:
        raw.run(page="method")
        raw.socket.send(sent)
        if sent:
            with pytest.raises(ConnectionClosed) as closed:
                raw.until_finished()
            assert closed.value.rcvd.reason == ""
    assert get(shared_server, "/healthz").status_code == 200
