"""``compare``: what machines read, and what people read."""

import json

import pytest

from owf.benchmark.rules import Rules, verdict_from_limits
from owf.questionnaire import load_named
from owf.settings import PACKS, get_settings
from owf.store import Store, places

FINDING_KEYS = {
    "kind",
    "theme",
    "aspect",
    "verdict",
    "difference",
    "ci95",
    "ci90",
    "p_value",
    "p_adjusted",
    "n",
    "k",
    "score",
    "reference",
    "sentence",
}
TOP_KEYS = {
    "trust", "year", "comparator", "rules", "rule_settings", "findings", "key_points", "notes",
}  # fmt: skip


def test_compare_prints_the_shape_that_stays_put(compared):
    assert set(compared) >= TOP_KEYS
    assert (compared["trust"], compared["year"], compared["comparator"]) == (
        "Cambridgeshire",
        2008,
        "region",
    )
    for finding in compared["findings"]:
        assert set(finding) >= FINDING_KEYS
    assert all(isinstance(point, str) and point for point in compared["key_points"])
    (note,) = compared["notes"]
    assert note["theme"] == "lead-professional"


def test_compare_says_that_the_figures_are_made_up(compared):
    assert compared["made_up"] is True


def test_compare_has_one_finding_for_everything_that_carries_a_word(compared):
    pack = load_named(PACKS, "integrated-working@2008")
    cells = {(theme.id, item.aspect) for theme in pack.themes for item in theme.items}
    expected = (
        {("overall", None, None)}
        | {("theme", theme.id, None) for theme in pack.themes}
        | {("aspect", None, aspect.id) for aspect in pack.aspects}
        | {("cell", *cell) for cell in cells}
    )
    found = [(one["kind"], one["theme"], one["aspect"]) for one in compared["findings"]]
    assert len(found) == len(expected) == 1 + 4 + 11 + len(cells)
    assert set(found) == expected


def test_every_verdict_can_be_worked_out_again_from_its_own_numbers(compared):
    rules = Rules(**compared["rule_settings"])
    assert compared["rules"] == rules.version == "2"
    for finding in compared["findings"]:
        verdict = verdict_from_limits(
            tuple(finding["ci95"]), tuple(finding["ci90"]), finding["p_adjusted"], rules
        )
        assert finding["verdict"] == verdict, finding["sentence"]
        low, high = finding["ci95"]
        assert low < finding["difference"] < high
        assert finding["difference"] == pytest.approx(finding["score"] - finding["reference"])
        assert (low + high) / 2 == pytest.approx(finding["difference"])
        assert finding["p_value"] <= finding["p_adjusted"] <= 1
        assert finding["k"] == 9
        assert 3 <= finding["n"] <= 12


def test_a_trust_is_named_by_its_number_too(compared, owf):
    assert json.loads(owf("compare", 873, 2008, "--json").stdout) == compared


def test_compare_says_the_key_points_to_people(demo_database, owf, compared):
    found = owf("compare", "Cambridgeshire", 2008)
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[0] == "Cambridgeshire 2008 against the East of England"
    assert lines[1] == "Demonstration: all figures are made up."
    assert lines[2:] == [f"- {point}" for point in compared["key_points"]]


def test_real_figures_are_not_called_made_up(environment, demo_database, owf):
    environment.setenv("OWF_DEMO", "0")
    get_settings.cache_clear()
    assert "made up" not in owf("compare", "Cambridgeshire", 2008).stdout
    assert json.loads(owf("compare", 873, 2008, "--json").stdout)["made_up"] is False


# Whom with.


def test_the_region_is_what_is_compared_with_where_nothing_is_said(compared, owf):
    named = owf("compare", "Cambridgeshire", 2008, "--with", "region", "--json")
    assert json.loads(named.stdout) == compared


def test_a_trust_is_compared_with_england_too(demo_database, owf):
    found = owf("compare", "Cambridgeshire", 2008, "--with", "england", "--json")
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout)["comparator"] == "england"
    said = owf("compare", "Cambridgeshire", 2008, "--with", "england").stdout
    assert said.startswith("Cambridgeshire 2008 against England\n")


def test_a_comparison_with_neighbours_that_nobody_loaded_is_refused_in_words(demo_database, owf):
    store = Store(f"sqlite:///{demo_database}")
    with store.writing() as session:
        places.replace_neighbours(session, {})
    store.close()
    found = owf("compare", "Cambridgeshire", 2008, "--with", "neighbours")
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr.startswith(
        "The statistical neighbours of Cambridgeshire have not been loaded"
    )


def test_a_trust_is_compared_with_its_neighbours(demo_database, owf):
    found = json.loads(owf("compare", 873, 2008, "--with", "neighbours", "--json").stdout)
    assert found["comparator"] == "neighbours"
    assert found["comparator_name"] == "its statistical neighbours"
    assert 5 <= len(found["comparator_trusts"]) <= 10


@pytest.mark.parametrize("whom", ["Europe", "", "REGION"])
def test_whom_nobody_knows_is_wrong_usage(demo_database, owf, whom):
    assert owf("compare", "Cambridgeshire", 2008, "--with", whom).exit_code == 2
