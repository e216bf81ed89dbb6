"""The gaps of a signed year: which there are, with which reasons, in which order, for whom."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from owf.access import OPERATOR
from owf.assessment.errors import NotAllowed, NotFound
from owf.assessment.moderation.families import keep_voice
from owf.assessment.results.trust_comparison import compare_with
from owf.benchmark.agreement.practitioners import Gap as AudienceGap
from owf.benchmark.agreement.practitioners import GapFinding, GapVerdict
from owf.benchmark.change.changes import Change, ChangeVerdict
from owf.benchmark.comparison.strengths import Strength, StrengthFinding, StrengthVerdict
from owf.benchmark.rules import Verdict
from owf.benchmark.scores.groups import Group
from owf.benchmark.tables.item_standings import ItemStanding
from owf.benchmark.words.findings import ChangeFinding
from owf.improvement.plan.gaps import ReasonKind, gaps_of, is_disputed, open_gaps
from owf.questionnaire import NonScore
from owf.store.moderation import HeardVoice
from tests.cast import CAMBRIDGESHIRE, handed_on
from tests.two_packs import ALL, LAST, THIS, all_at, world_of

OTHERS = (821, 822, 823, 874, 881)
LEVELS = (1, 2, 3, 4, 5)
LABELS = ("not yet", "planning", "some", "good", "embedded")
B, SB, W, WEAK, LOW, DISPUTED, UNKNOWN, LEADERS, FAMILIES = ReasonKind


# Made up, on the questionnaire of 2007: four aspects, cells of one and of two questions.


@pytest.fixture(scope="module")
def blank(cast_of_module):
    """A Trust's comparison of a year in which nothing stands out anywhere."""
    world = world_of(cast_of_module)
    world.open()
    world.keep(LAST, {CAMBRIDGESHIRE: all_at(3, world.old)})
    found = compare_with(world.store, OPERATOR, CAMBRIDGESHIRE, LAST)
    return replace(found, changes=(), strengths=(), gaps=(), families=())


def standing(item="c-same", counts=(0, 0, 3, 0, 0), **more):
    """One question as partners answered it."""
    return ItemStanding(
        item=item, code=item, name="Name", theme="", levels=LEVELS, labels=LABELS, counts=counts,
        **more,
    )  # fmt: skip


def parts(key):
    group = Group.from_key(key)
    return {
        "kind": group.kind, "theme": group.theme, "aspect": group.aspect, "n_items": 1,
        "title": key, "trust": "Cambridgeshire",
    }  # fmt: skip


def compared(blank, **verdicts):
    """The comparison with these verdicts, by key of the group: (verdict, difference)."""
    by_key = {key.replace("__", ":").replace("_to_", "/").replace("_", "-"): one
              for key, one in verdicts.items()}  # fmt: skip
    found = []
    for one in blank.findings:
        key = Group(one.kind, theme=one.theme, aspect=one.aspect).key
        if key in by_key:
            verdict, difference = by_key.pop(key)
            numbers = replace(one.comparison, verdict=verdict, difference=difference)
            said = f"{key}: {verdict}."
            found.append(replace(one, verdict=verdict, comparison=numbers, sentence=said))
        else:
            found.append(one)
    assert by_key == {}
    return replace(blank, findings=tuple(found))


def changed(key, verdict, mean):
    change = Change(n=4, mean=mean, verdict=verdict)
    return ChangeFinding(
        **parts(key), verdict=verdict, change=change, years=(2006, 2007), sentence=f"{key} moved."
    )


def told(gaps):
    """Key -> the kinds of its reasons, in order."""
    return {gap.key: [reason.kind for reason in gap.reasons] for gap in gaps}


def test_nothing_stands_out_where_nothing_is_behind_low_or_disputed(blank):
    assert gaps_of(blank, [standing()]) == ()


