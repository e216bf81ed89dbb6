"""How commands end: 0 done, 1 refused with a sentence, 2 wrong usage."""

import pytest
from pydantic import ValidationError

from owf.cli.output import refusing_in_words
from owf.questionnaire import Pack
from owf.settings import get_settings
from owf.store import Store
from owf.store.migration import migrate


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("Cambridgeshire", 2009), "Cambridgeshire has not signed off 2009 yet"),
        (("Cambridgeshyre", 2008), "There is no Trust “Cambridgeshyre” in 2008"),
        (("999", 2008), "There is no Trust “999” in 2008"),
        (("Bedford", 2008), "There is no Trust “Bedford” in 2008"),
    ],
)
@pytest.mark.parametrize("command", [["compare"], ["compare", "--json"], ["verify", "--json"]])
def test_what_is_refused_ends_with_1_and_a_sentence_and_prints_nothing_else(
    small_demo_database, owf, command, words, sentence
):
    found = owf(*command, *words)
    assert found.exit_code == 1
    assert sentence in found.stderr
    assert found.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ("compare",),
        ("compare", "Cambridgeshire"),
        ("compare", "Cambridgeshire", "last year"),
        ("compare", "Cambridgeshire", "2008", "--jason"),
        ("no-such-command",),
        ("demo", "--port", "http"),
        ("verify", "Cambridgeshire"),
        ("verify", "Cambridgeshire", "2008", "2009"),
        ("packs",),
        ("packs", "lost"),
        ("packs", "list", "all"),
        ("check", "everything"),
    ],
)
def test_wrong_usage_ends_with_2(owf, words):
    assert owf(*words).exit_code == 2


@pytest.mark.parametrize("words", [("migrate",), ("serve",), ("verify", "873", "2008")])
def test_a_missing_secret_key_is_refused_in_words(environment, small_demo_database, owf, words):
    environment.setenv("OWF_DEMO", "0")
    environment.delenv("OWF_SECRET_KEY")
    get_settings.cache_clear()
    found = owf(*words)
    assert found.exit_code == 1
    assert found.stderr.startswith("OWF_SECRET_KEY is missing or shorter than 32 characters")
    assert found.stdout == ""


def test_a_setting_that_is_none_is_named(environment, owf):
    environment.setenv("OWF_TODAY", "yesterday")
    get_settings.cache_clear()
    found = owf("migrate")
    assert found.exit_code == 1
    assert found.stderr.startswith("OWF_TODAY: ")


@pytest.mark.parametrize("command", ["compare", "verify"])
def test_a_database_that_was_never_migrated_is_refused_with_what_to_do(owf, command):
    found = owf(command, 873, 2008)
    assert found.exit_code == 1
    assert "Run `python -m owf migrate` first" in found.stderr


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("nonsense", "OWF_DATABASE_URL is not the address of a supported database"),
        ("mysql://owf:a-password@host/owf", "Write sqlite:///FILE or postgresql://USER@HOST/NAME"),
        ("sqlite:////proc/not/there.db", "The database's folder /proc/not cannot be made"),
        ("postgresql://owf@127.0.0.1:1/owf", "The database did not answer"),
    ],
)
@pytest.mark.parametrize("words", [("migrate",), ("verify", "873", "2008")])
def test_a_database_that_cannot_be_had_is_refused_in_words(
    environment, owf, words, address, sentence
):
    environment.setenv("OWF_DATABASE_URL", address)
    get_settings.cache_clear()
    found = owf(*words)
    assert found.exit_code == 1
    assert sentence in found.stderr
    assert "a-password" not in found.output


def test_it_is_a_command_of_its_own_with_no_traceback_in_a_refusal(process, tmp_path):
    path = tmp_path / "own.db"
    store = Store(f"sqlite:///{path}")
    migrate(store)
    store.close()
    refused = process(
        "compare", "Nowhere", "2008", OWF_DEMO="1", OWF_DATABASE_URL=f"sqlite:///{path}"
    )
    assert refused.returncode == 1
    assert "There is no Trust “Nowhere” in 2008" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert refused.stdout == ""


def test_without_a_secret_key_a_process_ends_with_1_and_a_sentence(process, tmp_path):
    refused = process("migrate", OWF_DATABASE_URL=f"sqlite:///{tmp_path / 'own.db'}")
    assert refused.returncode == 1
    assert "OWF_SECRET_KEY is missing" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "own.db").exists()


def test_what_is_no_setting_is_not_told_as_one():
    with pytest.raises(ValidationError), refusing_in_words():
        Pack.from_json("{}")
