"""``init``: a new database with its places, and the first administrator."""

from typing import Annotated

import typer

from owf.access import OPERATOR
from owf.access.errors import Refused
from owf.access.invitations import begin
from owf.cli.output import answer, refusing_in_words, say
from owf.cli.packs import packs_to_use, read_pack
from owf.clock import in_words
from owf.settings import DATA
from owf.store import Store, get_store, migration


def init(
    admin: Annotated[str, typer.Option("--admin", metavar="EMAIL", help="Their e-mail address.")],
    name: Annotated[str, typer.Option(help="Their name.")] = "Administrator",
) -> None:
    """Set up a new database and invite its first administrator."""
    with refusing_in_words():
        store = get_store()
        _make_schema(store)
        sectors = {
            sector.id: sector.title
            for folder in packs_to_use()
            for sector in read_pack(folder).sectors
        }
        invited = begin(
            store, OPERATOR, admin, name, trusts=DATA / "trusts.csv", sectors=sectors.items()
        )
    if invited.link is None:
        say(f"{invited.name} can already sign in, and is now an administrator.")
        return
    say(
        f"Open this link before {in_words(invited.link.expires_at)} and choose a password. It "
        "works once and is not shown again."
    )
    answer(invited.link.url)


def _make_schema(store: Store) -> None:
    """Give an empty database its schema; one with data is brought up to date by ``migrate``."""
    current = migration.current_revision(store)
    if current is None:
        migration.migrate(store)
    elif not migration.is_current(store):
        raise Refused(
            "The database already exists, with the schema of another version. Run `python -m owf "
            "migrate` first."
        )
