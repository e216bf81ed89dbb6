"""What the tests of the year share."""

from collections.abc import Callable, Mapping
from threading import Thread

import pytest
from sqlalchemy import text

from owf.access import OPERATOR
from owf.assessment.asked_items import Choice
from owf.assessment.moderation.agreeing import accept_medians, agree_level, open_moderation
from owf.assessment.moderation.context_notes import keep_note
from owf.assessment.moderation.replies import answer_reply, reply_to_level
from owf.assessment.results.trust_comparison import compare_with
from owf.assessment.returns.answering import save_choice, save_comment
from owf.assessment.signing.reopening import reopen_round
from owf.assessment.signing.sign_off import open_sign_off, sign_off
from owf.assessment.survey.responding import Response
from owf.assessment.survey.scoring import keep_responses
from owf.questionnaire import Audience
from owf.store import moderation as store_moderation
from owf.store import signed_scores
from owf.store.answers import StoredAnswer
from owf.store.results import Note
from tests.cast import handed_on


@pytest.fixture
def choose(cast):
    """Choose something for an item of Cambridgeshire's police, as somebody who saw ``seen``."""

    def choose_one(
        item_id: str, choice: Choice, *, who=cast.alice, seen: StoredAnswer | None = None
    ) -> StoredAnswer:
        seen = seen or StoredAnswer(item_id)
        return save_choice(cast.store, who, cast.police, item_id, choice, seen=seen)

    return choose_one


@pytest.fixture
def comment(cast):
    """Write a comment on an item of Cambridgeshire's police, as somebody who saw ``seen``."""

    def comment_one(
        item_id: str, words: str, *, who=cast.alice, seen: StoredAnswer | None = None
    ) -> StoredAnswer:
        seen = seen or StoredAnswer(item_id)
        return save_comment(cast.store, who, cast.police, item_id, words, seen=seen)

    return comment_one


@pytest.fixture
def each(tiny_pack):
    """What a partner chooses for every item: the same, but for these (``caf_1=...``)."""

    def choices(level, **others):
        return {item.id: level for item in tiny_pack.items} | {
            name.replace("_", "-"): choice for name, choice in others.items()
        }

    return choices


@pytest.fixture
def moderation(cast):
    """Cambridgeshire's round as one of its moderators sees it."""
    return lambda who=cast.carol, year=2009: open_moderation(cast.store, who, 873, year)


@pytest.fixture
def question(moderation):
    """One item as a moderator sees it."""

    def of_item(item_id="caf-1"):
        return next(one for one in moderation().questions if one.item.id == item_id)

    return of_item


@pytest.fixture
def agree(cast):
    """Settle one item of Cambridgeshire."""

    def settle(level, *, reason="", who=cast.carol, seen=0, item_id="caf-1"):
        return agree_level(
            cast.store,
            who,
            cast.cambridgeshire.round_id,
            item_id,
            level,
            reason=reason,
            seen_version=seen,
        )

    return settle


@pytest.fixture
def accept(cast):
    """Accept medians of Cambridgeshire, as somebody who saw these proposals."""

    def accept_seen(seen, *, who=cast.carol):
        return accept_medians(cast.store, who, cast.cambridgeshire.round_id, seen)

    return accept_seen


@pytest.fixture
def submit(cast):
    """Submit what Cambridgeshire's partners say: the same of every item, or by item."""

    def submit_all(**levels):
        for sector, chosen in levels.items():
            cast.answer(cast.cambridgeshire, sector, chosen, submit=True)

    return submit_all


@pytest.fixture
def sign(cast):
    """Sign Cambridgeshire's round, whatever is missing, with notes by theme."""

    def sign_one(*, who=cast.erin, publication="full", notes=None, **more):
        round_id = cast.cambridgeshire.round_id
        for theme, words in (notes or {}).items():
            keep_note(cast.store, who, round_id, Note(theme, words))
        return sign_off(cast.store, who, round_id, publication, **more)

    return sign_one


@pytest.fixture
def settle(cast):
    """Submit Cambridgeshire's returns and accept every median: ready to be signed."""

    def settle_all(levels):
        cast.submit_all(cast.cambridgeshire, levels)
        cast.accept_all(cast.cambridgeshire)

    return settle_all


@pytest.fixture
def signing(cast):
    """Cambridgeshire's round as it is to be signed, or was."""
    return lambda who=cast.erin: open_sign_off(cast.store, who, 873, 2009)


