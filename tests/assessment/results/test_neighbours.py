"""Statistical neighbours and peers: loading the ones, picking the others, comparing with both."""

import pytest

from owf.access import OPERATOR
from owf.assessment.errors import NotAllowed, NotFound, Unreadable
from owf.assessment.results.neighbours import load_neighbours
from owf.assessment.results.trust_comparison import MOST_PEERS, compare_with
from owf.benchmark.rules import Verdict
from owf.store import places
from tests.cast import handed_on

OTHERS = (821, 822, 823, 874, 881, 882, 883, 919)
LEVELS = {"health": 2, "police": 3, "schools": 2}


@pytest.fixture
def load(cast, tmp_path):
    """Load neighbours from lines below a heading; gives how many Trusts have some."""

    def load_lines(*lines, who=OPERATOR):
        path = tmp_path / "neighbours.csv"
        path.write_text("\n".join(["trust," + ",".join("n" * 10), *lines]), encoding="utf-8")
        return load_neighbours(cast.store, who, path)

    return load_lines


@pytest.fixture
def kept(cast):
    """A Trust's neighbours as they are kept."""

    def read(trust):
        with cast.store.reading() as session:
            return list(places.neighbours_of(session, trust))

    return read


@pytest.fixture
def signed(cast):
    """Cambridgeshire signed, and others at these publication levels."""

    def sign_all(*publications):
        cast.sign(cast.cambridgeshire, {"health": 4, "police": 5, "schools": 4})
        for number, trust in enumerate(OTHERS[: len(publications)]):
            cast.sign(cast.open_trust(trust), handed_on(LEVELS, number), publications[number])

    return sign_all


def test_neighbours_are_kept_nearest_first_and_replaced_as_a_whole(load, kept):
    assert load("873,881,919,823", "383,873") == 2
    assert (kept(873), kept(383)) == ([881, 919, 823], [873])
    assert load("873,919") == 1
    assert (kept(873), kept(383)) == ([919], [])


def test_more_columns_than_ten_and_empty_lines_are_no_matter(load, kept):
    ten = "821,822,823,874,881,882,883,919,926,935"
    assert load(f"873,{ten},a note", "", ",,,") == 1
    assert kept(873) == [int(one) for one in ten.split(",")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["873,881,999"], ":2: not the DfE number of a Trust: 999"),
        (["873,Esex"], ":2: there is no Trust “Esex”: did you mean Essex (881)? Give its full"),
        (["873,Newcastle"], "did you mean Newcastle upon Tyne (391)?"),
        (["873,Bedfordshire"], "Did you mean Bedford (822) or Central Bedfordshire (823)?"),
        (["873 - Essex,881"], "873 is Cambridgeshire"),
        (["Cambridgeshier,Essex"], ":2: there is no Trust “Cambridgeshier”"),
        (["873,Cambridgeshire,881,Suffolk"], ":2: “881” is beside “Suffolk”, which is another"),
        (["873,Cambridgeshire,881,Essex,919"], ":2: some neighbours have a name beside their"),
        (["873,881", "873,919"], ":3: 873 has two lines"),
        (["873"], ":2: 873 has no neighbour"),
        (["873,881,881"], ":2: 873 or one of its neighbours is on this line twice"),
        (["873,873"], ":2: 873 or one of its neighbours is on this line twice"),
        ([], "no Trusts"),
        (["873,1", "383,2"], "has 2 faults"),
    ],
)
def test_a_file_with_faults_is_refused_with_each_line_and_nothing_changes(
    load, kept, lines, expected
):
    load("873,881")
    with pytest.raises(Unreadable, match="Nothing was loaded") as refused:
        load(*lines)
    assert expected in str(refused.value)
    assert kept(873) == [881]


BARKING = (308, 320, 821)  # Enfield, Waltham Forest, Luton


