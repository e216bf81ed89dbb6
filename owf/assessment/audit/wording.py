"""An event of the record in plain words: who did what, to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from owf import clock
from owf.access import OPERATOR
from owf.access.audit import Event
from owf.questionnaire import Pack
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
        Event.DISABLED, Event.ENABLED, Event.ERASED,
    )),
    "roles": ("Roles", (Event.ROLE_GIVEN, Event.ROLE_TAKEN)),
    "opening": ("Opening a year", (
        Event.PACK_PUBLISHED, Event.CYCLE_OPENED, Event.ROUND_OPENED, Event.PARTNERS_ADDED,
        Event.PARTNER_JOINED, Event.PARTNER_TAKEN_OUT, Event.NEIGHBOURS_LOADED,
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
    "exports": ("Downloads", (Event.EXPORTED,)),
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
    """What the events of a page are about, by the names that it has today.

    Attributes:
        people: name by opaque id; whoever was erased is missing.
        returns: by id.
        rounds: by id.
        places: where a role is held, as the record keeps it (``trust 873``) -> its name.
        packs: questionnaires by the id under which they are frozen.
    """

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
    words = _WORDS.get(event.action)
    if words is None:
        return f"{who} did something that this version cannot describe: {event.action}"
    return f"{who} {words(event, names)}"


def _other(event: AuditEvent, names: Names) -> str:
    """The person that something was done to, within a sentence."""
    found = names.person(event.object_id or None)
    is_named = event.object_id in names.people
    return found if is_named else found[:1].lower() + found[1:]


def _return(event: AuditEvent, names: Names) -> str:
    found = names.returns.get(event.object_id)
    return f"{found.partner} {found.round.year}" if found else f"return {event.object_id}"


def _year(event: AuditEvent, names: Names) -> str:
    found = names.rounds.get(event.object_id)
    return str(found.year) if found else f"round {event.object_id}"


def _item(event: AuditEvent, names: Names, found: RoundCalled | None) -> str:
    item_id = str(event.detail.get("item", ""))
    pack = names.packs.get(found.pack_snapshot_id) if found else None
    items = {item.id: item.code for item in pack.items} if pack else {}
    return items.get(item_id, item_id)


def _number(event: AuditEvent, name: str, one: str, many: str) -> str:
    number = event.detail.get(name, 0)
    return f"{number} {one if number == 1 else many}"


def _signed_in(event: AuditEvent, _names: Names) -> str:
    way = event.detail.get("way", "")
    return f"signed in ({way})" if way else "signed in"


def _reset_asked(event: AuditEvent, names: Names) -> str:
    whose = f" for {_other(event, names)}" if event.object_id else ""
    return f"asked for a new password{whose}"


def _role(event: AuditEvent, names: Names) -> str:
    role, place = str(event.detail.get("role", "")), str(event.detail.get("place", ""))
    where = names.places.get(place, place)
    return _ROLES.get(role, role) + (f", {where}" if where and where != "all" else "")


def _refused(event: AuditEvent, _names: Names) -> str:
    return f"was refused the {event.object_kind} {event.object_id}"


def _answer_saved(event: AuditEvent, names: Names) -> str:
    where = _return(event, names)
    if "answers" in event.detail:
        return f"entered {_number(event, 'answers', 'answer', 'answers')} for {where}"
    found = names.returns.get(event.object_id)
    item = _item(event, names, found.round if found else None)
    if event.detail.get("part") == "comment":
        return f"saved a comment on {item} for {where}"
    return f"saved an answer to {item} for {where}"


def _return_submitted(event: AuditEvent, names: Names) -> str:
    where = _return(event, names)
    if "answers" in event.detail:
        answers = _number(event, "answers", "answer", "answers")
        return f"entered the whole self-assessment of {where} ({answers}) and submitted it"
    return f"submitted the self-assessment of {where}"


def _deadline_set(event: AuditEvent, names: Names) -> str:
    whose = _return(event, names) if event.object_kind == "return" else _year(event, names)
    day = str(event.detail.get("day", ""))
    if not day:
        return f"removed the extra time of {whose}"
    return f"set the last day of {whose} to {clock.day_in_words(date.fromisoformat(day))}"


def _shared(event: AuditEvent, names: Names) -> str:
    found = names.returns.get(event.object_id)
    pack = names.packs.get(found.round.pack_snapshot_id) if found else None
    theme = str(event.detail.get("theme", ""))
    titles = {one.id: one.title for one in pack.themes} if pack else {}
    return f"{titles.get(theme, theme)} in {_return(event, names)}"


def _level_agreed(event: AuditEvent, names: Names) -> str:
    item = _item(event, names, names.rounds.get(event.object_id))
    return f"agreed a level on {item} for {_year(event, names)}"


def _medians_accepted(event: AuditEvent, names: Names) -> str:
    questions = _number(event, "questions", "question", "questions")
    return f"accepted the partners' median on {questions} for {_year(event, names)}"


def _replied(event: AuditEvent, names: Names) -> str:
    item = _item(event, names, names.rounds.get(event.object_id))
    return f"replied to the agreed level on {item} for {_year(event, names)}"


def _reply_settled(event: AuditEvent, names: Names) -> str:
    item = _item(event, names, names.rounds.get(event.object_id))
    if event.detail.get("outcome") == "stands":
        return f"marked a reply to {item} as a disagreement that remains for {_year(event, names)}"
    return f"answered a reply to {item} for {_year(event, names)}"


def _closes(event: AuditEvent) -> str:
    try:
        return clock.day_in_words(date.fromisoformat(str(event.detail.get("closes"))))
    except ValueError:
        return "a day that is not known"


def _signature(event: AuditEvent) -> str:
    return f"version {event.detail.get('version')}, hash {str(event.detail.get('hash', ''))[:12]}…"


_WORDS: Mapping[str, Callable[[AuditEvent, Names], str]] = {
    Event.SIGNED_IN: _signed_in,
    Event.SIGN_IN_FAILED: lambda _event, _names: "failed to sign in",
    Event.SIGNED_OUT: lambda _event, _names: "signed out",
    Event.SIGNED_OUT_EVERYWHERE: lambda _event, _names: "signed out everywhere",
    Event.PASSWORD_SET: lambda _event, _names: "set a new password",
    Event.RESET_ASKED: _reset_asked,
    Event.INVITED: lambda event, names: f"invited {_other(event, names)}",
    Event.INVITATION_ACCEPTED: lambda _event, _names: "accepted the invitation",
    Event.ROLE_GIVEN: lambda e, names: f"gave {_other(e, names)} a role: {_role(e, names)}",
    Event.ROLE_TAKEN: lambda e, names: f"removed a role from {_other(e, names)}: {_role(e, names)}",
    Event.DISABLED: lambda event, names: f"disabled the account of {_other(event, names)}",
    Event.ENABLED: lambda event, names: f"enabled the account of {_other(event, names)}",
    Event.ERASED: lambda event, _names: f"erased a person ({event.object_id})",
    Event.REFUSED: _refused,
    Event.ANSWER_SAVED: _answer_saved,
    Event.WORKBOOK_IMPORTED: lambda event, names: (
        f"saved {_number(event, 'answers', 'answer', 'answers')} from a spreadsheet for "
        + _return(event, names)
    ),
    Event.RETURN_SUBMITTED: _return_submitted,
    Event.LAST_YEAR_TAKEN: lambda event, names: (
        f"took over {_number(event, 'answers', 'answer', 'answers')} of last year for "
        + _return(event, names)
    ),
    Event.LAST_YEAR_TAKEN_BACK: lambda event, names: (
        "undid taking over last year's answers for "
        f"{_return(event, names)} ({_number(event, 'answers', 'answer', 'answers')})"
    ),
    Event.EVIDENCE_ADDED: lambda _event, _names: "added a piece of evidence",
    Event.EVIDENCE_CHANGED: lambda _event, _names: "changed a piece of evidence",
    Event.EVIDENCE_REMOVED: lambda _event, _names: "removed a piece of evidence",
    Event.EVIDENCE_LINKED: lambda event, names: (
        f"changed which evidence supports the answers of {_return(event, names)}"
    ),
    Event.DEADLINE_SET: _deadline_set,
    Event.APOLOGIES_NOTED: lambda event, names: f"noted apologies of {_return(event, names)}",
    Event.APOLOGIES_TAKEN_BACK: lambda event, names: (
        f"removed the apologies of {_return(event, names)}"
    ),
    Event.RETURN_REOPENED: lambda event, names: (
        f"opened the self-assessment of {_return(event, names)} again"
    ),
    Event.THEME_DELEGATED: lambda event, names: f"asked a colleague for {_shared(event, names)}",
    Event.DELEGATION_ENDED: lambda event, names: (
        f"no longer asks a particular person for {_shared(event, names)}"
    ),
    Event.REMINDER_SENT: lambda event, names: (
        f"sent a reminder about the self-assessment of {_return(event, names)}"
    ),
    Event.PARTNER_JOINED: lambda event, names: f"added {_return(event, names)}",
    Event.PARTNER_TAKEN_OUT: lambda event, names: (
        f"removed {event.detail.get('partner', 'a partner')} from the round of "
        + _year(event, names)
    ),
    Event.LEVEL_AGREED: _level_agreed,
    Event.MEDIANS_ACCEPTED: _medians_accepted,
    Event.REPLIED: _replied,
    Event.REPLY_SETTLED: _reply_settled,
    Event.VOICE_KEPT: lambda event, names: f"entered what families said for {_year(event, names)}",
    Event.VOICE_DROPPED: lambda event, names: (
        f"removed what families said for {_year(event, names)}"
    ),
    Event.NOTE_KEPT: lambda event, names: f"changed a note for readers of {_year(event, names)}",
    Event.REOPENED: lambda event, names: (
        f"reopened {_year(event, names)} (version {event.detail.get('version')})"
    ),
    Event.ROUND_OPENED: lambda event, names: (
        f"opened the round of {_year(event, names)} with "
        + _number(event, "partners", "partner", "partners")
    ),
    Event.PACK_PUBLISHED: lambda event, _names: (
        f"published the questionnaire {event.detail.get('pack')}"
    ),
    Event.CYCLE_OPENED: lambda event, _names: (
        f"opened the year {event.object_id} with the questionnaire {event.detail.get('pack')}"
    ),
    Event.PARTNERS_ADDED: lambda event, _names: (
        f"added {_number(event, 'partners', 'partner', 'partners')}"
    ),
    Event.RESPONSES_KEPT: lambda event, names: (
        f"sent {_number(event, 'responses', 'response', 'responses')} to the survey of "
        + _year(event, names)
        if "responses" in event.detail
        else f"answered the survey of {_year(event, names)} on this day"
    ),
    Event.SURVEY_OPENED: lambda event, names: (
        f"made the link to the survey of {_year(event, names)}, open until {_closes(event)}"
    ),
    Event.SURVEY_REPLACED: lambda event, names: (
        f"replaced the link to the survey of {_year(event, names)}"
    ),
    Event.SURVEY_CLOSES: lambda event, names: (
        f"set the last day of the survey of {_year(event, names)} to {_closes(event)}"
    ),
    Event.SIGNED_OFF: lambda event, names: (
        f"signed off {_year(event, names)} ({_signature(event)})"
    ),
    Event.CARRIED_OVER: lambda event, names: (
        f"carried over the results of {_year(event, names)}, signed elsewhere ({_signature(event)})"
    ),
    Event.NEIGHBOURS_LOADED: lambda event, _names: (
        f"loaded the statistical neighbours of {_number(event, 'trusts', 'Trust', 'Trusts')}"
    ),
    Event.EXPORTED: lambda event, _names: f"downloaded {event.object_id}",
}
