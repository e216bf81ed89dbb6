"""The form of an action: everything that the group writes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from owf.access.errors import Refused
from owf.improvement.errors import ActionChanged
from owf.improvement.plan.actions import (
    EXPECTATIONS,
    LABELS,
    TEXT_LIMITS,
    add_action,
    change_action,
    signed_levels_of,
)
from owf.improvement.plan.choosing import answers_to, findings_for, offers_on
from owf.improvement.plan.gaps import Gap, GapsView, open_gaps
from owf.improvement.plan.opening import PlanView
from owf.improvement.plan.starter_actions import starter_actions
from owf.questionnaire import Pack
from owf.store import get_store
from owf.store.plans.facts import ActionFacts, ActionFields, LinkedItem
from owf.web.layout import signed_in
from owf.web.markup import html
from owf.web.markup.labels import as_label
from owf.web.plan.choose import examples
from owf.web.plan.markup import gap_list, short
from owf.web.widgets.forms import (
    Basis,
    FormProblems,
    basis_of,
    choose_several,
    count_sent,
    one_step,
    refuse_unfilled,
    times_sent,
)

HIGHEST_STEP = 1
"""A new action wants each of its questions one level higher, until the group says otherwise."""


def new_action(view: PlanView, gap_keys: Sequence[str]) -> None:
    found = open_gaps(get_store(), signed_in(), view.plan.trust, view.plan.year)
    chosen = [one for one in found.gaps if one.key in gap_keys]
    if chosen:
        html.show(html.fold("Why: the gap as it is", gap_list(_findings(chosen))))
    items = list(dict.fromkeys(item for gap in chosen for item in gap.items))
    offers = offers_on(get_store(), signed_in(), view.plan.trust, view.plan.year, items)
    if offers:
        html.show(examples([one for those in offers.values() for one in those]))
    _ideas(found, items or [item.id for item in found.pack.items[:1]], bool(items))
    _form(view, None, found, [one.key for one in chosen], items)


def _findings(gaps: Sequence[Gap]) -> list[tuple[str, str]]:
    return [(gap.title, " ".join(one.sentence for one in gap.reasons)) for gap in gaps]


def _ideas(found: GapsView, items: Sequence[str], is_chosen: bool) -> None:
    """Words to start from, by question; they are put into the field at a click."""
    if not is_chosen:
        return
    texts = dict.fromkeys(
        text for those in starter_actions(found.pack, items).values() for text in those
    )
    options = list(texts)

    def _start_from() -> None:
        text = st.session_state.get("idea")
        if text:
            st.session_state["action-new-what"] = text

    st.selectbox(
        "Start from one of these words, if they help",
        options,
        index=None,
        format_func=lambda text: as_label(short(text, 110)),
        key="idea",
        on_change=_start_from,
        placeholder="Choose an idea; you can change every word of it below",
    )


def change_form(view: PlanView, action: ActionFacts) -> None:
    _form(view, action, None, [], [one.item_id for one in action.items])


@dataclass(frozen=True)
class _Entered:
    fields: ActionFields
    partners: tuple[int, ...]
    items: tuple[str, ...]
    wanted: Mapping[str, int | None]
    gaps: tuple[str, ...]


def _form(
    view: PlanView,
    action: ActionFacts | None,
    found: GapsView | None,
    gap_keys: Sequence[str],
    item_ids: Sequence[str],
) -> None:
    name = f"action-{action.id}-{times_sent(_sent(action))}" if action else "action-new"
    problems = FormProblems(name, f"{name}-what")
    basis = basis_of(name, f"{name}-what", action, action.version if action else 0)
    if basis.kept is not None:
        item_ids = [one.item_id for one in basis.kept.items]
    with one_step(name):
        entered = _fields(view, basis.kept, found, name, problems, gap_keys, item_ids)
        clicked = problems.submit("Save the action" if action else "Add the action", main=True)
    if clicked:
        problems.send(lambda: _saved(view, basis, entered), "action")


def _sent(action: ActionFacts) -> str:
    return f"action-saved:{action.id}"


def _fields(  # noqa: PLR0917  the parts of one form
    view: PlanView,
    action: ActionFacts | None,
    found: GapsView | None,
    name: str,
    problems: FormProblems,
    gap_keys: Sequence[str],
    item_ids: Sequence[str],
) -> _Entered:
    kept = action.entered if action else ActionFields()
    texts: dict[str, str] = {}

    def text(field: str, *, height: int = 80, hint: str = "") -> None:
        key = f"{name}-{field}"
        # Its value comes from the state where an idea was put there, and from what is kept else.
        value = {} if key in st.session_state else {"value": getattr(kept, field)}
        texts[field] = str(
            st.text_area(
                as_label(LABELS[field]),
                key=key,
                max_chars=TEXT_LIMITS[field],
                height=height,
                placeholder=hint,
                **value,
            )
            or ""
        )
        problems.beside(field)

    gaps: list[str] = list(gap_keys)
    if found is not None:
        titles = {one.gap.key: one.gap.title for one in answers_to(found.gaps, view)}
        gaps = choose_several(
            "Gaps that it answers", titles, f"{name}-gaps", chosen=gaps, placeholder="Choose"
        )
    text("what", height=120, hint="What is done, by whom, with what result.")
    text("objective", hint="What it is for, in one sentence.")
    priorities = {one.id: one.title for one in view.priorities if not one.is_retired}
    left, right = st.columns(2)
    with left:
        priority = _pick("Priority", priorities, kept.priority_id, f"{name}-priority")
        problems.beside("priority_id")
    with right:
        expectation = st.selectbox(
            "Is it required or recommended?",
            list(EXPECTATIONS),
            index=list(EXPECTATIONS).index(kept.expectation),
            format_func=EXPECTATIONS.__getitem__,
            key=f"{name}-expectation",
        )
    partners = {one.id: one.name for one in view.partners}
    people = {one.id: one.name for one in view.people}
    left, right = st.columns(2)
    with left:
        lead_partner = _pick("Lead partner", partners, kept.lead_partner_id, f"{name}-partner")
        problems.beside("lead_partner_id")
    with right:
        lead_person = _pick("Lead person", people, kept.lead_person, f"{name}-person")
        problems.beside("lead_person")
    others = choose_several(
        "Other partners that take part",
        {str(key): title for key, title in partners.items()},
        f"{name}-partners",
        chosen=[str(key) for key, _ in action.partners] if action else None,
        placeholder="Choose",
    )
    is_multi_agency = st.checkbox(
        "Several agencies do it together",
        value=kept.is_multi_agency,
        key=f"{name}-multi",
    )
    items = choose_several(
        "Questions that it is to move",
        _question_titles(view, action),
        f"{name}-items",
        chosen=list(item_ids),
        placeholder="Choose",
    )
    problems.beside("items")
    wanted = _levels_wanted(view, action, name)
    text("measure", hint="How you will know that it worked.")
    left, right = st.columns(2)
    with left:
        text("baseline", hint="For example: 40 of 120 managers in 2009.")
    with right:
        text("target", hint="For example: all 120 by April 2012.")
    text("resources", hint="Money, posts, rooms, time; who gives them.")
    left, right = st.columns(2)
    with left:
        text("risk", hint="What could stop it.")
    with right:
        text("mitigation", hint="What you do so that it does not.")
    return _Entered(
        ActionFields(
            priority_id=priority,
            lead_partner_id=lead_partner,
            lead_person=lead_person,
            is_multi_agency=is_multi_agency,
            expectation=expectation or "recommended",
            **texts,
        ),
        tuple(int(one) for one in others),
        tuple(items),
        wanted,
        tuple(gaps),
    )


_Key = TypeVar("_Key", int, str)


def _pick(label: str, options: Mapping[_Key, str], kept: _Key | None, key: str) -> _Key | None:
    keys: list[_Key] = list(options)
    return st.selectbox(
        as_label(label),
        keys,
        index=keys.index(kept) if kept is not None and kept in options else None,
        format_func=lambda one: as_label(options[one]),
        key=key,
        placeholder="Choose",
    )


def _question_titles(view: PlanView, action: ActionFacts | None) -> dict[str, str]:
    """All questions of the plan's year, and those of earlier years that the action has."""
    titles = {
        item.id: f"{theme.short_title} · {item.code} {item.short_name}"
        for theme in view.pack.themes
        for item in theme.items
    }
    for one in action.items if action else ():
        titles.setdefault(one.item_id, view.question_name(one.year, one.item_id))
    return titles


