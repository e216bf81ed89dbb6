"""The states of a round, in any order: nothing given is lost, nothing signed is changed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from owf.access import OPERATOR, Actor, Role
from owf.assessment.asked_items import Choice
from owf.assessment.disclosure.trusts import read_year
from owf.assessment.errors import Incomplete, Locked, NotAllowed, NotFound, OutsideScale, Refused
from owf.assessment.moderation.agreeing import accept_medians, agree_level, open_moderation
from owf.assessment.moderation.positions import QuestionState
from owf.assessment.moderation.replies import answer_reply, reply_to_level
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.returns.answering import answers_now, save_choice
from owf.assessment.returns.submitting import submit_return
from owf.assessment.signing.reopening import reopen_round, reopened_for
from owf.assessment.signing.sign_off import sign_off
from owf.assessment.signing.verifying import verify_versions
from owf.questionnaire import NonScore
from owf.store import Store, answers, moderation, signed_scores
from owf.store.answers import StoredAnswer
from owf.store.people import RoleHeld
from tests.cast import CAMBRIDGESHIRE, Cast
from tests.tiny_pack import SECTORS

ITEMS = ("caf-1", "caf-2", "caf-3", "ma-1", "ma-2", "ma-3")
sectors = st.sampled_from(SECTORS)
items = st.sampled_from(ITEMS)
levels = st.integers(1, 5)
choices: st.SearchStrategy[Choice] = st.one_of(levels, st.sampled_from(list(NonScore)))
publications = st.sampled_from(["done", "headline", "full"])


@dataclass
class Known:
    """What must be there, as the steps so far have made it."""

    answers: dict[tuple[str, str], Choice] = field(default_factory=dict)
    submitted: set[str] = field(default_factory=set)
    agreed: dict[str, int] = field(default_factory=dict)
    replied: dict[tuple[int, str, str], str] = field(default_factory=dict)
    waiting: dict[int, tuple[int, str, str]] = field(default_factory=dict)
    is_open: bool = True
    digests: list[str] = field(default_factory=list)
    signed_levels: dict[str, int] = field(default_factory=dict)
    publication: str = "done"

    @property
    def version(self) -> int:
        return len(self.digests) + 1


class RoundStates(RuleBasedStateMachine):
    """Cambridgeshire's 2009: three partners, six questions, one chair."""

    def __init__(self, template: Path, cast: Cast) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="owf-states-")
        path = Path(self.folder.name) / "round.db"
        shutil.copy(template, path)
        self.store = Store(f"sqlite:///{path}")
        self.cast = cast
        self.place = cast.cambridgeshire
        self.known = Known()
        self.numbers = count(1)

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def of(self, sector: str) -> Actor:
        """Somebody who answers for the partner of a sector."""
        partner = str(self.place.partners[sector])
        return Actor("alice", "Alice", (RoleHeld(Role.RESPONDENT, "partner", partner),))

    # Answering.

    @initialize(submitted=st.sets(sectors))
    def some_have_submitted(self, submitted: set[str]) -> None:
        for sector in sorted(submitted):
            self.submit(sector, 3)

    @rule(sector=sectors, item=items, choice=choices)
    def save(self, sector: str, item: str, choice: Choice) -> None:
        before = answers_now(self.store, self.place.returns[sector])
        seen = before.get(item, StoredAnswer(item))
        ask = (self.store, self.of(sector), self.place.returns[sector], item, choice)
        if self.known.is_open and sector not in self.known.submitted:
            save_choice(*ask, seen=seen)
            self.known.answers[sector, item] = choice
        else:
            with pytest.raises(Locked):
                save_choice(*ask, seen=seen)

    @rule(sector=sectors, choice=choices)
    def submit(self, sector: str, choice: Choice) -> None:
        """Fill in what is missing, and submit."""
        if not self.known.is_open or sector in self.known.submitted:
            with pytest.raises(Locked):
                submit_return(self.store, self.of(sector), self.place.returns[sector])
            return
        for item in ITEMS:
            if (sector, item) not in self.known.answers:
                self.save(sector, item, choice)
        submit_return(self.store, self.of(sector), self.place.returns[sector])
        self.known.submitted.add(sector)

    # Moderating.

    @rule(item=items, level=levels)
    def agree(self, item: str, level: int) -> None:
        with self.store.reading() as session:
            current = answers.agreements_of_round(session, self.place.round_id).get(item)
        ask = (self.store, self.cast.dave, self.place.round_id, item, level)
        seen = current.version if current else 0
        is_answered = any((sector, item) in self.known.answers for sector in self.known.submitted)
        if self.known.is_open and not is_answered:
            with pytest.raises(Refused, match="no level can be agreed"):
                agree_level(*ask, reason="Because.", seen_version=seen)
        elif self.known.is_open:
            agree_level(*ask, reason="Because.", seen_version=seen)
            self.known.agreed[item] = level
        else:
            with pytest.raises(Locked):
                agree_level(*ask, reason="Because.", seen_version=seen)

    @precondition(lambda self: self.known.is_open)
    @rule()
    def accept_the_medians(self) -> None:
        view = open_moderation(self.store, self.cast.carol, CAMBRIDGESHIRE, 2009)
        shown = {
            one.item.id: one.position.proposed
            for one in view.open_questions
            if one.position.proposed is not None
        }
        for item in accept_medians(self.store, self.cast.carol, self.place.round_id, shown):
            self.known.agreed[item] = shown[item]

    @precondition(lambda self: self.known.agreed)
    @rule(sector=sectors, item=items)
    def reply(self, sector: str, item: str) -> None:
        with self.store.reading() as session:
            current = answers.agreements_of_round(session, self.place.round_id).get(item)
        key = (self.known.version, sector, item)
        words = f"We see it otherwise, {next(self.numbers)}."
        ask = (self.store, self.of(sector), self.place.returns[sector], item, words)
        seen = current.version if current else 0
        if (
            self.known.is_open
            and sector in self.known.submitted
            and item in self.known.agreed
            and key not in self.known.replied
        ):
            reply_id = reply_to_level(*ask, seen_version=seen)
            self.known.replied[key] = words
            self.known.waiting[reply_id] = key
        else:
            with pytest.raises((Locked, OutsideScale)):
                reply_to_level(*ask, seen_version=seen)

    @precondition(lambda self: self.known.waiting and self.known.is_open)
    @rule(stands=st.booleans(), data=st.data())
    def answer(self, stands: bool, data: st.DataObject) -> None:
        reply_id = data.draw(st.sampled_from(sorted(self.known.waiting)))
        with self.store.reading() as session:
            seen = moderation.reply_by_id(session, reply_id)
        answer_reply(
            self.store, self.cast.carol, reply_id, answer="" if stands else "We looked again.",
            stands=stands, seen=seen,
        )  # fmt: skip
        del self.known.waiting[reply_id]

    # Signing.

    def lacking_a_reason(self) -> list[str]:
        """Medians that were accepted before a later return moved them."""
        view = open_moderation(self.store, self.cast.carol, CAMBRIDGESHIRE, 2009)
        return [
            one.item.id for one in view.questions if one.position.state is QuestionState.NO_REASON
        ]

    @rule(publication=publications)
    def sign(self, publication: str) -> None:
        known = self.known
        rated = {item for (_, item), choice in known.answers.items() if isinstance(choice, int)}
        ready = (
            known.submitted == set(SECTORS)
            and rated <= set(known.agreed)
            and not self.lacking_a_reason()
        )
        if known.is_open and ready and not known.waiting:
            digest = sign_off(self.store, self.cast.erin, self.place.round_id, publication)
            known.digests.append(digest)
            known.is_open, known.publication = False, publication
            known.signed_levels = dict(known.agreed)
        else:
            with pytest.raises((Incomplete, Locked)):
                sign_off(self.store, self.cast.erin, self.place.round_id, publication)

    @rule(publication=publications)
    def bring_it_to_the_signature(self, publication: str) -> None:
        """All that is left to do, so that many paths get as far as a version and the next."""
        if self.known.is_open:
            for sector in SECTORS:
                if sector not in self.known.submitted:
                    self.submit(sector, 2)
            self.accept_the_medians()
            for item in self.lacking_a_reason():
                self.agree(item, self.known.agreed[item])
            for reply_id in sorted(self.known.waiting):
                with self.store.reading() as session:
                    seen = moderation.reply_by_id(session, reply_id)
                answer_reply(
                    self.store, self.cast.dave, reply_id, answer="", stands=True, seen=seen
                )
            self.known.waiting.clear()
        self.sign(publication)

    @precondition(lambda self: self.known.digests)
    @rule()
    def reopen(self) -> None:
        ask = (self.store, self.cast.erin, self.place.round_id, "A level was wrong.")
        if self.known.is_open:
            with pytest.raises(Locked):
                reopen_round(*ask)
            return
        reopen_round(*ask)
        self.known.is_open = True

    # What must hold after every step.

    @invariant()
    def no_answer_is_lost(self) -> None:
        found = {
            (sector, item): NonScore(one.non_score) if one.non_score else one.level
            for sector, return_id in self.place.returns.items()
            for item, one in answers_now(self.store, return_id).items()
        }
        assert found == self.known.answers

    @invariant()
    def no_agreed_level_and_no_reply_is_lost(self) -> None:
        of_partner = {partner: sector for sector, partner in self.place.partners.items()}
        with self.store.reading() as session:
            agreed = answers.agreements_of_round(session, self.place.round_id)
            said = {
                (one.version, of_partner[one.partner_id], one.item_id): one.text
                for one in moderation.replies_of_round(session, self.place.round_id)
            }
        assert said == self.known.replied
        held = {item: one.level for item, one in agreed.items() if one.level is not None}
        assert held == self.known.agreed

    @precondition(lambda self: self.known.digests)
    @invariant()
    def every_signed_version_is_as_it_was_signed(self) -> None:
        versions = verify_versions(self.store, OPERATOR, CAMBRIDGESHIRE, 2009)
        assert [one.digest_now for one in versions] == self.known.digests[::-1]
        assert all(one.holds for one in versions)

    @invariant()
    def outside_only_the_version_signed_last_is_seen(self) -> None:
        frank, known = self.cast.frank, self.known
        with self.store.reading() as session:
            seen = read_year(session, 2009).trusts.get(CAMBRIDGESHIRE)
            rows = signed_scores.item_scores_of(session, seen.snapshot_id) if seen else {}
        if not known.digests:
            assert seen is None
            with pytest.raises((NotAllowed, NotFound)):
                compare_with(self.store, frank, CAMBRIDGESHIRE, 2009)
            return
        assert seen is not None
        assert (seen.digest, seen.publication) == (known.digests[-1], known.publication)
        agreed = {
            key.removeprefix("item:"): row.agreed
            for key, row in rows.items()
            if row.agreed is not None
        }
        assert agreed == known.signed_levels
        if known.publication == "full":
            found = compare_with(self.store, frank, CAMBRIDGESHIRE, 2009)
            assert found.signature.digest == known.digests[-1]
        else:
            with pytest.raises(NotAllowed):
                compare_with(self.store, frank, CAMBRIDGESHIRE, 2009)
        assert all(one.version <= len(known.digests) for one in reopened_for(self.store, frank))


def test_in_whatever_order_a_round_goes_nothing_is_lost_changed_or_shown_early(sqlite_cast):
    template, cast = sqlite_cast
    run_state_machine_as_test(
        lambda: RoundStates(template, cast),
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            # Shrinking runs the whole round hundreds of times: take it in to find a cause.
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