def test_every_kind_of_reason_makes_a_gap_with_its_sentence(blank):
    weak = Strength(n=4, mean=-0.4, verdict=StrengthVerdict.WEAKNESS)
    apart = AudienceGap(n=4, mean=0.6, verdict=GapVerdict.LEADERS_HIGHER)
    against = replace(
        compared(
            blank,
            theme__caf=(Verdict.BEHIND, -0.6),
            theme__steady=(Verdict.SLIGHTLY_BEHIND, -0.3),
        ),
        changes=(changed("theme:multi-agency", ChangeVerdict.SLIGHTLY_WORSE, -0.4),),
        strengths=(
            StrengthFinding(
                **parts("aspect:training"), verdict=weak.verdict, strength=weak, year=2007,
                sentence="training is a weakness throughout.",
            ),
        ),
        gaps=(
            GapFinding(
                **parts("overall"), verdict=apart.verdict, gap=apart, year=2007,
                sentence="leaders rate higher.",
            ),
        ),
        families=(HeardVoice("parents", "Forum", date(2007, 5, 1), 12, "Told once.", ("caf",)),),
    )  # fmt: skip
    found = gaps_of(
        against,
        [
            standing("m-same", (0, 3, 0, 0, 0), agreed=2),
            standing("m-scale", (2, 0, 0, 0, 2), agreed=3),
            standing("s-1", (0, 0, 1, 0, 0), dont_know=2),
        ],
    )
    assert told(found) == {
        "theme:caf": [B, FAMILIES],
        "theme:steady": [SB],
        "theme:multi-agency": [W, LOW],
        "aspect:training": [WEAK],
        "item:m-scale": [DISPUTED],
        "item:s-1": [UNKNOWN],
        "overall": [LEADERS],
    }
    assert [gap.reasons[0].kind for gap in found] == [B, SB, W, WEAK, DISPUTED, UNKNOWN, LEADERS]
    by_key = {gap.key: gap for gap in found}
    behind = by_key["theme:caf"].reasons[0]
    assert (behind.sentence, behind.finding.verdict) == ("theme:caf: behind.", Verdict.BEHIND)
    assert by_key["theme:caf"].title == "Common Assessment Framework"
    assert by_key["aspect:training"].items == ("c-same", "c-word", "m-same", "s-1", "s-2")
    assert by_key["item:m-scale"].title == "M SCALE, M SCALE"


def test_what_is_ahead_alike_or_unclear_is_no_gap(blank):
    against = replace(
        compared(
            blank,
            theme__caf=(Verdict.AHEAD, 0.6),
            theme__steady=(Verdict.IN_LINE, -0.1),
            overall=(Verdict.NO_CLEAR_DIFFERENCE, -0.4),
        ),
        changes=(changed("theme:multi-agency", ChangeVerdict.IMPROVED, 0.4),),
    )
    assert gaps_of(against, []) == ()


def test_our_own_sentences_have_the_numbers_behind_them(blank):
    found = gaps_of(
        blank,
        [
            standing("m-same", (0, 3, 0, 0, 0), agreed=2),
            standing("m-scale", (2, 0, 0, 0, 2)),
            standing("s-1", (0, 0, 1, 0, 0), dont_know=2),
        ],
    )
    assert [gap.reasons[0].sentence for gap in found] == [
        "On m-same, Name, the agreed level is 2 (planning), below the middle of the scale, 3.",
        "Partners differ widely on m-scale, Name: 2 at 1 (not yet) and 2 at 5 (embedded). Their "
        "consensus is 0.00; it is 0.58 where one half of them is two levels from the other.",
        "On s-1, Name, 2 of 3 answers are “don't know”, more than half.",
    ]


def test_what_families_said_goes_to_its_themes_and_else_to_overall(blank):
    both = HeardVoice("parents", "Forum", date(2007, 5, 1), 12, "Once.", ("caf", "steady"))
    one = HeardVoice("children", "Survey", date(2007, 6, 1), 1, "Listen.", ("caf",))
    general = HeardVoice("young_people", "Club", date(2007, 6, 2), 8, "More of it.")
    found = {gap.key: gap.reasons[0] for gap in gaps_of(
        replace(blank, families=(both, one, general)), []
    )}  # fmt: skip
    assert found.keys() == {"theme:caf", "theme:steady", "overall"}
    assert found["theme:caf"].voices == (both, one)
    assert found["overall"].voices == (general,)
    assert found["theme:caf"].sentence == (
        "From families, 13 people spoke on two occasions about Caf. Read what they said and decide "
        "whether it needs an action."
    )


# Which levels are low, disputed or unknown.


@pytest.mark.parametrize(("agreed", "is_low"), [(None, False), (1, True), (2, True), (3, False)])
def test_a_level_is_low_below_the_middle_of_the_scale(blank, agreed, is_low):
    assert bool(gaps_of(blank, [standing(agreed=agreed)])) == is_low


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((2, 0, 2, 0, 0), True),  # the rule's own case, anywhere on the scale
        ((0, 2, 0, 2, 0), True),
        ((0, 2, 1, 2, 0), False),  # some in the middle bring them nearer
        ((2, 0, 0, 2, 0), True),
        ((1, 0, 0, 9, 0), False),  # one who stands apart is not a dispute of all
        ((0, 0, 3, 3, 0), False),
        ((1, 0, 0, 0, 1), False),  # two partners are too few
        ((0, 0, 0, 0, 0), False),
    ],
)
def test_disputed_is_a_consensus_as_low_as_of_two_halves_two_levels_apart(counts, expected):
    assert is_disputed(standing(counts=counts)) == expected


def test_on_a_scale_of_two_levels_halves_at_either_are_disputed():
    one = replace(standing(counts=(2, 2)), levels=(1, 2), labels=("no", "yes"))
    assert is_disputed(one)
    assert not is_disputed(replace(one, counts=(1, 3)))