def _levels_wanted(
    view: PlanView, action: ActionFacts | None, name: str
) -> Mapping[str, int | None]:
    """One field for each question that is kept; a new one starts a level above what was agreed."""
    if action is None or not action.items:
        return {}
    html.write('<p class="owf-fields">Level wanted</p>')
    wanted: dict[str, int | None] = {}
    levels = list(view.pack.scale.values)
    for one in action.items:
        then = "no level" if one.level_then is None else f"level {one.level_then}"
        wanted[one.item_id] = st.selectbox(
            as_label(f"{view.question_name(one.year, one.item_id)} (then {then})"),
            levels,
            index=levels.index(one.level_wanted) if one.level_wanted in levels else None,
            key=f"{name}-wanted-{one.item_id}",
            placeholder="No level set",
        )
    return wanted


def _saved(view: PlanView, basis: Basis[ActionFacts | None], entered: _Entered) -> str:
    action = basis.kept
    refuse_unfilled({"what": "" if entered.fields.what.strip() else "Write what will be done."})
    store, who = get_store(), signed_in()
    if action is not None:
        items = _linked(view.pack, action, entered, {})
        try:
            change_action(
                store,
                who,
                action.id,
                entered.fields,
                partners=entered.partners,
                items=items,
                seen_version=basis.version,
            )
        except ActionChanged as changed:
            basis.version = changed.current.version
            raise Refused(
                f"{changed} It now says: “{short(changed.current.entered.what, 200)}”"
            ) from changed
        count_sent(_sent(action))
        return f"{action.reference} is saved."
    levels = signed_levels_of(store, who, view.plan)
    findings = findings_for(store, who, view.plan, entered.gaps) if entered.gaps else ()
    action_id = add_action(
        store,
        who,
        view.plan.id,
        entered.fields,
        partners=entered.partners,
        items=_linked(view.pack, None, entered, levels),
        findings=findings,
    )
    st.query_params.from_dict({"action": str(action_id), "year": str(view.plan.year)})
    return "The action is added. Now promise its milestones below."


def _linked(
    pack: Pack, action: ActionFacts | None, entered: _Entered, levels: Mapping[str, int]
) -> list[LinkedItem]:
    kept = {one.item_id: one for one in action.items} if action else {}
    top = max(pack.scale.values)
    found = []
    for item_id in entered.items:
        if item_id in kept:
            one = kept[item_id]
            wanted = entered.wanted.get(item_id, one.level_wanted)
            found.append(LinkedItem(item_id, one.year, one.level_then, wanted))
        else:
            then = levels.get(item_id)
            wanted = None if then is None else min(then + HIGHEST_STEP, top)
            found.append(LinkedItem(item_id, 0, then, wanted))
    return found
