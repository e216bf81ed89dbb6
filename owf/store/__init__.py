"""What is kept: tables, migrations, and every read and write of the database."""

from sqlmodel import Session

from owf.store.engine import Store, StoreFailed, get_store

__all__ = ["Session", "Store", "StoreFailed", "get_store"]
