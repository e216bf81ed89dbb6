"""How far Trusts differ beyond chance, and whether they can be put in order (METHOD 2)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from owf.benchmark.rules import (
    DEFAULT_RULES,
    DUST,
    Floats,
    Interval,
    Rules,
    check_confidence,
    finite,
    t_quantile,
)
from owf.benchmark.words.wording import counted

# METHOD 2: fewer Trusts, or a smaller rankability, and an order by score would be mostly chance.
FEWEST_TO_ORDER = 6
LEAST_RANKABILITY = 0.7


@dataclass(frozen=True)
class Ordering:
    """In which order Trusts are shown, and why.

    Attributes:
        names: all of them, in that order.
        by_score: whether the order is that of their scores, highest first; else it is
            alphabetical.
        rankability: share of the differences between scores that is not chance, 0 to 1; None
            where it cannot be had.
        why: a sentence for the page.
    """

    names: tuple[str, ...]
    by_score: bool
    rankability: float | None
    why: str


def between_trust_variance(estimates: Sequence[float], variances: Sequence[float]) -> float:
    """Give the variance tau^2 of the Trusts' true scores, by Paule and Mandel (METHOD 2).

    Args:
        estimates: each Trust's score, in levels.
        variances: the squared standard error of each, in the same order.

    Returns:
        tau^2 in squared levels; 0 where the scores differ by no more than chance.

    Raises:
        ValueError: fewer than two Trusts, a number that is not finite, a variance that is not
            positive, or lists of different lengths.
    """
    return _between(*_checked(estimates, variances))


def shrink(estimates: Sequence[float], variances: Sequence[float]) -> list[float]:
    """Draw each score towards the mean of all by as much of it as is chance (METHOD 2).

    Args:
        estimates: each Trust's score, in levels.
        variances: the squared standard error of each, in the same order.

    Returns:
        mu + tau^2 / (tau^2 + v) (y - mu) for each, where mu is the mean of the scores with
        weights 1 / (tau^2 + v).

    Raises:
        ValueError: as `between_trust_variance`.
    """
    scores, spreads = _checked(estimates, variances)
    tau2 = _between(scores, spreads)
    weights = 1 / (tau2 + spreads)
    centre = float(weights @ scores) / float(weights.sum())
    return [float(score) for score in centre + tau2 * weights * (scores - centre)]


def rankability(estimates: Sequence[float], variances: Sequence[float]) -> float:
    """Give the share of the differences between scores that is not chance (METHOD 2).

    Args:
        estimates: each Trust's score, in levels.
        variances: the squared standard error of each, in the same order.

    Returns:
        tau^2 / (tau^2 + median variance), from 0 to 1.

    Raises:
        ValueError: as `between_trust_variance`.
    """
    scores, spreads = _checked(estimates, variances)
    tau2 = _between(scores, spreads)
    return tau2 / (tau2 + float(np.median(spreads)))


def expected_range(others: Sequence[float], confidence: float = 0.95) -> tuple[float, float]:
    """Say between which agreed scores one more Trust like the others would lie (METHOD 2).

    Args:
        others: the agreed scores of the other Trusts, in levels; at least two. How many a page
            needs before it compares is for the caller to say.
        confidence: between 0 and 1.

    Returns:
        Mean of the others plus and minus t sqrt(1 + 1/k) SD. It may reach beyond the scale; where
        the others all agreed on one score, both ends are that score.

    Raises:
        ValueError: fewer than two others, a score that is not finite, or a confidence outside
            0 to 1.
    """
    scores = finite(others, "others' scores")
    check_confidence(confidence)
    k = scores.size
    if k < 2:
        raise ValueError("One other Trust shows no range: give the scores of two or more.")
    mean, sd = float(scores.mean()), float(scores.std(ddof=1))
    half = t_quantile(0.5 + confidence / 2, k - 1) * math.sqrt(1 + 1 / k) * sd
    return (mean, mean) if sd < DUST else (mean - half, mean + half)


def ordering(
    names: Sequence[str], estimates: Sequence[float], variances: Sequence[float] | None
) -> Ordering:
    """Put Trusts in order of score where that means something, else in that of the alphabet.

    METHOD 2: by score only with at least six Trusts and a rankability of 0.7 or more.

    Args:
        names: of the Trusts, each once.
        estimates: their scores, in levels, in the order of `names`.
        variances: their squared standard errors, as `trust_variances` gives them; None where they
            cannot be calculated.

    Returns:
        The names in order, with a sentence that says why they are in this order. Trusts of one
        score are in alphabetical order.

    Raises:
        ValueError: no names, a name twice, lists of different lengths, a number that is not
            finite, or a variance that is not positive.
    """
    if not names:
        raise ValueError("There are no Trusts to put in order: give at least one name.")
    if len(set(names)) < len(names):
        raise ValueError("A Trust is named twice: give each Trust one name.")
    scores = finite(estimates, "estimates")
    if len(scores) != len(names):
        raise ValueError(f"{len(names)} names and {len(scores)} estimates: give one for each.")
    found = None
    if variances is not None and len(names) > 1:
        found = rankability(estimates, variances)
    alphabetical = sorted(names, key=str.casefold)
    if len(names) < FEWEST_TO_ORDER or found is None or found < LEAST_RANKABILITY - DUST:
        return Ordering(tuple(alphabetical), False, found, _why_alphabetical(len(names), found))
    score_of = {name: float(score) for name, score in zip(names, scores, strict=True)}
    # Scores that are equal on paper can differ in the last binary place.
    by_score = sorted(alphabetical, key=lambda name: -round(score_of[name], 9))
    return Ordering(tuple(by_score), True, found, "In order of score, highest first.")


def trust_intervals(
    groups: Mapping[str, Sequence[float]], confidence: float = 0.95, rules: Rules = DEFAULT_RULES
) -> dict[str, Interval]:
    """Give each Trust's score its limits, from the spread pooled within all Trusts (METHOD 2).

    Args:
        groups: the units' scores of each Trust, in levels, as in `compare`.
        confidence: between 0 and 1.
        rules: for the fewest units with which a Trust takes part.

    Returns:
        Per Trust mean +- t(df) s / sqrt(n), in the order given. Trusts with fewer than
        `rules.min_units` units are left out and do not count in s. Empty where no Trust has
        enough, and where s is 0, because limits cannot be calculated then: a zero width would say
        that the scores are exact.

    Raises:
        ValueError: no Trusts, a Trust with an empty list, a score that is not finite, or a
            confidence outside 0 to 1.
    """
    check_confidence(confidence)
    scores, spread, df = _within_trusts(groups, rules)
    if spread == 0:
        return {}
    t = t_quantile(0.5 + confidence / 2, df)
    intervals = {}
    for name, units in scores.items():
        mean, half = float(units.mean()), t * spread / math.sqrt(len(units))
        intervals[name] = Interval(mean, mean - half, mean + half, len(units))
    return intervals


def trust_variances(
    groups: Mapping[str, Sequence[float]], rules: Rules = DEFAULT_RULES
) -> dict[str, float]:
    """Give the squared standard error s^2 / n of each Trust's score, for `ordering` and the like.

    Takes, leaves out and raises as `trust_intervals`; empty where that is.
    """
    scores, spread, _ = _within_trusts(groups, rules)
    if spread == 0:
        return {}
    return {name: spread**2 / len(units) for name, units in scores.items()}


def spread_within(samples: Sequence[Floats]) -> tuple[float, int]:
    """Pool the standard deviation within samples, each about its own mean (METHOD 2).

    Args:
        samples: at least one of two numbers or more, none empty.

    Returns:
        The pooled standard deviation s and its degrees of freedom.
    """
    units, sizes = np.concatenate(samples), np.array([sample.size for sample in samples])
    means = np.add.reduceat(units, np.cumsum(sizes) - sizes) / sizes
    deviations = units - np.repeat(means, sizes)
    df = deviations.size - len(samples)
    return math.sqrt(float(deviations @ deviations) / df), df


def _within_trusts(
    groups: Mapping[str, Sequence[float]], rules: Rules
) -> tuple[dict[str, Floats], float, int]:
    """Give the scores of the Trusts that take part, their pooled spread (0: none) and its df."""
    if not groups:
        raise ValueError("There are no Trusts to show: give each Trust's scores.")
    for name, values in groups.items():
        if not len(values):
            raise ValueError(
                f"The Trust {name!r} has an empty list of scores: leave it out of this group."
            )
    scores = {name: finite(values, f"scores of {name}") for name, values in groups.items()}
    counting = {name: units for name, units in scores.items() if len(units) >= rules.min_units}
    if not counting:
        return {}, 0.0, 0
    spread, df = spread_within(list(counting.values()))
    return counting, 0.0 if spread < DUST else spread, df


def _between(scores: Floats, variances: Floats) -> float:
    # Imported late: it takes more than a second, and only pages with many Trusts need it.
    from statsmodels.stats.meta_analysis import (  # noqa: PLC0415
        combine_effects,
    )

    # statsmodels stops where the estimating equation is met to `atol`. A tighter one could meet
    # rounding, which it answers with 0, so the last step, to full precision, is taken here.
    df = scores.size - 1
    with np.errstate(divide="ignore"):  # where all scores are equal, in a number not used here
        found = combine_effects(scores, variances, method_re="pm", atol=1e-6 * df, maxiter=500)
    tau2 = float(found.tau2)
    if tau2 <= 0:
        return 0.0
    weights = 1 / (variances + tau2)
    squares = (scores - weights @ scores / weights.sum()) ** 2
    return max(0.0, tau2 + float((weights @ squares - df) / (weights**2 @ squares)))


def _checked(
    estimates: Sequence[float] | Floats, variances: Sequence[float] | Floats
) -> tuple[Floats, Floats]:
    scores, spreads = finite(estimates, "estimates"), finite(variances, "variances")
    if scores.size != spreads.size:
        raise ValueError(
            f"{scores.size} estimates and {spreads.size} variances: give one variance for each."
        )
    if scores.size < 2:
        raise ValueError("One Trust does not differ from itself: give two Trusts or more.")
    if (spreads <= 0).any():
        raise ValueError(
            "A variance is not positive: leave that Trust out, or say that limits cannot be "
            "calculated."
        )
    return scores, spreads


def _why_alphabetical(n: int, found: float | None) -> str:
    if n < FEWEST_TO_ORDER:
        there_are = "there is" if n == 1 else "there are"
        because = (
            f"{there_are} only {counted(n, 'Trust')} here, and an order by score needs at least six"
        )
    elif found is None:
        because = (
            "how far sectors differ within a Trust cannot be calculated, and an order by score "
            "needs it"
        )
    else:
        because = (
            "the scores differ too little, against the uncertainty of each, to put the Trusts in "
            f"order ({_rankability_text(found)})"
        )
    return f"In alphabetical order, because {because}."


def _rankability_text(found: float) -> str:
    # Rounded down, so that 69.8% does not read as the 70% that it misses.
    return (
        f"{math.floor(100 * found + DUST)}% of their differences is more than chance, and "
        f"{LEAST_RANKABILITY:.0%} is needed"
    )
