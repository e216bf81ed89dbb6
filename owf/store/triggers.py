"""Triggers that keep a table as it was written, on SQLite and PostgreSQL alike.

A batch migration that rebuilds a SQLite table drops its triggers: such a migration must call
``refuse_changes`` again, and a test over the newest schema holds it to that.
"""

from sqlalchemy import Connection, text

IMMUTABLE = (
    "pack_snapshot",
    "snapshot",
    "snapshot_score",
    "snapshot_return",
    "signoff",
    "plan_version",
    "plan_quarter",
)
APPEND_ONLY = (
    "audit_event",
    "reopening",
    "milestone_promise",
    "milestone_reached",
    "action_check",
)
COMPLETE_ONCE_SIGNED = ("snapshot_score", "snapshot_return")


def refuse_changes(connection: Connection, table: str) -> None:
    _refuse(connection, table, "is kept as it was signed: make a new version instead.")


def refuse_rewriting(connection: Connection, table: str) -> None:
    _refuse(connection, table, "only grows: what it holds is never changed.")


def _refuse(connection: Connection, table: str, words: str) -> None:
    if connection.dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            connection.execute(
                text(
                    f"CREATE TRIGGER {table}_refuses_{what.lower()} BEFORE {what} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} {words}'); END"
                )
            )
        return
    function = "owf_refuse_rewriting" if table in APPEND_ONLY else "owf_refuse_change"
    connection.execute(
        text(
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '% {words}', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
        )
    )
    connection.execute(
        text(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
    )
    connection.execute(
        text(
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )
    )


def refuse_additions_once_signed(connection: Connection, table: str = "snapshot_score") -> None:
    signed = "EXISTS (SELECT 1 FROM signoff WHERE signoff.snapshot_id = NEW.snapshot_id)"
    words = "is kept as it was signed: make a new version instead."
    if connection.dialect.name == "sqlite":
        connection.execute(
            text(
                f"CREATE TRIGGER {table}_refuses_insert BEFORE INSERT ON {table} "
                f"WHEN {signed} BEGIN SELECT RAISE(ABORT, '{table} {words}'); END"
            )
        )
        return
    connection.execute(
        text(
            "CREATE OR REPLACE FUNCTION owf_refuse_addition() RETURNS trigger AS $$ "
            f"BEGIN IF {signed} THEN RAISE EXCEPTION '% {words}', TG_TABLE_NAME; END IF; "
            "RETURN NEW; END $$ LANGUAGE plpgsql"
        )
    )
    connection.execute(
        text(
            f"CREATE TRIGGER {table}_refuses_insert BEFORE INSERT ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION owf_refuse_addition()"
        )
    )


def triggers_missing(connection: Connection) -> list[str]:
    """Gone, switched off or without their teeth; gives their names and changes nothing."""
    is_sqlite = connection.dialect.name == "sqlite"
    each = ("update", "delete") if is_sqlite else ("change", "truncate")
    needed = [
        *(f"{table}_refuses_{what}" for table in (*IMMUTABLE, *APPEND_ONLY) for what in each),
        *(f"{table}_refuses_insert" for table in COMPLETE_ONCE_SIGNED),
    ]
    there = set(
        connection.scalars(
            text(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' "
                "AND name LIKE tbl_name || '_refuses_%' AND sql LIKE '%RAISE(ABORT%'"
                if is_sqlite
                else "SELECT tgname FROM pg_trigger "
                "JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
                "WHERE tgname LIKE relname || '_refuses_%' AND tgenabled IN ('O', 'A') "
                "AND pg_table_is_visible(tgrelid) AND prosrc LIKE '%RAISE EXCEPTION%'"
            )
        )
    )
    return [name for name in needed if name not in there]
