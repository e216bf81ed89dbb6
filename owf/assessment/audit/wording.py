"""An event of the record in plain words: who did what, to what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from owf import clock
from owf.access import OPERATOR
from owf.access.audit import Event
from owf.questionnaire import Item, Pack, Theme
from owf.store.audit import ReturnCalled, RoundCalled
from owf.store.tables import AuditEvent

NOBODY = "An unknown person"
KINDS: Mapping[str, tuple[str, tuple[Event, ...]]] = {
    "sign-in": ("Signing in and out", (
        Event.SIGNED_IN, Event.SIGNED_OUT, Event.SIGNED_OUT_EVERYWHERE,
    )),
    "failed": ("Failed sign-ins", (Event.SIGN_IN_FAILED,)),
    "refused": ("Refusals", (Event.REFUSED,)),
    "people": ("Invitations and accounts", (
        Event.INVITED, Event.INVITATION_ACCEPTED, Event.PASSWORD_SET, Event.RESET_ASKED,
        Event.NAME_CHANGED, Event.EMAIL_ASKED, Event.EMAIL_CHANGED, Event.EMAIL_CANCELLED,
        Event.DISABLED, Event.ENABLED, Event.ERASED,
    )),
    "roles": ("Roles", (Event.ROLE_GIVEN, Event.ROLE_TAKEN)),
    "opening": ("Opening a year", (
        Event.PACK_PUBLISHED, Event.CYCLE_OPENED, Event.ROUND_OPENED, Event.PARTNERS_ADDED,
        Event.PARTNER_JOINED, Event.PARTNER_RENAMED, Event.PARTNER_TAKEN_OUT,
        Event.NEIGHBOURS_LOADED,
    )),
    "running": ("Running a round", (
        Event.DEADLINE_SET, Event.APOLOGIES_NOTED, Event.APOLOGIES_TAKEN_BACK,
        Event.RETURN_REOPENED, Event.THEME_DELEGATED, Event.DELEGATION_ENDED, Event.REMINDER_SENT,
    )),
    "answers": ("Answers", (
        Event.ANSWER_SAVED, Event.WORKBOOK_IMPORTED, Event.RETURN_SUBMITTED, Event.RESPONSES_KEPT,
        Event.LAST_YEAR_TAKEN, Event.LAST_YEAR_TAKEN_BACK,
    )),
    "evidence": ("Evidence", (
        Event.EVIDENCE_ADDED, Event.EVIDENCE_CHANGED, Event.EVIDENCE_REMOVED,
        Event.EVIDENCE_LINKED,
    )),
    "survey": ("The practitioners' survey", (
        Event.SURVEY_OPENED, Event.SURVEY_REPLACED, Event.SURVEY_CLOSES,
    )),
    "moderation": ("Moderation", (
        Event.LEVEL_AGREED, Event.MEDIANS_ACCEPTED, Event.REPLIED, Event.REPLY_SETTLED,
        Event.VOICE_KEPT, Event.VOICE_DROPPED, Event.NOTE_KEPT,
    )),
    "sign-off": ("Sign-off", (Event.SIGNED_OFF, Event.REOPENED, Event.CARRIED_OVER)),
    "plan": ("The plan", (
        Event.PLAN_BEGUN, Event.PLAN_CHANGED, Event.PLAN_AGREED, Event.PLAN_IMPORTED,
        Event.PRIORITY_CHANGED, Event.GAP_NOT_NOW, Event.GAP_REOPENED, Event.ACTION_ADDED,
        Event.ACTION_CHANGED, Event.ACTION_REMOVED, Event.ACTION_CARRIED, Event.MILESTONE_ADDED,
        Event.MILESTONE_CHANGED, Event.MILESTONE_DROPPED, Event.MILESTONE_PROMISED,
    )),
    "monitoring": ("Monitoring the plan", (
        Event.MILESTONE_REACHED, Event.ACTION_UPDATED, Event.ACTION_CHECKED, Event.QUARTER_CLOSED,
        Event.MEETING_RECORDED, Event.LEAD_REMINDED,
    )),
    "good-practice": ("Good practice", (
        Event.GOOD_PRACTICE_OFFERED, Event.GOOD_PRACTICE_CHANGED, Event.GOOD_PRACTICE_WITHDRAWN,
        Event.PRACTICE_ASKED, Event.PRACTICE_ANSWERED,
    )),
    "exports": ("Downloads", (Event.EXPORTED, Event.REPORT_MADE, Event.REPORT_FETCHED)),
}  # fmt: skip
"""What people may look for: its name in an address -> its title, and the events."""

_ROLES = {
    "respondent": "respondent",
    "coordinator": "coordinator",
    "steering": "member of the steering group",
    "chair": "chair",
    "regional_lead": "regional lead",
    "national": "member of the national team",
    "administrator": "administrator",
}


@dataclass(frozen=True)
class Names:
    """By id, as of today; erased people are missing, ``places`` are by keys (``trust 873``)."""

    people: Mapping[str, str]
    returns: Mapping[str, ReturnCalled]
    rounds: Mapping[str, RoundCalled]
    places: Mapping[str, str]
    packs: Mapping[int, Pack]

    def person(self, person_id: str | None) -> str:
        """A person as a sentence begins with them; the opaque id of one who was erased."""
        return person_called(person_id, self.people)


def person_called(person_id: str | None, people: Mapping[str, str]) -> str:
    """A person by the name in ``people``; one who is not there was erased, and has only an id."""
    if person_id is None:
        return NOBODY
    if person_id == OPERATOR.id:
        return "The operator"
    return people.get(person_id) or f"An erased person ({person_id})"


def sentence(event: AuditEvent, names: Names) -> str:
    """What happened, without a full stop: ``Carol agreed a level on CAF 3 for 2009``."""
    if event.action == Event.RESPONSES_KEPT and event.person_id is None:
        who = "Practitioners without an account"
    else:
        who = names.person(event.person_id)
    found = [words for action, is_so, words in _VARIANTS if action == event.action and is_so(event)]
    words = found[0] if found else _WORDS.get(event.action)
    if words is None:
        return f"{who} did something that this version cannot describe: {event.action}"
    return f"{who} {words.format_map(_fields(event, names))}"


_WORDS: Mapping[str, str] = {
    Event.SIGNED_IN: "signed in{way}",
    Event.SIGN_IN_FAILED: "failed to sign in",
    Event.SIGNED_OUT: "signed out",
    Event.SIGNED_OUT_EVERYWHERE: "signed out everywhere",
    Event.PASSWORD_SET: "set a new password",
    Event.RESET_ASKED: "asked for a new password",
    Event.INVITED: "invited {person}",
    Event.INVITATION_ACCEPTED: "accepted the invitation",
    Event.ROLE_GIVEN: "gave {person} a role: {role}",
    Event.ROLE_TAKEN: "removed a role from {person}: {role}",
    Event.NAME_CHANGED: "changed the name of {person}",
    Event.EMAIL_ASKED: "asked to change their e-mail address",
    Event.EMAIL_CHANGED: "changed the e-mail address of {person}",
    Event.EMAIL_CANCELLED: "cancelled the change of their e-mail address",
    Event.DISABLED: "disabled the account of {person}",
    Event.ENABLED: "enabled the account of {person}",
    Event.ERASED: "erased a person ({id})",
    Event.REFUSED: "was refused the {kind} {id}",
    Event.ANSWER_SAVED: "saved an answer to {item} for {return}",
    Event.WORKBOOK_IMPORTED: "saved {answers} from a spreadsheet for {return}",
    Event.RETURN_SUBMITTED: "submitted the self-assessment of {return}",
    Event.LAST_YEAR_TAKEN: "took over {answers} of last year for {return}",
    Event.LAST_YEAR_TAKEN_BACK: "undid taking over last year's answers for {return} ({answers})",
    Event.EVIDENCE_ADDED: "added a piece of evidence",
    Event.EVIDENCE_CHANGED: "changed a piece of evidence",
    Event.EVIDENCE_REMOVED: "removed a piece of evidence",
    Event.EVIDENCE_LINKED: "changed which evidence supports the answers of {return}",
    Event.DEADLINE_SET: "set the last day of {whose} to {day}",
    Event.APOLOGIES_NOTED: "noted apologies of {return}",
    Event.APOLOGIES_TAKEN_BACK: "removed the apologies of {return}",
    Event.RETURN_REOPENED: "opened the self-assessment of {return} again",
    Event.THEME_DELEGATED: "asked a colleague for {theme} in {return}",
    Event.DELEGATION_ENDED: "no longer asks a particular person for {theme} in {return}",
    Event.REMINDER_SENT: "sent a reminder about the self-assessment of {return}",
    Event.PARTNER_JOINED: "added {return}",
    Event.PARTNER_RENAMED: "renamed the partner {before} to {partner}",
    Event.PARTNER_TAKEN_OUT: "removed {partner} from the round of {year}",
    Event.LEVEL_AGREED: "agreed a level on {item} for {year}",
    Event.MEDIANS_ACCEPTED: "accepted the partners' median on {questions} for {year}",
    Event.REPLIED: "replied to the agreed level on {item} for {year}",
    Event.REPLY_SETTLED: "answered a reply to {item} for {year}",
    Event.VOICE_KEPT: "entered what families said for {year}",
    Event.VOICE_DROPPED: "removed what families said for {year}",
    Event.NOTE_KEPT: "changed a note for readers of {year}",
    Event.REOPENED: "reopened {year} (version {version})",
    Event.ROUND_OPENED: "opened the round of {year} with {partners}",
    Event.PACK_PUBLISHED: "published the questionnaire {pack}",
    Event.CYCLE_OPENED: "opened the year {id} with the questionnaire {pack}",
    Event.PARTNERS_ADDED: "added {partners}",
    Event.RESPONSES_KEPT: "answered the survey of {year} on this day",
    Event.SURVEY_OPENED: "made the link to the survey of {year}, open until {closes}",
    Event.SURVEY_REPLACED: "replaced the link to the survey of {year}",
    Event.SURVEY_CLOSES: "set the last day of the survey of {year} to {closes}",
    Event.SIGNED_OFF: "signed off {year} (version {version}, hash {hash}…)",
    Event.CARRIED_OVER: (
        "carried over the results of {year}, signed elsewhere (version {version}, hash {hash}…)"
    ),
    Event.NEIGHBOURS_LOADED: "loaded the statistical neighbours of {trusts}",
    Event.EXPORTED: "downloaded {id}",
    Event.REPORT_MADE: "made the {report} ({format}, hash {hash}…)",
    Event.REPORT_FETCHED: "downloaded the kept {report} ({format}, hash {hash}…)",
    Event.PLAN_BEGUN: "began the plan of {plan}",
    Event.PLAN_CHANGED: "changed the dates of the plan of {plan}",
    Event.PLAN_AGREED: "agreed the plan of {plan} (version {version}, hash {hash}…)",
    Event.PLAN_IMPORTED: "imported a workbook into the plan of {plan} ({actions})",
    Event.PRIORITY_CHANGED: "changed the priorities of the plan",
    Event.GAP_NOT_NOW: "decided to leave a gap for now in the plan of {plan} ({gap})",
    Event.GAP_REOPENED: "took up a gap again that was left for now in the plan of {plan} ({gap})",
    Event.ACTION_ADDED: "added action {reference} to the plan of {plan}",
    Event.ACTION_CHANGED: "changed action {reference}",
    Event.ACTION_REMOVED: "removed action {reference} from the plan of {plan}",
    Event.ACTION_CARRIED: "carried {actions} forward into the plan of {plan}",
    Event.MILESTONE_ADDED: "added a milestone to action {reference}",
    Event.MILESTONE_CHANGED: "changed a milestone of action {reference}",
    Event.MILESTONE_DROPPED: "dropped a milestone of action {reference}",
    Event.MILESTONE_PROMISED: "promised a milestone of action {reference} for {day}",
    Event.MILESTONE_REACHED: "noted a milestone of action {reference} as reached on {day}",
    Event.ACTION_UPDATED: "updated action {reference} for {quarter}",
    Event.ACTION_CHECKED: "checked that action {reference} is done",
    Event.QUARTER_CLOSED: "closed {quarter} in the plan of {plan}",
    Event.MEETING_RECORDED: "recorded a meeting on the plan of {plan}",
    Event.LEAD_REMINDED: "sent a reminder to the person who leads {reference}",
    Event.GOOD_PRACTICE_OFFERED: "offered an example of good practice on {about}",
    Event.GOOD_PRACTICE_CHANGED: "changed the example of good practice on {about}",
    Event.GOOD_PRACTICE_WITHDRAWN: "withdrew the example of good practice on {about}",
    Event.PRACTICE_ASKED: "asked {of} about good practice on {about}",
    Event.PRACTICE_ANSWERED: "answered {asking} about good practice on {about}",
}
"""What is done in each event; ``_fields`` gives what goes in."""


_VARIANTS: Sequence[tuple[Event, Callable[[AuditEvent], bool], str]] = (
    (Event.RESET_ASKED, lambda e: bool(e.object_id), "asked for a new password for {person}"),
    (Event.NAME_CHANGED, lambda e: e.person_id == e.object_id, "changed their name"),
    (
        Event.EMAIL_CHANGED,
        lambda e: e.person_id == e.object_id,
        "confirmed their new e-mail address",
    ),
    (
        Event.EMAIL_CHANGED,
        lambda e: e.detail.get("password") == "gone",
        "changed the e-mail address of {person} and ended their password",
    ),
    (Event.ANSWER_SAVED, lambda e: "answers" in e.detail, "entered {answers} for {return}"),
    (
        Event.ANSWER_SAVED,
        lambda e: e.detail.get("part") == "comment",
        "saved a comment on {item} for {return}",
    ),
    (
        Event.RETURN_SUBMITTED,
        lambda e: "answers" in e.detail,
        "entered the whole self-assessment of {return} ({answers}) and submitted it",
    ),
    (Event.DEADLINE_SET, lambda e: not e.detail.get("day"), "removed the extra time of {whose}"),
    (
        Event.REPLY_SETTLED,
        lambda e: e.detail.get("outcome") == "stands",
        "marked a reply to {item} as a disagreement that remains for {year}",
    ),
    (
        Event.ACTION_CHANGED,
        lambda e: e.detail.get("part") == "evidence",
        "changed the evidence of action {reference}",
    ),
    (
        Event.ACTION_CHANGED,
        lambda e: e.detail.get("part") == "gaps",
        "let action {reference} answer more gaps",
    ),
    (
        Event.MILESTONE_REACHED,
        lambda e: not e.detail.get("day"),
        "noted a milestone of action {reference} as not reached after all",
    ),
    (
        Event.ACTION_CHECKED,
        lambda e: e.detail.get("outcome") == "not_yet",
        "checked action {reference} and found it not done yet",
    ),
    (
        Event.RESPONSES_KEPT,
        lambda e: "responses" in e.detail,
        "sent {responses} to the survey of {year}",
    ),
)
"""Other words than an event's usual ones, where its details call for them."""


