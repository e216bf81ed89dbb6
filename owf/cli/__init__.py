"""Commands: ``python -m owf ...``. Exit 0 done, 1 refused with a sentence, 2 wrong usage."""

from __future__ import annotations

import typer

from owf.cli import (
    auditing,
    checking,
    comparing,
    database,
    demonstration,
    founding,
    neighbours,
    pack_changes,
    pack_publishing,
    packs,
    packs_export,
    people,
    returns,
    serving,
    verifying,
)
from owf.cli.speaking import note_command

__all__ = ["app"]

app = typer.Typer(
    name="owf",
    help="One Workforce: the yearly self-evaluation of a Children's Trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.callback(help=app.info.help)(note_command)
app.command()(demonstration.demo)
app.command()(founding.init)
app.command()(serving.serve)
app.command()(database.migrate)
app.command()(checking.check)
packs.app.command("export")(packs_export.export_pack)
packs.app.command("diff")(pack_changes.diff_packs)
packs.app.command("publish")(pack_publishing.publish)
app.add_typer(packs.app, name="packs")
app.add_typer(people.app, name="people")
app.add_typer(returns.app, name="returns")
app.command()(comparing.compare)
app.command()(verifying.verify)
app.command()(neighbours.neighbours)
app.command()(auditing.audit)
