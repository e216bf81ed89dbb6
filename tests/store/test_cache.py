"""What is kept in memory: the newest so many, each under all that it was made from."""

from owf.store.cache import Cache, cached


def test_the_least_recently_used_goes_first():
    cache = Cache(2)
    cache.put("old", 1)
    cache.put("often", 2)
    assert cache.get("old") == 1
    cache.put("new", 3)
    assert cache.get("often") is None
    assert (cache.get("old"), cache.get("new")) == (1, 3)


def test_a_function_is_called_once_for_each_key():
    calls = []

    @cached(2, key=lambda text, **_: text.lower())
    def length(text, *, by):
        calls.append(text)
        return {} if not text else {by: len(text)}

    assert length("Four", by="a") == length("FOUR", by="b") == {"a": 4}
    assert length("", by="a") == length("", by="a") == {}
    assert calls == ["Four", ""]
    length.cache.clear()
    assert length("FOUR", by="b") == {"b": 4}
