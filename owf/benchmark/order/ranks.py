"""Between which ranks each Trust may truly stand (METHOD 2, spread and order)."""

from collections.abc import Mapping, Sequence

import numpy as np

from owf.benchmark.rules import Floats, check_confidence, finite
from owf.benchmark.words.wording import counted, named_or_counted

# Enough that another seed seldom moves a rank by one; 150 Trusts take about a second.
_DRAWS = 4000


def rank_confidence_sets(
    estimates: Sequence[float],
    standard_errors: Sequence[float],
    confidence: float = 0.95,
    seed: int = 0,
) -> list[tuple[int, int]]:
    """Give the best and the worst rank that each Trust may truly have (METHOD 2).

    Marginal sets of Mogstad, Romano, Shaikh and Wilhelm (2023): each holds the true rank of its
    own Trust with the confidence given. The differences of one Trust from all others are tested
    together, against the largest |t| that chance makes of them (parametric bootstrap, estimates
    independent and normal); those shown to differ are set aside and the rest tested again.

    Args:
        estimates: each Trust's score, in levels.
        standard_errors: of each score, in the same order.
        confidence: between 0 and 1.
        seed: of the draws. The same numbers and seed give the same sets, in whatever order the
            Trusts come.

    Returns:
        (best, worst) for each Trust in the order given; rank 1 is the highest score. Best is 1 +
        the number of Trusts shown to be above, worst is the number of Trusts less those shown to
        be below.

    Raises:
        ValueError: no Trusts, lists of different lengths, a number that is not finite, a standard
            error that is not positive, or a confidence outside 0 to 1.
    """
    scores = finite(estimates, "estimates")
    errors = finite(standard_errors, "standard errors")
    check_confidence(confidence)
    if scores.size != errors.size:
        raise ValueError(
            f"{scores.size} estimates and {errors.size} standard errors: give one for each."
        )
    if (errors <= 0).any():
        raise ValueError(
            "A standard error is not positive: leave that Trust out, or say that ranks cannot be "
            "calculated."
        )
    order = np.lexsort((errors, scores))
    scores, errors = scores[order], errors[order]
    chance = np.random.default_rng(seed).standard_normal((_DRAWS, scores.size)) * errors
    sets = [(1, 1)] * scores.size
    for row, place in enumerate(order):
        above, below = _shown_apart(row, scores, errors, chance, confidence)
        sets[place] = (1 + above, scores.size - below)
    return sets


def told_apart(ranks: Mapping[str, tuple[int, int]]) -> str:
    """Say which Trusts can be told apart by their scores, and which may stand anywhere.

    Args:
        ranks: the best and the worst rank that each may truly have, by name, in order of score.
    """
    of_all = len(ranks)
    above = [name for name, (_, worst) in ranks.items() if worst < of_all]
    below = [name for name, (best, _) in ranks.items() if best > 1]
    if not above and not below:
        return (
            f"None of these {counted(of_all, 'Trust')} can be told apart from the others: each may "
            "stand anywhere in this order."
        )
    for alone, rest, where in ((below, above, "below"), (above, below, "above")):
        if len(alone) == 1 and len(rest) == of_all - 1 and alone[0] not in rest:
            return (
                f"Only {alone[0]} can be told apart, {where} all others; among these the order may "
                "be chance."
            )
    both = [name for name in above if name in below]
    kinds = (
        ([one for one in above if one not in both], "above some others"),
        (both, "above some others and below some"),
        ([one for one in below if one not in both], "below some others"),
    )
    parts = [
        named_or_counted(names, of_all, f"stands {where}", f"stand {where}")
        for names, where in kinds
        if names
    ]
    free = of_all - sum(len(names) for names, _ in kinds)
    if free:
        parts.append(f"{counted(free, 'other Trust')} may stand anywhere in this order")
    return f"Beyond chance, {'; '.join(parts)}."


def _shown_apart(
    row: int, scores: Floats, errors: Floats, chance: Floats, confidence: float
) -> tuple[int, int]:
    """Count the Trusts shown to be above the one in this row, and those shown to be below."""
    others = np.delete(np.arange(scores.size), row)
    se = np.hypot(errors[row], errors[others])
    t = (scores[others] - scores[row]) / se
    drawn = np.abs(chance[:, others] - chance[:, [row]]) / se
    undecided = np.full(others.size, True)
    while undecided.any():
        largest = drawn[:, undecided].max(axis=1)
        critical = float(np.quantile(largest, confidence, method="higher"))
        apart = undecided & (np.abs(t) > critical)
        if not apart.any():
            break
        undecided &= ~apart
    return int((~undecided & (t > 0)).sum()), int((~undecided & (t < 0)).sum())
