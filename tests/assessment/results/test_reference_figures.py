"""The published figures are those that were published."""

from owf.assessment.results.reference_figures import vacancies, workforce_size


def test_the_sectors_add_up_to_the_published_total():
    assert workforce_size().people == 2_654_631


def test_the_largest_sector_stands_first():
    people = [one.people for one in workforce_size().sectors]
    assert people == sorted(people, reverse=True)
    assert len(people) == 8


def test_vacancy_rates_are_those_of_figure_four_one():
    found = vacancies()
    assert found.years == (2004, 2005, 2006)
    assert dict(found.rates) == {
        "Social workers": (11.4, 11.8, 9.5),
        "Youth workers": (4.0, 5.0, 5.0),
        "Teaching": (0.6, 0.7, 0.7),
    }


def test_each_says_where_it_is_published():
    assert "table 2.1" in workforce_size().source
    assert "figure 4.1" in vacancies().source
