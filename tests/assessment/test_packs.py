"""A questionnaire is published once, and refused when it is no longer the same."""

from datetime import date

import pytest

from owf.access import OPERATOR
from owf.assessment.errors import NotAllowed, PackChanged
from owf.assessment.packs import publish_pack, published_packs
from owf.assessment.rounds.opening import open_cycle
from owf.questionnaire import Pack
from owf.store import rounds

NEXT_YEAR = {"opens": date(2010, 6, 1), "closes": date(2010, 7, 1)}


@pytest.fixture
def draft(cast):
    """A pack for the next year that nobody has published."""
    return cast.pack.model_copy(update={"version": "2010", "status": "draft"})


def reworded(pack, old, new):
    text = pack.to_json()
    assert old in text
    return Pack.from_json(text.replace(old, new))


def frozen(cast, name):
    with cast.store.reading() as session:
        return rounds.pack_named(session, name), rounds.kept_packs(session).get(name)


def test_a_draft_is_published_as_it_is_but_for_its_status(cast, draft):
    publish_pack(cast.store, cast.grace, draft)
    kept = published_packs(cast.store, cast.grace)[draft.name]
    assert kept.status == "published"
    assert kept == draft.as_published()


def test_publishing_the_same_again_changes_nothing(cast, draft):
    publish_pack(cast.store, cast.grace, draft)
    before = frozen(cast, draft.name)
    publish_pack(cast.store, OPERATOR, draft)
    publish_pack(cast.store, OPERATOR, draft.as_published())
    assert frozen(cast, draft.name) == before


def test_a_year_that_opens_with_a_draft_publishes_it(cast, draft):
    open_cycle(cast.store, cast.grace, 2010, draft, **NEXT_YEAR)
    assert published_packs(cast.store, OPERATOR)[draft.name] == draft.as_published()


def test_a_year_may_open_with_what_was_published_before(cast, draft):
    publish_pack(cast.store, cast.grace, draft)
    open_cycle(cast.store, cast.grace, 2010, draft.as_published(), **NEXT_YEAR)
    with cast.store.reading() as session:
        assert rounds.pack_of_cycle(session, 2010) == frozen(cast, draft.name)[0]


def test_a_changed_pack_is_refused_by_what_changed(cast, draft):
    publish_pack(cast.store, cast.grace, draft)
    changed = reworded(draft, "CAF 1: staff here do this.", "CAF 1: staff here do that.")
    for again in (
        lambda: publish_pack(cast.store, cast.grace, changed),
        lambda: open_cycle(cast.store, cast.grace, 2010, changed, **NEXT_YEAR),
    ):
        with pytest.raises(PackChanged) as refused:
            again()
        assert str(refused.value) == (
            "tiny@2010 was published before, and since then the text of CAF 1 differs from what "
            "was published. Undo that, or copy the pack to a new version and change it there."
        )
        assert refused.value.changes == ("the text of CAF 1 differs from what was published",)
    with cast.store.reading() as session:
        assert rounds.pack_of_cycle(session, 2010) is None
    assert published_packs(cast.store, OPERATOR)[draft.name] == draft.as_published()


def test_many_changes_are_counted_after_the_first_few(cast, draft):
    publish_pack(cast.store, cast.grace, draft)
    with pytest.raises(PackChanged, match="; and 1 more") as refused:
        publish_pack(cast.store, cast.grace, reworded(draft, "staff here do", "people here do"))
    assert len(refused.value.changes) == 6


@pytest.mark.parametrize("name", ["alice", "carol", "dave", "erin", "frank", "heidi", "mallory"])
def test_only_the_national_team_and_the_operator_publish(cast, draft, name):
    with pytest.raises(NotAllowed, match="Only the national team"):
        publish_pack(cast.store, getattr(cast, name), draft)
    with pytest.raises(NotAllowed, match="Only the national team"):
        published_packs(cast.store, getattr(cast, name))
    assert frozen(cast, draft.name) == (None, None)