@pytest.mark.parametrize(
    ("known", "dont_know", "not_applicable", "is_gap"),
    [(1, 2, 0, True), (2, 2, 0, False), (0, 2, 0, False), (0, 2, 2, False), (1, 3, 1, True)],
)
def test_don_t_know_counts_over_half_of_three_answers_or_more(
    blank, known, dont_know, not_applicable, is_gap
):
    one = standing(counts=(0, 0, 0, known, 0), dont_know=dont_know, not_applicable=not_applicable)
    assert bool(gaps_of(blank, [one])) == is_gap


# One subject is one gap, and what a wider one answers for is said there.


def test_an_aspect_of_one_theme_and_its_cell_are_one_gap_under_the_cell(blank):
    against = compared(
        blank,
        **{
            "aspect__co_location": (Verdict.SLIGHTLY_BEHIND, -0.5),
            "cell__multi_agency_to_co_location": (Verdict.BEHIND, -0.5),
        },
    )
    assert told(gaps_of(against, [])) == {"cell:multi-agency/co-location": [B]}


def test_a_cell_of_one_question_is_a_gap_under_the_question(blank):
    against = compared(blank, cell__multi_agency_to_training=(Verdict.BEHIND, -0.5))
    (found,) = gaps_of(against, [standing("m-same", (2, 0, 2, 0, 0), agreed=2)])
    assert (found.key, found.items) == ("item:m-same", ("m-same",))
    assert [one.kind for one in found.reasons] == [B, LOW, DISPUTED]


def test_a_low_level_moves_into_its_cell_or_theme_where_that_is_behind(blank):
    low = [standing("c-same", agreed=2), standing("m-one", agreed=2)]
    against = compared(
        blank,
        cell__caf_to_training=(Verdict.BEHIND, -0.7),
        theme__caf=(Verdict.BEHIND, -0.5),
        theme__multi_agency=(Verdict.SLIGHTLY_BEHIND, -0.3),
    )
    found = gaps_of(against, low)
    assert told(found) == {
        "cell:caf/training": [B, LOW],
        "theme:caf": [B],
        "theme:multi-agency": [SB, LOW],
    }
    assert found[0].reasons[1].group.key == "item:c-same"


def test_a_low_level_stays_alone_where_its_theme_is_a_gap_for_another_reason(blank):
    against = replace(
        blank, families=(HeardVoice("parents", "Forum", date(2007, 5, 1), 2, "Once.", ("caf",)),)
    )
    assert told(gaps_of(against, [standing("c-same", agreed=2)])) == {
        "item:c-same": [LOW], "theme:caf": [FAMILIES],
    }  # fmt: skip


def test_a_disputed_question_stays_a_gap_of_its_own_with_all_its_reasons(blank):
    against = compared(blank, theme__caf=(Verdict.BEHIND, -0.5))
    found = gaps_of(against, [standing("c-same", (2, 0, 2, 0, 0), agreed=2)])
    assert told(found) == {"theme:caf": [B], "item:c-same": [LOW, DISPUTED]}


@pytest.mark.parametrize(
    ("theme", "cell", "stays"),
    [
        (Verdict.BEHIND, Verdict.BEHIND, True),
        (Verdict.BEHIND, Verdict.SLIGHTLY_BEHIND, False),
        (Verdict.SLIGHTLY_BEHIND, Verdict.SLIGHTLY_BEHIND, False),
        (Verdict.IN_LINE, Verdict.SLIGHTLY_BEHIND, True),
    ],
)
def test_a_cell_that_is_slightly_behind_moves_into_its_theme_where_that_is_behind(
    blank, theme, cell, stays
):
    against = compared(blank, theme__caf=(theme, -0.4), cell__caf_to_training=(cell, -0.4))
    found = gaps_of(against, [])
    assert ("cell:caf/training" in told(found)) == stays
    sentences = [one.sentence for gap in found for one in gap.reasons]
    assert f"cell:caf/training: {cell}." in sentences


def test_a_cell_that_became_worse_stays_and_one_that_became_slightly_worse_moves(blank):
    theme = changed("theme:caf", ChangeVerdict.WORSE, -0.5)
    for verdict, stays in ((ChangeVerdict.WORSE, True), (ChangeVerdict.SLIGHTLY_WORSE, False)):
        cell = changed("cell:caf/training", verdict, -0.6)
        found = told(gaps_of(replace(blank, changes=(theme, cell)), []))
        assert ("cell:caf/training" in found) == stays


# The order.