@pytest.mark.parametrize(
    "text",
    [
        "LA num;SN1;SN2;SN3\n301;308;320;821\n",
        "LA num\tSN1\tSN2\tSN3\r\n301\t308\t320\t821\r\n",
        "301,308,320,821\n",
        "LA,SN1,SN2,SN3\n301 - Barking & Dagenham,308 - Enfield,320 – Waltham Forest,Luton (821)\n",
        "LA name;SN1;SN2;SN3\nBarking and Dagenham;Enfield;Waltham Forest;Luton\n",
        "LA;Name;1;2;3\n301;Barking & Dagenham;308;320;821\n",
        "LA;Name;1;2;3\n301;LB Barking and Dagenham;Enfield;Waltham Forest;Luton\n",
        "No;LA;SN1;;SN2;;SN3\n301;Barking and Dagenham;308;Enfield;320;Waltham Forest;821;Luton\n",
        "LA;No;SN1;;SN2;;SN3\nBarking and Dagenham;301;Enfield;308;Waltham Forest;320;Luton;821\n",
        "LA;Region;SN1;Prox;SN2;Prox;SN3;Prox\n"
        "301;Outer London;308;1,23;320;4,5;821;Extremely close\n",
        "Statistical neighbours;;;\nof authorities in England, 2009;;;\n;;;\n"
        "LA num;SN1;SN2;SN3\n;;;\n301;308;320;821\n\nSource: Department for Education;;;\n",
        "LA num,SN1,SN2,SN3\n301.0,308.0,320.0,821.0\n",
        '"LA\nnum";SN1;SN2;SN3\n"301";"308";"320";"821"\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_as_it_is_published_and_as_excel_saves_it(
    cast, tmp_path, kept, text, encoding
):
    path = tmp_path / "neighbours.csv"
    path.write_bytes(text.encode(encoding))
    assert load_neighbours(cast.store, OPERATOR, path) == 1
    assert kept(301) == list(BARKING)


def test_a_line_keeps_its_number_below_titles_and_cells_of_several_lines(cast, tmp_path):
    path = tmp_path / "neighbours.csv"
    path.write_text('Title\n\n"LA\nnum",SN1\n301,308\n302,999\n', encoding="utf-8")
    with pytest.raises(Unreadable, match=r"neighbours\.csv:6: not the DfE number of a Trust: 999"):
        load_neighbours(cast.store, OPERATOR, path)


def test_a_workbook_is_refused_with_what_to_save_instead(cast, tmp_path):
    path = tmp_path / "neighbours.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(Unreadable, match="Save the sheet with the neighbours as CSV"):
        load_neighbours(cast.store, OPERATOR, path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00trus", b"\x81\x8d"])
def test_a_file_that_cannot_be_read_is_refused_in_words(cast, tmp_path, content):
    path = tmp_path / "neighbours.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Unreadable, match=r"neighbours\.csv cannot be read"):
        load_neighbours(cast.store, OPERATOR, path)


def test_nobody_but_the_operator_loads_them(cast, load, kept):
    for who in (cast.erin, cast.frank, cast.grace, cast.heidi):
        with pytest.raises(NotAllowed):
            load("873,881", who=who)
    assert kept(873) == []


def test_a_trust_is_compared_with_its_neighbours_alone(cast, load, signed):
    signed(*["full"] * 7)
    load("873," + ",".join(str(one) for one in OTHERS[:5]))
    found = compare_with(cast.store, cast.erin, 873, 2009, "neighbours")
    assert found.comparator == "its statistical neighbours"
    assert {one.comparison.k for one in found.findings} == {5}
    assert found.findings[0].verdict is Verdict.AHEAD
    assert "ahead of its statistical neighbours" in found.findings[0].sentence
    assert found.has_neighbours
    assert found.beside[0].comparison.k == 7


@pytest.mark.parametrize("number", [1, 3, 5])
def test_unnamed_trusts_enter_no_list_for_lists_can_differ_by_one(cast, load, signed, number):
    signed(*["full"] * 3, *["headline"] * number)
    load("873," + ",".join(str(one) for one in OTHERS))
    for kind in ("neighbours", "peers"):
        found = compare_with(cast.store, cast.erin, 873, 2009, kind, peers=OTHERS)
        assert {one.comparison.k for one in found.findings} == {3}
        assert {one.verdict for one in found.findings} == {Verdict.NOT_COMPARED}
        assert all(one.comparison.reference is None for one in found.findings)
    assert [one for one, _ in found.to_pick_from] == sorted(OTHERS[:3], key=found_name(found))


def found_name(found):
    names = dict(found.to_pick_from)
    return lambda one: names[one]


def test_a_trust_is_compared_with_those_that_are_picked_by_hand(cast, signed):
    signed(*["full"] * 7)
    found = compare_with(cast.store, cast.erin, 873, 2009, "peers", peers=(*OTHERS[1:7], 873))
    assert {one.comparison.k for one in found.findings} == {6}
    assert len(found.others) == 6


@pytest.mark.parametrize(
    ("peers", "words"),
    [
        ((), "You have not chosen any Trust"),
        ((873,), "You have not chosen any Trust"),
        (range(100, 101 + MOST_PEERS), "You chose 31 Trusts"),
    ],
)
def test_nobody_picked_or_too_many_is_refused_in_words(cast, signed, peers, words):
    signed(*["full"] * 5)
    with pytest.raises(NotFound, match=words):
        compare_with(cast.store, cast.erin, 873, 2009, "peers", peers=peers)


def test_without_neighbours_it_says_how_they_come(cast, signed):
    signed(*["full"] * 5)
    with pytest.raises(NotFound, match="python -m owf neighbours FILE"):
        compare_with(cast.store, cast.erin, 873, 2009, "neighbours")
