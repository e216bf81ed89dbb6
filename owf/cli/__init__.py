"""Commands: ``python -m owf ...``. Exit 0 done, 1 refused with a sentence, 2 wrong usage."""

import typer

from owf.cli import (
    area_reports,
    audit,
    check,
    compare,
    database,
    demo,
    init,
    packs,
    people,
    plan,
    report,
    returns,
    serve,
    verify,
)
from owf.cli.output import note_command

__all__ = ["app"]

app = typer.Typer(
    name="owf",
    help="One Workforce: the yearly self-evaluation of a Children's Trust.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.callback(help=app.info.help)(note_command)
app.command()(demo.demo)
app.command()(init.init)
app.command()(serve.serve)
app.command()(database.migrate)
app.command()(check.check)
packs.app.command("export")(packs.export_pack)
packs.app.command("diff")(packs.diff_packs)
packs.app.command("publish")(packs.publish)
packs.app.command("schema")(packs.write_schemas)
app.add_typer(packs.app, name="packs")
app.add_typer(people.app, name="people")
app.add_typer(returns.app, name="returns")
app.command()(compare.compare)
app.command()(verify.verify)
app.command()(plan.plan)
app.command()(report.report)
app.command()(area_reports.region)
app.command()(area_reports.national)
app.command()(compare.neighbours)
app.command()(audit.audit)
