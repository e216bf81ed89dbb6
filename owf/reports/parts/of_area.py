"""What the reports on a region and on England share: what they say of themselves, the method."""

import json
from collections.abc import Sequence
from hashlib import sha256

from owf import clock
from owf.assessment.disclosure.trusts import FEWEST_TRUSTS
from owf.benchmark.agreement.practitioners import FEWEST_PERSONS
from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.benchmark.words.wording import counted, levels_text
from owf.reports.model import About, Block, Note, Paragraph, Points, Section
from owf.settings import get_settings
from owf.store import Store, signed_scores


def about_area(
    store: Store,
    name: str,
    year: int,
    readers: str,
    *,
    region_code: str | None = None,
    rules: Rules = DEFAULT_RULES,
) -> About:
    """Its hash is one over the hashes of all results signed there, published or not."""
    with store.reading() as session:
        found = signed_scores.signed_trusts(session, year, region_code)
    digests = sorted((one.trust, one.digest) for one in found.values())
    return About(
        author=name,
        year=year,
        made_on=clock.today(),
        is_made_up=get_settings().demo,
        signature=f"by the chairs of {counted(len(found), 'Trust')}" if found else "",
        digest=sha256(json.dumps(digests).encode()).hexdigest() if found else "",
        rules=rules.version,
        readers=readers,
    )


def method_of_area(levels: Sequence[int], special: Sequence[str], rules: Rules) -> Section:
    """METHOD 1 to 5 in short; ``special``: what this report alone needs."""
    points = (
        "A score is a mean of levels. “Don't know” and “not applicable” are counted and enter no "
        "mean. Partners of one sector are averaged first; the score of a Trust is the mean of its "
        "sectors, and each Trust counts once in a mean of Trusts.",
        *special,
        "A Trust chooses what it shows. One that only shows that it has finished enters no figure. "
        "One that shows its headline enters overall and theme figures without its name. Only one "
        "that publishes in full is named, and enters tables of single questions.",
        f"A mean of Trusts needs at least {counted(FEWEST_TRUSTS, 'Trust')}. Trusts without a name "
        "enter a figure only where they are none or three and more, so that no score can be worked "
        "out. So the number of Trusts differs from one figure to the next.",
        f"Fewer than {counted(FEWEST_PERSONS, 'practitioner')}: the figure is shown to nobody. "
        "What is missing is said in words and never shown as zero.",
    )
    blocks: tuple[Block, ...] = (
        Points(points),
        Paragraph(
            "What is not claimed: that a level is right, since partners rate themselves; why a "
            "Trust or a region is high or low; or whether children are better off for it."
        ),
        Note(
            "The hash of what was signed is one over the hashes of all results signed there. "
            f"Rules of calculation, version {rules.version}. The page Method of the service has "
            "all of it, with how often it is wrong."
        ),
    )
    return Section(
        "How the results are worked out",
        blocks,
        claim=(
            f"Partners rate themselves on a scale of {levels[0]} to {levels[-1]}; only what Trusts "
            "publish is shown."
        ),
    )


def comparisons_in_words(rules: Rules) -> str:
    return (
        "Each verdict compares one Trust with the others as if all had its sectors, and leaves it "
        f"out of what it is compared with. Ahead or behind is more than chance, by at least "
        f"{levels_text(rules.slight_margin)}; slightly ahead or behind perhaps by less. Broadly in "
        f"line is shown to be alike, within {levels_text(rules.in_line_margin)}. No clear "
        "difference means that the answers leave it open. A comparison needs at least "
        f"{counted(rules.min_units, 'sector')} here and {counted(rules.min_others, 'other Trust')}."
    )
