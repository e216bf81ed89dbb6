"""Who stands where and what is left to settle, in words and as people see it."""

import re
from datetime import UTC, datetime

import pytest

from owf.access import policy
from owf.assessment.moderation.agreeing import ModerationView
from owf.assessment.moderation.positions import positions_of
from owf.assessment.moderation.questions import PartnerAnswer, Question
from owf.benchmark.agreement.partners import consensus, is_high_consensus
from owf.questionnaire import NonScore
from owf.store import rounds
from owf.store.answers import RoundAnswer, StoredAgreement
from owf.web.moderation.agenda import agenda, agreement_words, agreement_worked_out, range_words
from owf.web.moderation.item_board import board, comments

ITEM = "caf-1"
AT = datetime(2009, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def question(tiny_pack):
    """One question from what partners said: name -> level, non-score or nothing."""

    def make(said, *, agreed=None, comment="", evidence="", last=None):
        given = [
            RoundAnswer(
                number,
                "police",
                ITEM,
                None if isinstance(one, NonScore) else one,
                one.value if isinstance(one, NonScore) else None,
            )
            for number, one in enumerate(said.values())
        ]
        position = positions_of(tiny_pack, given, {ITEM: agreed} if agreed else {})[ITEM]
        partners = tuple(
            PartnerAnswer(
                partner=name,
                sector=name,
                level=None if isinstance(one, NonScore) else one,
                non_score=one if isinstance(one, NonScore) else None,
                comment=comment,
                evidence=evidence,
                last_year=last,
            )
            for name, one in said.items()
        )
        levels = [partner.level for partner in partners if partner.level is not None]
        return Question(
            position=position,
            theme=tiny_pack.theme("caf"),
            given=partners,
            consensus=consensus(position.counts) if levels else None,
            is_high=bool(levels) and is_high_consensus(position.counts),
            lowest=min(levels, default=None),
            highest=max(levels, default=None),
            last_agreed=last,
            changed_since=(),
            agreed_by=None,
        )

    return make


def test_each_partner_stands_once_under_its_level(question, tiny_pack):
    said = {"Police": 2, "Health": 4, "Schools": 4, "Sport": NonScore.DONT_KNOW}
    found = str(board(question(said), tiny_pack, 2008))
    columns = found.split('<p class="owf-board-level">')[1:]
    assert "<li>Police</li>" in columns[1]
    assert "<li>Health</li><li>Schools</li>" in columns[3]
    assert "2 partners" in columns[3]
    assert columns[0].startswith("<strong>1 Not yet</strong> <span>nobody</span>")
    assert "<strong>Don&#39;t know:</strong> Sport" in found
    assert found.count("Police") == found.count("Sport") == 1


def test_a_partner_that_moved_is_shown_with_its_level_of_last_year(question, tiny_pack):
    assert "3 in 2008" in board(question({"Police": 2}, last=3), tiny_pack, 2008)
    assert "in 2008" not in board(question({"Police": 3}, last=3), tiny_pack, 2008)


def test_evidence_stands_beside_the_comment_and_also_without_one(question, tiny_pack):
    found = comments(question({"Police": 5}, evidence="<i>The audit"), tiny_pack)
    assert "Evidence: &lt;i&gt;The audit" in found
    assert "<q>" not in found


def test_what_partners_wrote_cannot_break_out_of_the_page(question, tiny_pack):
    found = comments(question({"<b>Police": 2}, comment="<script>"), tiny_pack)
    assert "<script>" not in found
    assert "<b>" not in found


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"A": 3, "B": 3, "C": 3}, "3 partners rated this, all at 3 Some."),
        ({"A": 1, "B": 5, "C": 3}, "3 partners rated this, from 1 Not yet to 5 Embedded. "),
        ({"A": NonScore.DONT_KNOW}, "No partner that answered gave a level"),
        ({}, "No partner that has submitted answered this question"),
        ({"A": 4}, "1 partner rated this, at 4 Good."),
    ],
)
def test_how_far_partners_agree_is_said_in_a_sentence(question, tiny_pack, said, expected):
    assert agreement_words(question(said), tiny_pack).startswith(expected)