def test_the_strongest_stand_first_whatever_order_they_come_in(blank):
    against = compared(
        blank,
        overall=(Verdict.SLIGHTLY_BEHIND, -0.9),
        theme__caf=(Verdict.BEHIND, -0.5),
        theme__steady=(Verdict.BEHIND, -0.8),
        theme__multi_agency=(Verdict.SLIGHTLY_BEHIND, -0.2),
    )
    standings = [
        standing("c-same", (2, 0, 2, 0, 0)),
        standing("m-scale", (3, 0, 0, 0, 3)),
        standing("c-gone", (0, 0, 0, 2, 0), dont_know=3),
    ]
    expected = [
        "theme:steady", "theme:caf", "overall", "theme:multi-agency", "item:m-scale",
        "item:c-same", "item:c-gone",
    ]  # fmt: skip
    assert list(told(gaps_of(against, standings))) == expected
    chance = random.Random(1)
    for _ in range(5):
        chance.shuffle(standings)
        shuffled = list(against.findings)
        chance.shuffle(shuffled)
        again = gaps_of(replace(against, findings=tuple(shuffled)), standings)
        assert list(told(again)) == expected


def test_equals_stand_in_the_order_of_the_questionnaire(blank):
    standings = [standing(one, agreed=2) for one in ("s-1", "m-same", "c-word", "c-same")]
    assert list(told(gaps_of(blank, standings))) == [
        "item:c-same", "item:c-word", "item:m-same", "item:s-1",
    ]  # fmt: skip


# From what was signed, and for whom.


@pytest.fixture
def signed(cast):
    """Cambridgeshire rates low in 2009, with the other Trusts higher, and rated higher in 2008."""
    ours, theirs = (
        {"health": 2, "police": 1, "schools": 2},
        {"health": 4, "police": 5, "schools": 4},
    )
    cast.open_year(2008)
    places = [cast.cambridgeshire, *(cast.open_trust(trust) for trust in OTHERS)]
    for number, place in enumerate(places):
        cast.sign(cast.again(place, 2008), handed_on(theirs, number))
    keep_voice(
        cast.store, cast.carol, cast.cambridgeshire.round_id,
        HeardVoice("parents", "Forum", date(2009, 5, 1), 12, "We told our story once.", ("caf",)),
    )  # fmt: skip
    unknown = {
        sector: dict.fromkeys((item.id for item in cast.pack.items), level)
        | ({"ma-2": NonScore.DONT_KNOW} if sector != "police" else {})
        for sector, level in ours.items()
    }
    cast.sign(cast.cambridgeshire, unknown)
    for number, place in enumerate(places[1:], start=1):
        # Their sectors change places, so that there is a spread of changes.
        cast.sign(place, handed_on(theirs, number + 1))
    return cast


def test_the_gaps_of_signed_results(signed):
    view = open_gaps(signed.store, signed.carol, CAMBRIDGESHIRE, 2009)
    assert (view.trust.name, view.year, view.pack.name) == ("Cambridgeshire", 2009, "tiny@2009")
    by_key = {gap.key: gap for gap in view.gaps}
    assert by_key["theme:caf"].kinds >= {B, W, FAMILIES}
    assert by_key["overall"].kinds == {B, W}
    assert UNKNOWN in by_key["item:ma-2"].kinds
    assert by_key["item:caf-1"].kinds == {B, W, LOW}
    for gap in view.gaps:
        for reason in gap.reasons:
            assert reason.sentence
            if reason.finding is not None:
                assert reason.finding in (*view.against.findings, *view.against.changes)
                assert reason.sentence == reason.finding.sentence


def test_all_who_may_plan_see_the_same_gaps(signed):
    carol, *others = (
        open_gaps(signed.store, who, CAMBRIDGESHIRE, 2009).gaps
        for who in (signed.carol, signed.dave, signed.erin, OPERATOR)
    )
    assert all(one == carol for one in others)


def test_who_answers_for_a_partner_and_who_comes_from_outside_may_not_see_them(signed):
    for who in (signed.alice, signed.frank, signed.grace, signed.heidi, signed.judy):
        with pytest.raises(NotAllowed):
            open_gaps(signed.store, who, CAMBRIDGESHIRE, 2009)


def test_a_year_that_is_not_signed_has_no_gaps_yet_and_says_so(cast):
    with pytest.raises(NotFound, match="has not signed off 2009 yet"):
        open_gaps(cast.store, cast.carol, CAMBRIDGESHIRE, 2009)


def test_results_carried_over_have_their_gaps_too(cast):
    world = world_of(cast)
    world.open()
    for year, pack in ((LAST, world.old), (THIS, world.new)):
        world.keep(year, {trust: all_at(4, pack) for trust in ALL[1:]})
        world.keep(year, {CAMBRIDGESHIRE: all_at(2, pack)})
    view = open_gaps(cast.store, OPERATOR, CAMBRIDGESHIRE, THIS)
    assert {kind for gap in view.gaps for kind in gap.kinds} == {LOW}
    assert len(view.gaps) == len(world.new.items)
