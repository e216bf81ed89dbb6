import json

import pytest
from pydantic import ValidationError

from owf.questionnaire import Audience, NonScore, Pack, load_named, load_pack
from owf.settings import PACKS


def test_a_pack_survives_the_way_through_json(pack_of):
    pack = load_pack(pack_of())
    again = Pack.from_json(pack.to_json())
    assert again == pack
    assert again.digest() == pack.digest()
    assert again.scale.descriptors["caf"][3] == "partly"


def test_the_digest_changes_with_any_word(pack_of):
    pack = load_pack(pack_of())
    changed = pack.to_json().replace("Think of cases.", "Think of case.")
    assert Pack.from_json(changed).digest() != pack.digest()


def test_the_digest_does_not_depend_on_the_order_of_keys(pack_of):
    pack = load_pack(pack_of())
    backwards = json.dumps(dict(reversed(json.loads(pack.to_json()).items())))
    assert Pack.from_json(backwards).digest() == pack.digest()


def test_a_pack_frozen_before_the_format_grew_keeps_its_digest():
    # As the first year's databases hold it, with a hash of every sign-off over it.
    digest = load_named(PACKS, "integrated-working@2008").digest()
    assert digest == "8fe1531f0e924d447b802f223522d0e585c6f450e31aca1a314324e59390006c"


def test_json_that_is_no_pack_is_refused():
    with pytest.raises(ValueError, match="format"):
        Pack.from_json('{"id": "tiny"}')


def test_a_pack_cannot_be_changed(pack_of):
    pack = load_pack(pack_of())
    with pytest.raises(ValidationError, match="frozen"):
        pack.items[0].text = "Something else"


def test_items_themes_and_aspects_are_found_by_id(pack_of):
    pack = load_pack(pack_of())
    assert pack.item("caf-02").code == "CAF 2"
    assert pack.theme("sharing").short_title == "Sharing"
    assert pack.theme_of("sh-01").id == "sharing"
    assert pack.aspect("benefit").phrase == "evidence of its benefits"


@pytest.mark.parametrize("find", ["item", "theme", "theme_of", "aspect"])
def test_an_unknown_id_is_named_with_the_pack(pack_of, find):
    pack = load_pack(pack_of())
    with pytest.raises(KeyError, match=r"tiny@2008 has no \w+ 'nothing'"):
        getattr(pack, find)("nothing")


def test_practitioners_are_not_asked_what_is_for_leaders_only(pack_of):
    pack = load_pack(pack_of())
    assert [i.id for i in pack.items_for(Audience.LEADERS)] == ["caf-01", "caf-02", "sh-01"]
    assert [i.id for i in pack.items_for(Audience.PRACTITIONERS)] == ["caf-01", "sh-01"]


def test_the_scale_knows_its_levels_and_no_others(pack_of):
    scale = load_pack(pack_of()).scale
    assert scale.values == (1, 2, 3, 4, 5)
    assert [level for level in range(-1, 8) if scale.contains(level)] == [1, 2, 3, 4, 5]
    assert scale.level(2).short == "Planning"
    with pytest.raises(KeyError, match="no level 6"):
        scale.level(6)


def test_non_scores_are_offered_beside_the_levels(pack_of):
    scale = load_pack(pack_of()).scale
    assert [option.value for option in scale.non_scores] == [
        NonScore.DONT_KNOW,
        NonScore.NOT_APPLICABLE,
    ]
