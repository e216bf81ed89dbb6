"""England's figures in tables and native charts, as the page England has them."""

from collections.abc import Sequence

from owf.assessment.results.england import InYear, Line, Mean, NationView, percent
from owf.assessment.results.reference_figures import Vacancies, WorkforceSize
from owf.charts.england.bands import bands
from owf.charts.england.participation import participation
from owf.charts.england.reference_figures import COLOURS, vacancy_rates, workforce
from owf.charts.england.regions import regions_beside
from owf.charts.theme import LIGHT
from owf.markup.formatting import signed
from owf.reports.model import Column, Figure, Native, NumberFormat, Table, Value, table_of
from owf.reports.parts.figures import native

TOO_FEW = "too few Trusts to show"
Row = tuple[Value, ...]


def progress_table(view: NationView) -> Table:
    """For a view with a headline; beside the published figure of 2008."""
    then = view.reported
    columns = (
        Column("Share of Trusts", width=2.4),
        Column(str(view.year), NumberFormat.PERCENT),
        Column(f"Reported in {then.year}", NumberFormat.PERCENT, 1.4),
    )
    share = percent(view.progress.at_or_above, view.progress.n) if view.progress else 0
    rows: list[Row] = [
        ("Making some or good progress", share, then.some_or_good),
        ("Considering or planning", 100 - share, then.planning),
    ]
    n = view.progress.n if view.progress else 0
    return table_of(
        f"Progress in {view.year}, and as reported in {then.year}",
        columns,
        rows,
        note=f"{view.year}: n = {n} Trusts. {then.year}: {then.source}.",
        sheet="Progress",
    )


def bands_figure(view: NationView) -> Figure:
    """For a view with bands."""
    shown = view.bands
    return Figure(
        bands(shown, view.pack.scale.midpoint),
        native(
            Native.BARS,
            [one.label for one in shown],
            {"Trusts": [one.trusts for one in shown]},
            (LIGHT.ahead,),
            number_format=NumberFormat.COUNT,
            axis="Trusts by overall average",
        ),
    )


def bands_table(view: NationView) -> Table:
    total = sum(one.trusts for one in view.bands)
    columns = (
        Column("Overall average", width=2),
        Column("Trusts", NumberFormat.COUNT),
        Column("Share", NumberFormat.PERCENT),
    )
    rows = [(one.label, one.trusts, percent(one.trusts, total)) for one in view.bands]
    return table_of(
        f"Trusts by overall average, {view.year}",
        columns,
        rows,
        note=f"n = {total} Trusts. Each counts once.",
        sheet="Bands overall",
    )


def participation_figure(view: NationView) -> Figure:
    parts = view.regions
    return Figure(
        participation(parts, view.england, view.year),
        native(
            Native.BARS,
            [one.name for one in parts],
            {
                "Signed off": [one.signed for one in parts],
                "Trusts": [one.trusts for one in parts],
            },
            (LIGHT.ahead, LIGHT.quiet),
            number_format=NumberFormat.COUNT,
            axis="Trusts",
        ),
    )


def participation_table(view: NationView) -> Table:
    columns = (
        Column("Region", width=2.4),
        Column("Signed off", NumberFormat.COUNT),
        Column("Trusts", NumberFormat.COUNT),
    )
    rows = [(one.name, one.signed, one.trusts) for one in (*view.regions, view.england)]
    return table_of(
        f"Trusts that have signed off {view.year}, of all that there were",
        columns,
        rows,
        sheet="Who took part",
    )


def themes_table(view: NationView) -> Table:
    midpoint = f"{view.pack.scale.midpoint:g}"
    columns = (
        Column("Theme", width=2.6),
        Column("Mean", NumberFormat.SCORE),
        Column("Trusts", NumberFormat.COUNT),
        Column(f"At or above {midpoint}", NumberFormat.COUNT, 1.2),
        Column("Share", NumberFormat.PERCENT),
    )

    def row(line: Line) -> Row:
        if line.split is None:
            return line.title, TOO_FEW, line.mean.n, TOO_FEW, TOO_FEW
        above, n = line.split.at_or_above, line.split.n
        return line.title, line.mean.value, line.mean.n, above, percent(above, n)

    return table_of(
        f"England by theme, {view.year}",
        columns,
        [row(one) for one in view.lines],
        note="Each Trust counts once. Means are in levels of the scale.",
        sheet="Themes",
    )