@pytest.fixture
def respond(cast):
    """Let practitioners of a sector answer Cambridgeshire's survey, all alike."""
    asked = [item.id for item in cast.pack.items_for(Audience.PRACTITIONERS)]

    def respond_all(number, sector, chosen, *, partner=False):
        choices = dict(chosen) if isinstance(chosen, Mapping) else dict.fromkeys(asked, chosen)
        partner_id = cast.cambridgeshire.partners[sector] if partner else None
        responses = [Response(sector, choices, partner_id)] * number
        return keep_responses(cast.store, None, cast.cambridgeshire.round_id, responses)

    return respond_all


@pytest.fixture
def rows(cast):
    """An audience's signed scores of a Trust by group key, those of single items too."""

    def read(audience="leaders", trust=873, year=2009):
        with cast.store.reading() as session:
            one = signed_scores.signed_trusts(session, year)[trust]
            found = signed_scores.scores_of(session, [one], audience)[trust]
            return {**found, **signed_scores.item_scores_of(session, one.snapshot_id, audience)}

    return read


@pytest.fixture
def sign_region(cast):
    """Sign Cambridgeshire, and others of its region at the publication levels given.

    Cambridgeshire's three sectors are at 4, 5 and 4; the others' at 2, 3 and 2, in turn at another
    sector.
    """
    others = (821, 822, 823, 874, 881, 882, 883, 919)  # the rest of the East of England in 2009
    ours = {"health": 4, "police": 5, "schools": 4}
    theirs = {"health": 2, "police": 3, "schools": 2}

    def sign_all(*publications, our_publication="full", **levels):
        cast.sign(cast.cambridgeshire, ours | levels, our_publication)
        for number, trust in enumerate(others[: len(publications)]):
            cast.sign(cast.open_trust(trust), handed_on(theirs, number), publications[number])

    return sign_all


@pytest.fixture
def sign_trusts(cast):
    """Sign Trusts; every partner gives the same level to everything, unless told otherwise."""
    opened = {}

    def sign_all(trusts, level, publication="full", year=2009):
        for trust in trusts:
            place = opened.get(trust)
            place = cast.again(place, year) if place else cast.open_trust(trust, year)
            opened[trust] = place
            levels = level if isinstance(level, dict) else dict.fromkeys(place.returns, level)
            cast.sign(place, levels, publication)

    return sign_all


@pytest.fixture
def compare(cast):
    """Cambridgeshire against its region, or England, as somebody sees it."""

    def compare_one(who=OPERATOR, year=2009, comparator="region"):
        return compare_with(cast.store, who, 873, year, comparator)

    return compare_one


@pytest.fixture
def while_another_waits(cast):
    """Run one transaction while another, begun in it, has to wait; gives what became of that.

    ``first(session)`` runs inside the transaction; ``second()`` starts in a thread after it and
    ends after the commit. PostgreSQL says itself when the second one waits for the first.
    """
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )

    def run(first: Callable[[object], object], second: Callable[[], object]) -> object:
        outcome: list[object] = []

        def try_second() -> None:
            try:
                outcome.append(second())
            except Exception as error:
                outcome.append(error)

        thread = Thread(target=try_second)
        with cast.store.writing() as session:
            first(session)
            thread.start()
            # SQLite's writer waits at BEGIN: it cannot have looked at anything before the commit.
            while not cast.store.is_sqlite and not outcome:
                with cast.store.engine.connect() as other:
                    if other.execute(waiting).scalar_one():
                        break
        thread.join()
        return outcome[0]

    return run


@pytest.fixture
def reply(cast):
    """Let Cambridgeshire's police reply to an agreed level."""

    def reply_one(words="We see it otherwise.", *, who=cast.alice, item_id="caf-1", seen=1):
        return reply_to_level(cast.store, who, cast.police, item_id, words, seen_version=seen)

    return reply_one


@pytest.fixture
def answer(cast):
    """Settle a reply as it stands now, or as somebody saw it."""

    def answer_one(reply_id, words="", *, stands=False, who=cast.carol, seen=None):
        with cast.store.reading() as session:
            now = store_moderation.reply_by_id(session, reply_id)
        return answer_reply(
            cast.store, who, reply_id, answer=words, stands=stands, seen=seen or now
        )

    return answer_one


@pytest.fixture
def reopen(cast):
    """Reopen Cambridgeshire's round."""

    def reopen_one(reason="A level was wrong.", *, who=cast.erin):
        return reopen_round(cast.store, who, cast.cambridgeshire.round_id, reason)

    return reopen_one
