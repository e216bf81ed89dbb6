"""From a round's answers to the rows of its snapshot (METHOD 1)."""

from collections.abc import Mapping, Sequence

from owf.benchmark.scores.groups import ItemRef
from owf.benchmark.scores.unit_scores import Answer, GroupScore, score_groups
from owf.questionnaire import Audience, Pack
from owf.store.answers import RoundAnswer
from owf.store.results import ScoreRow, UnnamedReturn


def item_refs(pack: Pack, audience: Audience = Audience.LEADERS) -> tuple[ItemRef, ...]:
    return tuple(
        ItemRef(item.id, theme.id, item.aspect)
        for theme in pack.themes
        for item in theme.items
        if item.is_for(audience)
    )


def leaders_rows(
    pack: Pack,
    given: Sequence[RoundAnswer],
    agreed: Mapping[str, tuple[int | None, str]],
) -> list[ScoreRow]:
    """The leaders' scores on every group of items; ``agreed`` is level and reason by item id."""
    scored = score_groups(
        item_refs(pack),
        [
            Answer(str(one.partner_id), one.sector_id, one.item_id, one.level, one.non_score)
            for one in given
        ],
        {item_id: level for item_id, (level, _) in agreed.items()},
        levels=pack.scale.values,
    )
    return [
        as_row(one, "leaders", agreed.get(one.group.item or "", (None, ""))[1]) for one in scored
    ]


def as_row(score: GroupScore, audience: str, agreed_reason: str = "") -> ScoreRow:
    return ScoreRow(
        kind=str(score.group.kind),
        group_key=score.group.key,
        audience=audience,
        n_units=score.n_units,
        n_respondents=score.n_respondents,
        mean=score.mean,
        pooled_mean=score.pooled_mean,
        sd=score.sd,
        sector_scores=score.units,
        level_counts=score.level_counts,
        dont_know=score.dont_know,
        not_applicable=score.not_applicable,
        agreed=score.agreed,
        agreed_reason=agreed_reason,
        sector_respondents=score.unit_respondents,
    )


def unnamed_returns(given: Sequence[RoundAnswer]) -> list[UnnamedReturn]:
    """What each partner answered, without its name, as a snapshot keeps it (decision 0008)."""
    sector_of: dict[int, str] = {}
    answers_of: dict[int, dict[str, int | str]] = {}
    for one in given:
        answer = one.non_score if one.level is None else one.level
        if answer is not None:
            sector_of[one.partner_id] = one.sector_id
            answers_of.setdefault(one.partner_id, {})[one.item_id] = answer
    return [UnnamedReturn(sector_of[partner], said) for partner, said in answers_of.items()]
