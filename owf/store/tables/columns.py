"""Kinds of columns that behave alike on SQLite and PostgreSQL, and columns by name."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Always aware and UTC (SQLite keeps no time zone); ``ValueError`` for a naive moment."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored: give it in UTC.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def columns_of(shape: Any, source: Any, **elsewhere: Any) -> list[Any]:
    """In the order of its fields, each of its name in ``source`` unless ``elsewhere`` has it."""
    columns = getattr(source, "c", source)
    return [
        elsewhere[name] if name in elsewhere else getattr(columns, name)
        for name in shape.__match_args__
    ]
