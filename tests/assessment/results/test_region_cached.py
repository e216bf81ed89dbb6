"""A region's view is kept by what it is made of, and never outlives it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from owf import clock
from owf.assessment.errors import NotAllowed
from owf.assessment.results.region import open_region
from owf.store import results, rounds, signed_scores
from tests.cast import handed_on

EAST = "E12000006"
TRUSTS = (821, 822, 823, 874, 881, 882)
MIDDLE = {"health": 2, "police": 3, "schools": 2}
HIGH = {"health": 4, "police": 5, "schools": 4}


@pytest.fixture
def signed_by(cast):
    """Trusts that have signed 2009 at one mean, by DfE number."""
    places = {trust: cast.open_trust(trust) for trust in TRUSTS}
    for number, place in enumerate(places.values()):
        cast.sign(place, handed_on(MIDDLE, number))
    return places


@pytest.fixture
def view(cast):
    """The East of England in 2009 as somebody sees it."""
    return lambda who=None: open_region(cast.store, who or cast.frank, EAST, 2009)


def overall_of(view, trust):
    return next(one for one in view.trusts if one.trust == trust).headline[0]


def score_of(view, trust):
    return overall_of(view, trust).comparison.score


def sign_anew(store, place, add):
    """The next version of a Trust's snapshot, with every mean and sector higher by so much."""
    with store.writing() as session:
        (newest,) = [
            one
            for one in signed_scores.signed_trusts(session, 2009, EAST).values()
            if one.trust == place.trust
        ]
        rows = signed_scores.scores_of(session, [newest])[place.trust].values()
        results.write_snapshot(
            session,
            place.round_id,
            "digest",
            scores=[
                replace(
                    row,
                    mean=row.mean + add,
                    sector_scores={name: one + add for name, one in row.sector_scores.items()},
                )
                for row in rows
            ],
            signed_by=place.chair.id,
            signed_at=clock.now(),
            publication="full",
        )
        rounds.set_round_status(session, place.round_id, "signed", "full")


def test_what_was_worked_out_once_is_there_at_the_next_look_whoever_looks(cast, signed_by, view):
    assert view(cast.frank) is view(cast.grace)


def test_nobody_gets_what_is_kept_who_may_not_see_it(cast, signed_by, view):
    view()
    for who in (cast.alice, cast.heidi, cast.mallory):
        with pytest.raises(NotAllowed):
            view(who)


def test_a_trust_that_signs_anew_is_shown_and_compared_with_its_new_scores_at_once(
    cast, signed_by, view
):
    before = view()
    sign_anew(cast.store, signed_by[821], 1.5)
    after = view()
    assert score_of(after, 821) == pytest.approx(score_of(before, 821) + 1.5)
    assert overall_of(after, 821).verdict != overall_of(before, 821).verdict
    reference = overall_of(before, 822).comparison.reference
    assert overall_of(after, 822).comparison.reference == pytest.approx(reference + 1.5 / 5)
    assert after.standings[0].mean.value == pytest.approx(before.standings[0].mean.value + 0.25)
    assert before.standings[0].mean.value == pytest.approx(7 / 3)


def test_another_trust_s_signature_is_seen_at_once(cast, signed_by, view):
    assert len(view().trusts) == 6
    cast.sign(cast.cambridgeshire, HIGH)
    assert 873 in {one.trust for one in view().trusts}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE round SET publication = 'headline' WHERE trust = 821", 5),
        ("UPDATE round SET publication = 'done' WHERE trust = 821", 5),
        ("UPDATE trust SET name = 'Lowton' WHERE dfe_number = 821", 6),
    ],
)
def test_what_a_trust_shows_and_what_it_is_called_is_seen_at_once(
    cast, signed_by, view, change, named
):
    view()
    with cast.store.writing() as session:
        session.execute(text(change))
    found = view()
    assert len(found.trusts) == named
    assert "Luton" not in {one.name for one in found.trusts}


def test_a_year_before_that_is_signed_later_brings_its_changes(cast, signed_by, view):
    assert view().no_change_because
    cast.open_year(2008)
    for place in signed_by.values():
        cast.sign(cast.again(place, 2008), HIGH)
    found = view()
    assert found.no_change_because == ""
    assert found.trusts[0].changes[0].change.mean_change == pytest.approx(-2.0)
