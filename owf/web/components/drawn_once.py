"""Charts that are drawn once for the same findings: a run of a page draws what has changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache

from owf.web.charts import Chart

KEPT_CHARTS = 120
"""Charts that stay in memory, about 0.2 MB each: eight for each of the Trusts looked at now."""


@lru_cache(maxsize=KEPT_CHARTS)
def drawn_once(draw: Callable[..., Chart], *findings: Hashable, **more: Hashable) -> Chart:
    """A chart of these findings, which are frozen and so say all that it depends on.

    It is shared by everybody who looks: nobody may change its figure.

    Args:
        draw: of `owf.web.charts`.
        findings: what it takes, sequences as tuples.
        more: what it takes by name.
    """
    return draw(*findings, **more)