def _fields(event: AuditEvent, names: Names) -> Mapping[str, str]:
    detail, key = event.detail, event.object_id
    of_return = names.returns.get(key) if event.object_kind == "return" else None
    of_round = of_return.round if of_return else names.rounds.get(key)
    pack = names.packs.get(of_round.pack_snapshot_id) if of_round else None
    whole_return = f"{of_return.partner} {of_return.round.year}" if of_return else f"return {key}"
    year = str(of_round.year) if of_round else f"round {key}"
    person = names.person(key or None)
    return {
        "id": key,
        "kind": event.object_kind,
        "way": f" ({detail['way']})" if detail.get("way") else "",
        "person": person if key in names.people else person[:1].lower() + person[1:],
        "return": whole_return,
        "year": year,
        "whose": whole_return if event.object_kind == "return" else year,
        "item": _code_or_title(pack.items if pack else (), detail.get("item", "")),
        "theme": _code_or_title(pack.themes if pack else (), detail.get("theme", "")),
        "role": _role_in_words(event, names),
        "partner": str(detail.get("partner", "a partner")),
        "before": str(detail.get("before", "a partner")),
        "version": str(detail.get("version")),
        "hash": str(detail.get("hash", ""))[:12],
        "pack": str(detail.get("pack")),
        "day": _day_in_words(detail.get("day")),
        "closes": _day_in_words(detail.get("closes")),
        "report": str(detail.get("report", "report")),
        "format": str(detail.get("format")),
        "plan": str(detail.get("plan")),
        "reference": str(detail.get("reference")),
        "quarter": str(detail.get("quarter")),
        "gap": str(detail.get("gap")),
        "about": str(detail.get("about")),
        "of": str(detail.get("of")),
        "asking": str(detail.get("asking")),
        **{
            f"{noun.lower()}s": f"{number} {noun}" if number == 1 else f"{number} {noun}s"
            for noun in ("action", "answer", "partner", "question", "response", "Trust")
            for number in [detail.get(f"{noun.lower()}s", 0)]
        },
    }


def _code_or_title(found: Sequence[Item | Theme], key: str | int) -> str:
    one = next((one for one in found if one.id == key), None)
    if one is None:
        return str(key)
    return one.code if isinstance(one, Item) else one.title


def _role_in_words(event: AuditEvent, names: Names) -> str:
    role, place = str(event.detail.get("role", "")), str(event.detail.get("place", ""))
    where = names.places.get(place, place)
    return _ROLES.get(role, role) + (f", {where}" if where and where != "all" else "")


def _day_in_words(day: str | int | None) -> str:
    try:
        return clock.day_in_words(date.fromisoformat(str(day)))
    except ValueError:
        return "a day that is not known"
