"""What is about to be signed: before the signature, the same as Results show after it."""

import pytest

from owf.assessment.errors import NotAllowed
from owf.assessment.results.trust_results import trust_results
from owf.assessment.signing.preview import preview_of_signature
from owf.benchmark.rules import Verdict

OURS = {"health": 4, "police": 5, "schools": 4}
LAST_YEAR = {"health": 2, "police": 3, "schools": 2}
OTHERS = (821, 822, 823, 874, 881, 882)


@pytest.fixture
def ready(cast, settle, agree):
    """Cambridgeshire ready to be signed, a year after its last signature, beside six others."""
    cast.open_year(2008)
    cast.sign(cast.again(cast.cambridgeshire, 2008), LAST_YEAR)
    for trust in OTHERS:
        place = cast.open_trust(trust)
        cast.sign(cast.again(place, 2008), LAST_YEAR)
        cast.sign(place, LAST_YEAR | {"police": 2})
    settle(OURS)
    return cast


def test_it_shows_what_results_show_once_it_is_signed(ready, sign):
    before = preview_of_signature(ready.store, ready.erin, 873, 2009)
    sign()
    after = trust_results(ready.store, ready.erin, 873, 2009).cards
    assert [one.sentence for one in before] == [one.sentence for one in after]
    assert [one.agreed for one in before] == [one.agreed for one in after]
    overall = before[0]
    assert overall.score == pytest.approx(13 / 3)
    assert overall.finding.verdict is Verdict.AHEAD
    assert overall.change is not None


def test_it_changes_with_what_is_agreed_and_answered(ready, agree):
    first = preview_of_signature(ready.store, ready.erin, 873, 2009)[0].agreed
    agree(1, reason="The audit says so.", seen=1)
    assert preview_of_signature(ready.store, ready.erin, 873, 2009)[0].agreed < first


def test_without_an_earlier_year_or_other_trusts_it_says_so(cast, settle):
    settle(OURS)
    overall = preview_of_signature(cast.store, cast.erin, 873, 2009)[0]
    assert overall.no_change_because == "nothing of 2008 to compare with"
    assert overall.finding.verdict is Verdict.NOT_COMPARED


@pytest.mark.parametrize("name", ["alice", "frank", "grace", "judy", "mallory"])
def test_nobody_outside_the_steering_group_sees_it(cast, settle, name):
    settle(OURS)
    with pytest.raises(NotAllowed):
        preview_of_signature(cast.store, getattr(cast, name), 873, 2009)
