"""Every plain route is tried with and without a session, as ``docs/roles.md`` says."""

from __future__ import annotations

import pytest
import typer

from owf.access.sessions import COOKIE, start_session
from owf.cli import app as commands
from owf.web.routes import routes
from tests.roles_table import table

ROWS = table("Routes")


def test_every_route_has_its_row():
    assert {row.name for row in ROWS} == {
        f"{method} {route.path}" for route in routes() for method in route.methods - {"HEAD"}
    }


def test_every_command_has_its_row():
    def below(group, before=""):
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from below(command, f"{before}{name} ")
            else:
                yield f"{before}{name}"

    named = set(below(typer.main.get_command(commands)))
    assert {row.name for row in table("Commands")} == named


@pytest.mark.parametrize("row", ROWS, ids=str)
@pytest.mark.parametrize("column", ["signed in", "signed out"])
def test_a_route_opens_to_whom_the_table_says(visit, site_store, anna, row, column):
    client = visit()
    if column == "signed in":
        client.cookies.set(COOKIE, start_session(site_store, "anna"))
    method, path = row.name.split(" ")
    answer = client.request(
        method,
        path.replace("{token}", "x" * 43)
        .replace("{id}", "0" * 32)
        .replace("{rest:path}", "nowhere"),
        data={"form_token": "none"} if method == "POST" else None,
    )
    asks_for_sign_in = answer.is_redirect and answer.headers["location"].startswith(
        ("/auth/sign-in?next=%2Fauth%2F", "/auth/sign-in?next=%2Ffiles%2F")
    )
    assert asks_for_sign_in == (row.cells[column] == "no"), (answer.status_code, answer.headers)
