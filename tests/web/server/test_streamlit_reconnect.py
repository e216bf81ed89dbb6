"""Until a page was drawn over a connection, a request for a piece of it is one for all of it."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from owf.web.server.streamlit_reconnect import WholeRunFirst
from tests.loops import run

STREAM = {"type": "websocket", "path": "/_stcore/stream"}


def click(fragment="fragment-1"):
    message = BackMsg()
    message.rerun_script.query_string = "theme=caf"
    message.rerun_script.fragment_id = fragment
    widget = message.rerun_script.widget_states.widgets.add()
    widget.id, widget.int_value = "radio", 3
    return message.SerializeToString()


def finished(how):
    return ForwardMsg(script_finished=how).SerializeToString()


WHOLE_RUN_FINISHED = finished(ForwardMsg.FINISHED_SUCCESSFULLY)


def from_browser(body):
    return {"type": "websocket.receive", "bytes": body}


def from_server(body):
    return {"type": "websocket.send", "bytes": body}


class Connection:
    """A browser and a server with the middleware between them; plays a list of messages."""

    def __init__(self, scope=STREAM):
        self.scope = scope
        self.seen_by_server = []
        self.seen_by_browser = []

    def play(self, *messages):
        incoming = [one for one in messages if one["type"] != "websocket.send"]

        async def server(_scope, receive, send):
            for message in messages:
                if message["type"] == "websocket.send":
                    await send(message)
                else:
                    self.seen_by_server.append(await receive())

        async def receive():
            return incoming.pop(0)

        async def send(message):
            self.seen_by_browser.append(message)

        run(WholeRunFirst(server)(self.scope, receive, send))
        return self

    def requests(self):
        return [BackMsg.FromString(one["bytes"]).rerun_script for one in self.seen_by_server]


def test_a_first_request_for_a_fragment_becomes_one_for_the_page_with_all_its_widgets():
    (request,) = Connection().play(from_browser(click())).requests()
    assert request.fragment_id == ""
    assert request.query_string == "theme=caf"
    assert [(one.id, one.int_value) for one in request.widget_states.widgets] == [("radio", 3)]


def test_every_request_becomes_one_for_the_page_until_a_whole_run_has_finished():
    played = Connection().play(
        from_browser(click()),
        from_browser(click("fragment-2")),
        from_server(WHOLE_RUN_FINISHED),
        from_browser(click("fragment-3")),
    )
    assert [one.fragment_id for one in played.requests()] == ["", "", "fragment-3"]


def test_once_the_page_was_drawn_messages_pass_byte_for_byte():
    played = Connection().play(from_server(WHOLE_RUN_FINISHED), from_browser(click()))
    assert played.seen_by_server == [from_browser(click())]
    assert played.seen_by_browser == [from_server(WHOLE_RUN_FINISHED)]


@pytest.mark.parametrize(
    "how",
    [
        ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
        ForwardMsg.FINISHED_EARLY_FOR_RERUN,
        ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ],
    ids=ForwardMsg.ScriptFinishedStatus.Name,
)
def test_a_run_that_ended_otherwise_is_no_whole_run(how):
    played = Connection().play(from_server(finished(how)), from_browser(click()))
    assert played.requests()[0].fragment_id == ""


@pytest.mark.parametrize(
    "body",
    [ForwardMsg(session_status_changed={}).SerializeToString(), b"\xff no message", b""],
    ids=["another message", "no message at all", "an empty one"],
)
def test_what_says_nothing_of_a_run_changes_nothing_and_arrives(body):
    played = Connection().play(from_server(body), from_browser(click()))
    assert played.seen_by_browser == [from_server(body)]
    assert played.requests()[0].fragment_id == ""


def test_each_connection_draws_its_own_page_first():
    async def server(_scope, receive, send):
        await send(from_server(WHOLE_RUN_FINISHED))
        seen.append(await receive())

    async def receive():
        return from_browser(click())

    async def second(_scope, receive, _send):
        seen.append(await receive())

    async def send(_message):
        pass

    seen = []
    servers = iter([server, second])

    async def app(scope, receive, send):
        await next(servers)(scope, receive, send)

    async def both():
        middleware = WholeRunFirst(app)
        await middleware(STREAM, receive, send)
        await middleware(STREAM, receive, send)

    run(both())
    fragments = [BackMsg.FromString(one["bytes"]).rerun_script.fragment_id for one in seen]
    assert fragments == ["fragment-1", ""]


OTHER_MESSAGES = {
    "a request for the page": from_browser(click("")),
    "a stop": from_browser(BackMsg(stop_script=True).SerializeToString()),
    "no message of Streamlit's": from_browser(b"\xff no message"),
    "text": {"type": "websocket.receive", "text": "hello"},
    "an empty one": {"type": "websocket.receive", "bytes": None},
    "a connection": {"type": "websocket.connect"},
    "an end": {"type": "websocket.disconnect", "code": 1001},
}


@pytest.mark.parametrize("message", OTHER_MESSAGES.values(), ids=OTHER_MESSAGES)
def test_other_messages_arrive_unchanged(message):
    assert Connection().play(message).seen_by_server == [message]


def test_other_sockets_are_left_alone():
    played = Connection({"type": "websocket", "path": "/elsewhere"}).play(from_browser(click()))
    assert played.seen_by_server == [from_browser(click())]


def test_plain_requests_are_left_alone():
    played = Connection({"type": "http", "path": "/_stcore/stream"}).play(from_browser(click()))
    assert played.seen_by_server == [from_browser(click())]


def test_the_stream_below_a_folder_is_looked_into_too():
    played = Connection({"type": "websocket", "path": "/one/_stcore/stream"})
    assert played.play(from_browser(click())).requests()[0].fragment_id == ""
