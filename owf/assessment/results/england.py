"""England's figures of a year, in which no Trust is named or can be worked out (decision 0007)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import floor
from statistics import fmean

from owf.access import Actor, policy
from owf.assessment.comparability.notes import ChangeNotes, notes_on
from owf.assessment.comparability.rescoring import side_by_side
from owf.assessment.disclosure.trusts import (
    FEWEST_TRUSTS,
    OVERALL,
    EnteringYear,
    SignedYear,
    entering,
    present_in_both,
    read_year,
)
from owf.assessment.errors import NotFound
from owf.assessment.packs import pack_of
from owf.benchmark.scores.groups import Group
from owf.benchmark.tables.national import (
    ProgressSplit,
    count_by_band,
    progress_sentence,
    progress_split,
)
from owf.questionnaire import Pack
from owf.store import Session, Store, places, rounds, signed_scores
from owf.store.places import TrustFacts


@dataclass(frozen=True)
class Reported:
    """In percent."""

    year: int
    some_or_good: int
    planning: int
    source: str


REPORTED = Reported(
    year=2008,
    some_or_good=89,
    planning=11,
    source=(
        "2020 Children and Young People's Workforce Strategy: the evidence base, 2008, "
        "paragraph 3.24, reporting a CWDC survey"
    ),
)
"""The one real figure on the page; matching its words to levels 1 to 5 is our reading."""


@dataclass(frozen=True)
class Mean:
    """The mean of the scores of ``n`` Trusts; no value where they are too few."""

    n: int
    value: float | None


@dataclass(frozen=True)
class Line:
    key: str
    title: str
    short_title: str
    mean: Mean
    split: ProgressSplit | None


@dataclass(frozen=True)
class Part:
    """``signed``: Trusts whatever they publish; ``means``: by group key, overall first."""

    name: str
    signed: int
    trusts: int
    means: Mapping[str, Mean]


@dataclass(frozen=True)
class InBand:
    label: str
    lower: float
    upper: float
    trusts: int


@dataclass(frozen=True)
class InYear:
    year: int
    mean: Mean
    split: ProgressSplit


@dataclass(frozen=True)
class NationView:
    """``signed_years`` are newest first; ``bands`` and ``since`` are empty with too few Trusts.

    ``since``: the Trusts of both years, the year before first. ``reported``: of 2008, shown with
    the headline and not tested.
    """

    year: int
    signed_years: tuple[int, ...]
    pack: Pack
    england: Part
    regions: tuple[Part, ...]
    lines: tuple[Line, ...]
    bands: tuple[InBand, ...]
    since: tuple[InYear, ...]
    since_notes: ChangeNotes
    no_change_because: str
    reported: Reported = REPORTED

    @property
    def progress(self) -> ProgressSplit | None:
        """Trusts at or above the midpoint overall, and below; ``None`` where too few."""
        return self.lines[0].split

    @property
    def claim(self) -> str:
        if self.progress is None:
            return f"Too few Trusts have signed to give England's results for {self.year}"
        share = percent(self.progress.at_or_above, self.progress.n)
        return f"{share}% of {self.progress.n} Trusts are making some or good progress"

    @property
    def sentence(self) -> str:
        if self.progress is None:
            return (
                f"{self.england.signed} of {self.england.trusts} Trusts have signed {self.year}; "
                f"England's figures are shown when at least {FEWEST_TRUSTS} can be counted."
            )
        return progress_sentence(self.progress, self.year)

    @property
    def shares_since(self) -> tuple[int, ...]:
        return tuple(percent(one.split.at_or_above, one.split.n) for one in self.since)

    @property
    def since_sentence(self) -> str:
        """The change over the Trusts of both years, untested; or why there is none."""
        if not self.since:
            return self.no_change_because
        before, now = self.since
        first, second = self.shares_since
        return (
            f"For the {now.mean.n} Trusts in the figures of both years, the share making some or "
            f"good progress was {first}% in {before.year} and is {second}% in {now.year}; their "
            f"mean overall score was {before.mean.value:.2f} and is {now.mean.value:.2f}."
        )

    def to_json(self, *, made_up: bool) -> dict[str, object]:
        return {
            "year": self.year,
            "signed_years": list(self.signed_years),
            "pack": {"id": self.pack.id, "version": self.pack.version},
            "midpoint": self.pack.scale.midpoint,
            "sentence": self.sentence,
            "reported": asdict(self.reported),
            "england": asdict(self.england),
            "regions": [asdict(part) for part in self.regions],
            "lines": [asdict(line) for line in self.lines],
            "bands": [asdict(band) for band in self.bands],
            "since": [asdict(one) for one in self.since],
            "since_sentence": self.since_sentence,
            "since_notes": self.since_notes.to_json(),
            "fewest_trusts": FEWEST_TRUSTS,
            "made_up": made_up,
        }


def percent(part: int, whole: int) -> int:
    """A count in percent: never 0 where there is one, never 100 where one is missing."""
    rounded = floor(100 * part / whole + 0.5)
    return min(max(rounded, 1 if part else 0), 100 if part == whole else 99)


def open_nation(store: Store, who: Actor, year: int | None = None) -> NationView:
    """From signed snapshots (METHOD 1.7, 1.8, 4 and 5); the newest year where none is given."""
    policy.require(policy.may_see_nation(who))
    with store.reading() as session:
        years = tuple(signed_scores.signed_years(session))
        if year is None:
            if not years:
                raise NotFound(
                    "No Trust has signed off any year yet, so there are no figures for England. "
                    "They will appear when chairs have signed."
                )
            year = years[0]
        pack_id = rounds.pack_of_cycle(session, year)
        if pack_id is None:
            known = ", ".join(str(one) for one in years) or "none yet"
            raise NotFound(
                f"There was no self-evaluation in {year}. Years with signed results: {known}."
            )
        pack = pack_of(session, pack_id)
        found = read_year(session, year)
        now = entering(found, pack)
        there = places.trusts_in_year(session, year)
        since, since_notes, why_not = _since(session, found, pack, years)

    names = {trust.region_code: trust.region_name for trust in there}
    return NationView(
        year=year,
        signed_years=years,
        pack=pack,
        england=_part("England", now, there),
        regions=tuple(_part(names[code], now, there, code) for code in sorted(names)),
        lines=tuple(_line(group, now, pack) for group in now.scores),
        bands=_bands(now, pack),
        since=since,
        since_notes=since_notes,
        no_change_because=why_not,
    )


def _mean(scores: Sequence[float]) -> Mean:
    return Mean(len(scores), fmean(scores) if len(scores) >= FEWEST_TRUSTS else None)


def _split(scores: Sequence[float], pack: Pack) -> ProgressSplit | None:
    if len(scores) < FEWEST_TRUSTS:
        return None
    return progress_split(scores, pack.scale.midpoint)


def _part(
    name: str, now: EnteringYear, there: Iterable[TrustFacts], region_code: str | None = None
) -> Part:
    inside = now.found if region_code is None else now.found.of_region(region_code)
    return Part(
        name=name,
        signed=len(inside.trusts),
        trusts=sum(region_code in (None, trust.region_code) for trust in there),
        means={group.key: _mean(now.of(group, region_code)) for group in now.scores},
    )


def _line(group: Group, now: EnteringYear, pack: Pack) -> Line:
    theme = next((one for one in pack.themes if one.id == group.theme), None)
    scores = now.of(group)
    return Line(
        key=group.key,
        title=theme.title if theme else "Overall",
        short_title=theme.short_title if theme else "Overall",
        mean=_mean(scores),
        split=_split(scores, pack),
    )


def _bands(now: EnteringYear, pack: Pack) -> tuple[InBand, ...]:
    scores = now.of(OVERALL)
    if len(scores) < FEWEST_TRUSTS:
        return ()
    bands = pack.scale.bands
    counts = count_by_band(scores, [(band.lower, band.upper) for band in bands])
    return tuple(
        InBand(band.label, band.lower, band.upper, trusts)
        for band, trusts in zip(bands, counts, strict=True)
    )


def _since(
    session: Session, now: SignedYear, pack: Pack, years: Sequence[int]
) -> tuple[tuple[InYear, ...], ChangeNotes, str]:
    """The Trusts of both years and notes on the questions; or nothing, and why."""
    year, last = now.year, now.year - 1
    if last not in years:
        why = f"No Trust has signed {last}, so there is nothing to compare {year} with."
        return (), ChangeNotes(), why
    both, why = side_by_side(session, read_year(session, last), now)
    if both is None:
        return (), ChangeNotes(), why
    sides = [entering(one, pack) for one in (both.before, both.now)]
    trusts = sorted(present_in_both(*sides))
    if len(trusts) < FEWEST_TRUSTS:
        why = f"Too few Trusts took part in both {last} and {year} to show a change."
        return (), ChangeNotes(), why
    # Themes have no change here, so that nothing is missing for any of them.
    notes = replace(notes_on(both), nothing_for={})
    return tuple(_in_year(one, trusts, pack) for one in sides), notes, ""


def _in_year(of_year: EnteringYear, trusts: Sequence[int], pack: Pack) -> InYear:
    scores = [of_year.scores[OVERALL][trust] for trust in trusts]
    return InYear(of_year.found.year, _mean(scores), progress_split(scores, pack.scale.midpoint))