def regions_figure(view: NationView, line: Line) -> Figure:
    values = view.pack.scale.values
    parts = (*view.regions, view.england)
    return Figure(
        regions_beside(view.regions, line),
        native(
            Native.BARS,
            [one.name for one in parts],
            {line.title: [one.means[line.key].value for one in parts]},
            (LIGHT.ahead,),
            ends=(values[0], values[-1]),
            axis="Mean score",
        ),
    )


def regions_tables(view: NationView) -> tuple[Table, Table]:
    """Means, and the number of Trusts in each."""
    parts = (*view.regions, view.england)
    means, numbers = NumberFormat.SCORE, NumberFormat.COUNT

    def columns(number_format: NumberFormat) -> tuple[Column, ...]:
        first = Column("Theme", width=2)
        return first, *(Column(part.name, number_format) for part in parts)

    def mean(found: Mean) -> Value:
        return "too few" if found.value is None else found.value

    return (
        table_of(
            f"Mean scores by theme and region, {view.year}",
            columns(means),
            [
                (line.short_title, *(mean(part.means[line.key]) for part in parts))
                for line in view.lines
            ],
            note="“too few”: too few Trusts to show. Regions are not ranked.",
            sheet="Regions",
        ),
        table_of(
            f"Trusts in each mean by theme and region, {view.year}",
            columns(numbers),
            [
                (line.short_title, *(part.means[line.key].n for part in parts))
                for line in view.lines
            ],
            sheet="Trusts in regions",
        ),
    )


def since_table(pairs: Sequence[tuple[InYear, ...]]) -> Table:
    """Each pair of years over the Trusts in the figures of both, the oldest first."""
    columns = (
        Column("Years", width=1.6),
        Column("Trusts in both (n)", NumberFormat.COUNT),
        Column("Share before", NumberFormat.PERCENT),
        Column("Share after", NumberFormat.PERCENT),
        Column("Change in points"),
        Column("Mean before", NumberFormat.SCORE),
        Column("Mean after", NumberFormat.SCORE),
        Column("Change in levels", NumberFormat.DIFFERENCE),
    )
    rows: list[Row] = []
    for before, now in pairs:
        shares = [percent(one.split.at_or_above, one.split.n) for one in (before, now)]
        # From the means as they are shown, so that the row adds up for whoever checks it.
        means = [round(one.mean.value or 0.0, 2) for one in (before, now)]
        rows.append(
            (
                f"{before.year} to {now.year}",
                now.mean.n,
                *shares,
                signed(shares[1] - shares[0], 0),
                *means,
                means[1] - means[0],
            )
        )
    return table_of(
        "The same Trusts in both years",
        columns,
        rows,
        note=(
            "Share: Trusts making some or good progress overall. Mean: their mean overall score on "
            "the questions that are comparable. The Trusts of one row need not be those of another."
        ),
        sheet="Over the years",
    )


def workforce_figure(found: WorkforceSize) -> Figure:
    return Figure(
        workforce(found),
        native(
            Native.BARS,
            [one.sector for one in found.sectors],
            {"People": [one.people for one in found.sectors]},
            (LIGHT.neutral,),
            number_format=NumberFormat.COUNT,
            axis="People",
        ),
    )


def workforce_table(found: WorkforceSize) -> Table:
    columns = (
        Column("Sector", width=3),
        Column("People", NumberFormat.COUNT),
        Column("Year of the estimate", width=1.4),
    )
    rows: list[Row] = [(one.sector, one.people, one.year) for one in found.sectors]
    return table_of(
        "People in the children's workforce of England by sector",
        columns,
        [*rows, ("All", found.people, "")],
        note=f"Published figures, not made up. Source: {found.source}.",
        sheet="Workforce",
    )


def vacancies_figure(found: Vacancies) -> Figure:
    return Figure(
        vacancy_rates(found),
        native(
            Native.LINES,
            [str(year) for year in found.years],
            dict(found.rates),
            COLOURS[: len(found.rates)],
            number_format=NumberFormat.LEVEL,
            axis="Percent of posts",
        ),
    )


def vacancies_table(found: Vacancies) -> Table:
    columns = (
        Column("Group", width=2.4),
        *(Column(str(year), NumberFormat.LEVEL) for year in found.years),
    )
    return table_of(
        "Vacancy rates in England, percent of posts",
        columns,
        [(group, *rates) for group, rates in found.rates.items()],
        note=f"Published figures, not made up. Source: {found.source}.",
        sheet="Vacancies",
    )
