"""A year as the national team runs it: how far each Trust is, and no answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from owf.access import Actor, policy
from owf.assessment.packs import pack_of
from owf.assessment.states import RoundState, round_state
from owf.store import Store, participation, places
from owf.store.participation import CycleFacts, TrustProgress
from owf.store.places import TrustFacts


@dataclass(frozen=True)
class TrustInYear:
    """One Trust in a year; ``progress`` is ``None`` where it has not begun a round."""

    facts: TrustFacts
    progress: TrustProgress | None
    closes: date

    @property
    def state(self) -> RoundState:
        one = self.progress
        if one is None:
            return RoundState.NOT_BEGUN
        return round_state(
            one.status,
            returns=one.returns,
            begun=one.begun,
            submitted=one.submitted,
            excused=one.excused,
            agreed=one.agreed,
        )

    @property
    def has_extension(self) -> bool:
        return self.progress is not None and self.progress.own_closes is not None


@dataclass(frozen=True)
class RegionInYear:
    name: str
    counts: Mapping[RoundState, int]


@dataclass(frozen=True)
class YearView:
    """By region and name; ``cycle`` is ``None`` where no year was opened yet."""

    cycle: CycleFacts | None
    trusts: tuple[TrustInYear, ...]
    cycles: Sequence[CycleFacts]
    questionnaire: str = ""

    def of(self, state: RoundState) -> tuple[TrustInYear, ...]:
        return tuple(one for one in self.trusts if one.state is state)

    @property
    def regions(self) -> tuple[RegionInYear, ...]:
        names = sorted({one.facts.region_name for one in self.trusts})
        return tuple(
            RegionInYear(
                name,
                {
                    stage: sum(one.facts.region_name == name for one in self.of(stage))
                    for stage in RoundState
                },
            )
            for name in names
        )


def open_year(store: Store, who: Actor, year: int | None = None) -> YearView:
    """A year and how far each Trust is; the newest where none or an unknown one is named."""
    policy.require(policy.may_oversee_year(who))
    with store.reading() as session:
        cycles = participation.cycles(session)
        if not cycles:
            return YearView(None, (), ())
        cycle = next((one for one in cycles if one.year == year), cycles[0])
        questionnaire = pack_of(session, cycle.pack_snapshot_id).title_and_version
        far = participation.trusts_progress(session, cycle.year)
        there = sorted(
            places.trusts_in_year(session, cycle.year), key=lambda one: (one.region_name, one.name)
        )
    trusts = []
    for one in there:
        progress = far.get(one.dfe_number)
        own = progress.own_closes if progress else None
        trusts.append(TrustInYear(one, progress, own or cycle.closes))
    return YearView(cycle, tuple(trusts), cycles, questionnaire)
