"""What the tests of the web share: settings that point to a copy of the demonstration."""

import shutil
from collections.abc import Iterator

import pytest
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.testclient import TestClient

from owf.settings import get_settings
from owf.store import Store, get_store, people
from owf.web.server import middleware, provider, routes
from tests.web.made_up_provider import CLIENT_ID, CLIENT_SECRET, Provider, serve


@pytest.fixture
def site_store(environment, demo_path, tmp_path) -> Iterator[Store]:
    """A copy of the demonstration's database, which is also the one that the web opens."""
    path = tmp_path / "site.db"
    shutil.copy(demo_path, path)
    environment.setenv("OWF_DATABASE_URL", f"sqlite:///{path}")
    get_settings.cache_clear()
    get_store.cache_clear()
    yield get_store()
    get_store().close()


@pytest.fixture(scope="session")
def provider_key():
    """The key that the provider signs with."""
    return RSAKey.generate_key(2048, parameters={"kid": "first"})


@pytest.fixture(scope="session")
def other_key():
    """Somebody else's key, under the same name."""
    return RSAKey.generate_key(2048, parameters={"kid": "first"})


@pytest.fixture
def made_up(provider_key, environment, site_store):
    """A provider that the settings name, at which Anna has an account; she was added here too."""
    found, server = serve(lambda port: Provider(port, provider_key))
    for name, value in {
        "OWF_OIDC_ISSUER": found.issuer,
        "OWF_OIDC_CLIENT_ID": CLIENT_ID,
        "OWF_OIDC_CLIENT_SECRET": CLIENT_SECRET,
    }.items():
        environment.setenv(name, value)
    get_settings.cache_clear()
    provider.provider_of.cache_clear()
    with site_store.writing() as session:
        people.add_person(session, "anna", "Anna", email="anna@example.org")
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def product(site_store):
    """The product without Streamlit's pages."""
    return Starlette(routes=routes(), middleware=middleware())


@pytest.fixture
def visitors(made_up, product):
    """Opens browsers at the product."""
    return lambda address="http://testserver": TestClient(
        product, base_url=address, follow_redirects=False
    )


@pytest.fixture
def visitor(visitors):
    """A browser."""
    return visitors()
