"""Leads, levels and the years of a plan, as pages and reports write them."""

from owf.store.plans.facts import ActionFacts, LinkedItem, PlanFacts


def years_of(plan: PlanFacts) -> str:
    """``2009 to 2012``: what people call a plan by."""
    return f"{plan.starts.year} to {plan.ends.year}"


def lead_in_words(action: ActionFacts) -> str:
    """``Police (Daniel Marsh)``."""
    partner = action.lead_partner or "nobody yet"
    if action.lead_person_name:
        return f"{partner} ({action.lead_person_name})"
    if action.entered.lead_person is not None and action.version:
        return f"{partner} (the person has been erased)"
    return partner


def levels_in_words(item: LinkedItem) -> str:
    then = "no level" if item.level_then is None else str(item.level_then)
    return then if item.level_wanted is None else f"{then} → {item.level_wanted}"
