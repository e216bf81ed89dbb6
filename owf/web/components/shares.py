"""Shares of Trusts: in numbers, with a thin bar for the eye, or in words where they are too few."""

from __future__ import annotations

from markupsafe import Markup

from owf.assessment.nation import percent

TOO_FEW = Markup('<span class="owf-none">too few Trusts to show</span>')


def share_bar(share: int) -> Markup:
    """A share as a thin bar, for the eye only: the number stands beside it."""
    return Markup(
        '<span class="owf-share" aria-hidden="true"><span style="width: {}%"></span></span>'
    ).format(share)


def counted(part: int, whole: int) -> Markup:
    """``4 of 5 (80%)`` and a bar."""
    if not whole:
        return Markup("none")
    share = percent(part, whole)
    return Markup("{} of {} ({}%){}").format(part, whole, share, share_bar(share))


def share(part: int, whole: int) -> Markup:
    """``80%`` and a bar, where the numbers stand in other columns."""
    of_all = percent(part, whole)
    return Markup('<span class="owf-percent">{}%</span>{}').format(of_all, share_bar(of_all))
