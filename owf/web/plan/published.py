"""Other Trusts' plans, as far as they have published them."""

from markupsafe import Markup

from owf.improvement.plan.opening import open_agreed_plan, plans_to_read
from owf.improvement.wording import levels_in_words, years_of
from owf.store import get_store
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.navigation import ACTIONS, link_to
from owf.web.plan.markup import milestone_list
from owf.web.plan.plan_list import actions_by_priority
from owf.web.plan.selection import address_of
from owf.web.widgets.url_state import type_in

_WHO = {"region": "region and national team", "public": "public"}


def plans_of_others() -> None:
    found = [one for one in plans_to_read(get_store(), signed_in()) if one.publication]
    html.heading(
        "No plan is published yet"
        if not found
        else f"Plans that Trusts have published: {len(found)}"
    )
    if not found:
        html.notice(
            "A plan is here once a Trust's chair has agreed it and published it to its region or "
            "to everybody."
        )
        return
    wanted = type_in("q", "Search by Trust", "Part of a name").casefold()
    shown = [one for one in found if wanted in one.trust_name.casefold()]
    html.show(
        html.table(
            f"{len(shown)} of {len(found)} plans",
            ("Trust", "On the results of", "Published to"),
            (
                (
                    Markup('<a href="{}" target="_self">{}</a>').format(
                        address_of(trust=one.trust, year=one.year), one.trust_name
                    ),
                    str(one.year),
                    _WHO.get(one.publication or "", "its own people"),
                )
                for one in shown
            ),
            css="owf-stack",
        )
    )


def plan_from_outside(trust: int, year: int | None) -> None:
    readable = [one.year for one in plans_to_read(get_store(), signed_in()) if one.trust == trust]
    shown = year if year is not None else next(iter(readable), 0)
    plan = open_agreed_plan(get_store(), signed_in(), trust, shown)
    html.heading(
        f"{plan.plan.trust_name}: the plan for {years_of(plan.plan)}",
        above="A plan that was published",
        view=f"published-{trust}-{shown}",
    )
    html.write(
        "<p>Version {}, as it was agreed. How each action goes is followed inside the Trust.</p>",
        plan.version.version,
    )
    html.show(actions_by_priority(plan, show_state=False, with_links=False))
    html.write("<h2>Each action in full</h2>")
    for one in plan.actions:
        questions = [
            f"{plan.question_name(item.year, item.item_id)} ({levels_in_words(item)})"
            if item.level_then is not None
            else plan.question_name(item.year, item.item_id)
            for item in one.items
        ]
        html.show(
            html.fold(
                f"{one.reference}: {one.entered.objective or one.entered.what[:80]}",
                Markup("<p>{}</p>{}{}{}").format(
                    one.entered.what,
                    html.given("<p><strong>Measure:</strong> {}</p>", one.entered.measure),
                    html.given("<p><strong>Questions:</strong> {}</p>", ", ".join(questions)),
                    milestone_list(one.milestones),
                ),
            )
        )
    link_to(ACTIONS, "All published plans")
