"""A region's year: for the page, the command and a file."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property

from owf import clock
from owf.assessment.comparability.notes import ChangeNotes
from owf.assessment.disclosure.trusts import OVERALL
from owf.assessment.results import region_sentences
from owf.assessment.results.region_weaknesses import PartOfRegion
from owf.assessment.results.standings import MeanOfTwoYears, Standing
from owf.assessment.results.steps import words_of
from owf.benchmark.rules import DEFAULT_RULES, Rules
from owf.benchmark.scores.groups import Group, GroupKind
from owf.benchmark.words.findings import ChangeFinding, Finding
from owf.benchmark.words.wording import capitalised, counted, listed
from owf.questionnaire import Pack


@dataclass(frozen=True)
class Participant:
    trust: int
    name: str
    signed_at: datetime | None
    is_named: bool

    @property
    def sentence(self) -> str:
        if self.signed_at is None:
            return "not signed off yet"
        local = self.signed_at.astimezone(clock.LONDON)
        return f"signed on {local.day} {local:%B %Y}"


@dataclass(frozen=True)
class TrustInRegion:
    """``work_out`` gives findings on every group, which takes time: a page shows two Trusts'."""

    trust: int
    name: str
    headline: tuple[Finding, ...]
    changes: tuple[ChangeFinding, ...]
    no_change_because: str
    work_out: Callable[[], tuple[Finding, ...]] = field(repr=False, compare=False)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return self.work_out()


@dataclass(frozen=True)
class RegionView:
    """A region and year, for page, command and file; ``region`` is as it stands in a sentence.

    ``participants``: every Trust in that year, by name. ``trusts``: the named ones, in the order of
    the overall standing. ``changed_means``: empty where last year has nothing to compare with.
    ``parts``: each theme and aspect against the region's own overall score.
    """

    region_code: str
    region_name: str
    region: str
    year: int
    pack: Pack
    participants: tuple[Participant, ...]
    trusts: tuple[TrustInRegion, ...]
    standings: tuple[Standing, ...]
    changed_means: Mapping[Group, MeanOfTwoYears]
    no_change_because: str
    parts: tuple[PartOfRegion, ...] = ()
    change_notes: ChangeNotes = field(default_factory=ChangeNotes)
    rules: Rules = DEFAULT_RULES

    @property
    def claim(self) -> str:
        signed_now = sum(one.signed_at is not None for one in self.participants)
        return region_sentences.signed_off(signed_now, len(self.participants), self.year)

    @property
    def points(self) -> tuple[str, ...]:
        """What stands out, in a few sentences; about named Trusts only."""
        overall, *themes = self.standings
        of_themes = {
            one.name: [found for found in one.headline if found.kind is GroupKind.THEME]
            for one in self.trusts
        }
        words = words_of(self.pack)
        sentences = (
            region_sentences.who_stands_out(overall.findings),
            region_sentences.across_themes(of_themes),
            region_sentences.highest_and_lowest(
                [(words.theme_phrase(one.group.theme or ""), one.mean) for one in themes]
            ),
            region_sentences.who_moved(
                [one.changes[0] for one in self.trusts if one.changes],
                self.changed_means.get(OVERALL),
            ),
        )
        return tuple(sentence for sentence in sentences if sentence)

    @property
    def lead(self) -> str:
        return " ".join(self.points)

    @property
    def unnamed(self) -> str:
        counts = {one.mean.unnamed for one in self.standings}
        if counts == {0}:
            return "Every Trust in these figures is named."
        how_many = counted(max(counts), "Trust")
        how_many = how_many if len(counts) == 1 else f"up to {how_many}"
        return (
            f"{capitalised(how_many)} are not named. They count in the region's means and in what "
            "each Trust is compared with, but have no row."
        )

    @property
    def who_is_missing(self) -> str:
        """Who has still to sign, and what "not named" means; empty where neither is so."""
        sentences = []
        names = [one.name for one in self.participants if one.signed_at is None]
        if len(names) < len(self.participants) and names:
            sentences.append(f"Still to sign off: {listed(names)}.")
        if any(one.signed_at and not one.is_named for one in self.participants):
            sentences.append(
                "A Trust that is “not named here” has signed but does not show results by name."
            )
        return " ".join(sentences)

    def standing(self, theme: str) -> Standing:
        return next((one for one in self.standings if one.group.theme == theme), self.standings[0])

    def to_json(self, *, made_up: bool) -> dict[str, object]:
        return {
            "region": self.region_name,
            "region_code": self.region_code,
            "year": self.year,
            "rules": asdict(self.rules),
            "lead": self.lead,
            "participation": [
                {
                    "trust": one.name,
                    "dfe_number": one.trust,
                    "signed_at": one.signed_at.isoformat() if one.signed_at else None,
                    "named": one.is_named,
                }
                for one in self.participants
            ],
            "trusts": [
                {
                    "trust": one.name,
                    "dfe_number": one.trust,
                    "findings": [found.to_json() for found in one.findings],
                    "change_since_last_year": [found.to_json() for found in one.changes],
                    "no_change_because": one.no_change_because,
                }
                for one in self.trusts
            ],
            "standings": [
                {
                    "kind": str(one.group.kind),
                    "theme": one.group.theme,
                    "by_score": one.by_score,
                    "why": one.why,
                    "places": [place.to_json() for place in one.places],
                    "region": one.mean.to_json(),
                }
                for one in self.standings
            ],
            "region_since_last_year": [
                {"kind": str(group.kind), "theme": group.theme, **mean.to_json()}
                for group, mean in self.changed_means.items()
            ],
            "no_change_because": self.no_change_because,
            "against_own_overall": [one.to_json() for one in self.parts],
            "change_notes": self.change_notes.to_json(),
            "made_up": made_up,
        }
