"""What is kept in memory: the newest so many, each under all that it was made from."""

from owf.store.cache import Kept


def test_what_was_not_asked_for_the_longest_goes_first():
    kept = Kept(2)
    kept.put("old", 1)
    kept.put("often", 2)
    assert kept.get("old") == 1
    kept.put("new", 3)
    assert kept.get("often") is None
    assert (kept.get("old"), kept.get("new")) == (1, 3)


def test_an_empty_value_is_kept_like_any_other():
    kept = Kept(2)
    kept.put("nothing", {})
    assert kept.get("nothing") == {}
    assert kept.get("never put") is None


def test_nothing_is_left_once_it_is_cleared():
    kept = Kept(2)
    kept.put("old", 1)
    kept.clear()
    assert kept.get("old") is None
