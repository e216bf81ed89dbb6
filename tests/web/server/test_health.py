"""Whether the process lives, and whether it is ready, each with its reason."""

from owf.store import get_store


def test_the_process_says_that_it_lives_and_is_ready(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "ok"})


def test_without_its_schema_it_lives_but_is_not_ready_and_says_why(client, setting, tmp_path):
    setting("OWF_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    get_store.cache_clear()
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json() == {"status": "the database needs `python -m owf migrate`"}
    assert client.get("/healthz").status_code == 200


def test_without_its_database_it_is_not_ready_and_says_why(client, setting, tmp_path):
    (tmp_path / "broken.db").write_bytes(b"this is no database" * 100)
    setting("OWF_DATABASE_URL", f"sqlite:///{tmp_path / 'broken.db'}")
    get_store.cache_clear()
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json() == {"status": "the database cannot be reached"}
