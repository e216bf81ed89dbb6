"""Context notes: what readers of a Trust's results must know, until the chair signs them."""

from owf.access import Actor, audit
from owf.access.audit import Event
from owf.assessment.errors import NotFound, OutsideScale
from owf.assessment.moderation.agreeing import round_to_moderate
from owf.assessment.packs import pack_of
from owf.assessment.texts import refuse_longer
from owf.questionnaire import Pack
from owf.store import Store, results
from owf.store.results import Note
from owf.texts import clean_text

NOTE_LIMIT = 500


def keep_note(store: Store, who: Actor, round_id: int, note: Note) -> None:
    """One that exists (by ``id``) changes only its text; an empty text removes it."""
    text = clean_text(note.text)
    refuse_longer("The note", text, NOTE_LIMIT)
    with store.writing() as session:
        in_round = round_to_moderate(session, who, round_id)
        if note.id:
            if note.id not in {one.id for one in results.notes_of_round(session, round_id)}:
                raise NotFound("This note no longer exists. Reload the page.")
            results.change_note(session, round_id, Note(note.theme, text, note.item, note.id))
        elif text:
            _refuse_unknown(pack_of(session, in_round.pack_snapshot_id), note)
            results.add_note(session, round_id, Note(note.theme, text, note.item))
        else:
            return
        audit.record_on(session, who, Event.NOTE_KEPT, in_round)


def _refuse_unknown(pack: Pack, note: Note) -> None:
    themes = {theme.id: {item.id for item in theme.items} for theme in pack.themes}
    if note.theme and note.theme not in themes:
        raise OutsideScale(f"There is no theme {note.theme!r}. Choose one from the questionnaire.")
    if note.item and note.item not in themes.get(note.theme, ()):
        raise OutsideScale(f"There is no question {note.item!r} in that theme. Choose another.")


def in_words(note: Note, pack: Pack) -> str:
    """A note as readers see it: one on a single question begins with its code."""
    if not note.item:
        return note.text
    code = next((item.code for item in pack.items if item.id == note.item), note.item)
    return f"on {code}: {note.text}"
