"""Numbers as pages write them: a true minus sign, and words where there is no number."""

from collections.abc import Iterable

from markupsafe import Markup

from owf.assessment.results.england import percent

NONE = "no score"


def questions(number: int) -> str:
    return "1 question" if number == 1 else f"{number or 'no'} questions"


def as_sentence(words: str) -> str:
    """With a full stop, where a person wrote none."""
    return words if words.endswith((".", "!", "?")) else f"{words}."


def span(numbers: Iterable[int]) -> str:
    """``4``, or ``3 to 5`` where numbers differ; ``0`` of nothing."""
    found = sorted(numbers) or [0]
    return str(found[0]) if found[0] == found[-1] else f"{found[0]} to {found[-1]}"


def score(value: float | None, places: int = 1) -> str:
    """A score in levels: one decimal in a label, two in a table beside differences."""
    return NONE if value is None else f"{value:.{places}f}"


def signed(value: float | None, places: int = 2) -> str:
    """A difference with its sign; zero has none."""
    if value is None:
        return "not compared"
    text = f"{value:+.{places}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "−")


def limits(pair: tuple[float, float] | None) -> str:
    return "none" if pair is None else f"{signed(pair[0])} to {signed(pair[1])}"


TOO_FEW = Markup('<span class="owf-none">too few Trusts to show</span>')


def share_bar(share: int) -> Markup:
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
    of_all = percent(part, whole)
    return Markup('<span class="owf-percent">{}%</span>{}').format(of_all, share_bar(of_all))