def test_agreement_is_never_called_high_and_its_statistics_are_folded_away(question, tiny_pack):
    """Partners at 4-3-5 agree more than by chance, and still take up three levels of five."""
    spread = question({f"P{n}": level for n, level in enumerate([2] * 4 + [3] * 3 + [4] * 5)})
    assert spread.is_high
    assert agreement_words(spread, tiny_pack) == (
        "12 partners rated this, from 2 Planning to 4 Good."
    )
    worked_out = str(agreement_worked_out(spread, tiny_pack))
    assert worked_out.startswith("<details")
    assert "this is more agreement than by chance" in worked_out
    apart = str(agreement_worked_out(question({"A": 1, "B": 5, "C": 3}), tiny_pack))
    assert "With 3 partners, chance alone reaches 1.00 at most one time in twenty" in apart
    assert "no more agreement than one expects by chance" in apart
    assert "So few partners" in agreement_worked_out(question({"A": 4, "B": 4}), tiny_pack)
    assert agreement_worked_out(question({"A": NonScore.DONT_KNOW}), tiny_pack) == ""
    for found in (agreement_words(spread, tiny_pack), range_words(spread), worked_out):
        assert not re.search(r"\bhigh\b", found)


def test_who_stands_two_levels_from_the_median_is_named(question, tiny_pack):
    sentence = agreement_words(question({"A": 3, "B": 3, "C": 3, "D": 5}), tiny_pack)
    assert sentence.endswith("D stands two levels or more from the median.")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"A": NonScore.NOT_APPLICABLE}, "no level given"),
        ({"A": 2, "B": 4}, "2 to 4"),
        ({"A": 3, "B": 3}, "all at 3"),
        ({"A": 3}, "one at 3"),
    ],
)
def test_the_list_says_from_where_to_where_partners_stand(question, said, expected):
    assert range_words(question(said)) == expected


def test_the_list_says_what_is_open_agreed_and_without_its_reason(question, tiny_pack, cast):
    def agreed(level, reason=""):
        return StoredAgreement(ITEM, level, reason, "carol", AT, 1)

    with cast.store.reading() as session:
        in_round = rounds.round_of(session, 873, 2009)
    view = ModerationView(in_round, tiny_pack, (), (), policy.may_moderate(cast.carol, 873))
    said = {"A": 3, "B": 3, "C": 4}
    shown = [
        question(said),
        question(said, agreed=agreed(3)),
        question(said, agreed=agreed(5)),
        question(said, agreed=agreed(5, "Because.")),
        question({"A": NonScore.DONT_KNOW}),
        question({}),
    ]
    found = str(agenda(view, shown, "All"))
    cells = found.split('data-label="Agreed">')[1:]
    assert [cell.split("</td>")[0] for cell in cells] == [
        '<span class="owf-none">open</span>',
        "<strong>3</strong>",
        '<span class="owf-missing">5, reason missing</span>',
        '<strong>5</strong> <span class="owf-small">with reason</span>',
        '<span class="owf-none">without a level</span>',
        '<span class="owf-none">no answer yet</span>',
    ]
    assert "/moderation?trust=873&amp;year=2009&amp;item=caf-1" in found
    assert "<caption>All: 6</caption>" in found


def test_of_a_long_agenda_the_most_disputed_stand_open_and_the_rest_is_folded(
    question, tiny_pack, cast
):
    with cast.store.reading() as session:
        in_round = rounds.round_of(session, 873, 2009)
    view = ModerationView(in_round, tiny_pack, (), (), policy.may_moderate(cast.carol, 873))
    disputed, alike = question({"A": 1, "B": 5}), question({"A": 3, "B": 3})
    silent = question({"A": NonScore.DONT_KNOW})
    found = str(agenda(view, [disputed] * 20 + [alike] * 30 + [silent], "All questions"))
    first, *folds = found.split("<details")
    assert "All questions: 51. These are the 15 most disputed" in first
    assert first.count("<tr>") == 1 + 15
    assert [re.search("<summary>(.*?)</summary>", fold)[1] for fold in folds] == [
        "Questions 16 to 33: up to 4 levels apart",
        "Questions 34 to 51: all at one level",
    ]
    assert [fold.count("<tr>") for fold in folds] == [1 + 18, 1 + 18]
    assert "<details" not in str(agenda(view, [alike] * 20, "All questions"))
    assert "no level given" in str(agenda(view, [silent] * 21, "All")).split("<summary>")[1]
