"""What the survey's pages show: the start, a theme's questions, the thanks, and why not."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from owf import clock
from owf.assessment.asked_items import Choice, choice_of, choices_of, words_of
from owf.assessment.survey.responding import LONGEST_COMMENT, ROLE_TITLES, Screen, Sitting
from owf.benchmark.agreement.practitioners import FEWEST_PERSONS
from owf.questionnaire import Audience, Item, NonScore, Pack
from owf.questionnaire.answering_time import minutes_in_words, minutes_to_answer
from owf.store.cache import cached
from owf.store.tables import Partner
from owf.web.server.forms import form_page
from owf.web.server.plain import plain_page, problem_page
from owf.web.server.templates import TEMPLATES

ANSWER = "answer-"
"""Before an item's id it is the name of its field."""
NOTHING: Mapping[str, str] = {}


def start_page(
    request: Request,
    sitting: Sitting,
    partners: Sequence[Partner],
    *,
    tag: str,
    sent: Mapping[str, str] = NOTHING,
    problem: str = "",
    problem_field: str = "",
    status_code: int = 200,
) -> Response:
    draft, link = sitting.draft, sitting.link
    place, role = "", ""
    if draft is not None:
        named = "" if draft.partner_id is None else f":{draft.partner_id}"
        place, role = f"{draft.sector_id}{named}", draft.role
    return form_page(
        request,
        "survey-start.html",
        status_code=status_code,
        path=request.url.path,
        trust=link.trust_name,
        year=link.year,
        closes=clock.day_in_words(link.closes),
        fewest=_number_in_words(FEWEST_PERSONS),
        statements=len(sitting.pack.items_for(Audience.PRACTITIONERS)),
        minutes=minutes_in_words(minutes_to_answer(sitting.pack, Audience.PRACTITIONERS)),
        places=_workplaces(sitting.pack, partners),
        roles=ROLE_TITLES.items(),
        place=sent.get("place", place),
        role=sent.get("role", role),
        has_begun=draft is not None,
        tag=tag,
        problem=problem,
        problem_field=problem_field,
    )


def theme_page(
    request: Request,
    sitting: Sitting,
    screen: Screen,
    *,
    tag: str,
    sent: Mapping[str, str] = NOTHING,
    problem: str = "",
    status_code: int = 200,
) -> Response:
    themes = [one.theme.id for one in sitting.screens]
    number = themes.index(screen.theme.id) + 1
    written = sitting.draft.comment if sitting.draft else ""
    return form_page(
        request,
        "survey-theme.html",
        status_code=status_code,
        path=request.url.path,
        trust=sitting.link.trust_name,
        year=sitting.link.year,
        tag=tag,
        theme=screen.theme,
        number=number,
        of=len(themes),
        is_last=number == len(themes),
        statements=_counted_statements(len(screen.items)),
        levels=_level_descriptions(sitting.pack, screen),
        questions=_questions_html(sitting, screen, sent),
        has_grown="more" in request.query_params,
        comment=sent.get("comment", written),
        longest=LONGEST_COMMENT,
        fewest=_number_in_words(FEWEST_PERSONS),
        problem=problem,
        problem_field="comment" if "comment" in problem else "",
    )


def begun_page(request: Request, unfinished: Sequence[tuple[str, Sitting]]) -> Response:
    """Where somebody has begun at this browser: only they go on, anybody else starts again.

    ``unfinished`` are the tag and sitting of each; nothing that they entered is on the page.
    """
    return form_page(
        request,
        "survey-begun.html",
        path=request.url.path,
        trust=unfinished[0][1].link.trust_name,
        year=unfinished[0][1].link.year,
        begun=[_begun_fields(tag, sitting) for tag, sitting in unfinished],
    )


def _begun_fields(tag: str, sitting: Sitting) -> dict[str, object]:
    screen, draft = sitting.first_open_screen, sitting.draft
    if screen is None or draft is None:
        raise ValueError("somebody who has begun has a theme to answer")
    return {
        "tag": tag,
        "when": clock.in_words(draft.started_at),
        "number": sitting.screens.index(screen) + 1,
        "of": len(sitting.screens),
        "title": screen.theme.title,
    }


def answered_page(request: Request) -> Response:
    return form_page(request, "survey-answered.html", path=request.url.path)


def thanks_page(request: Request) -> Response:
    return plain_page(
        "survey-done.html", path=request.url.path, fewest=_number_in_words(FEWEST_PERSONS)
    )


def closed_page(title: str, sentence: str) -> Response:
    return plain_page("survey-stopped.html", status_code=410, heading=title, sentence=sentence)


def nowhere_page() -> Response:
    """A link that leads nowhere; it says nothing of any survey that there is."""
    return problem_page(
        "This link is not whole",
        "There is no such page. A part of the address is missing, often its end, or it was typed "
        "wrongly.",
        status_code=404,
        to_do="If it came in an e-mail or a newsletter, copy all of it into the address bar: some "
        "programs break long addresses in two. If that does not help, ask the person who sent it "
        "to you for the link again.",
    )


def wait_page(seconds: int, sentence: str, to_do: str) -> Response:
    how_long = (
        f"{seconds} seconds" if seconds < 120 else minutes_in_words(max(1, round(seconds / 60)))
    )
    return plain_page(
        "survey-stopped.html",
        status_code=429,
        headers={"Retry-After": str(seconds)},
        heading="Please wait a little",
        sentence=f"{sentence} Try again in {how_long}.",
        to_do=to_do,
    )


def _number_in_words(number: int) -> str:
    return {5: "five"}.get(number, str(number))


def _counted_statements(number: int) -> str:
    return "1 statement" if number == 1 else f"{number} statements"


def _workplaces(
    pack: Pack, partners: Sequence[Partner]
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (
            sector.id,
            sector.title,
            [(f"{sector.id}:{one.id}", one.name) for one in partners if one.sector_id == sector.id],
        )
        for sector in pack.sectors
    ]


def _level_descriptions(pack: Pack, screen: Screen) -> list[tuple[str, str]]:
    scale = pack.scale_of(screen.items[0])
    described = scale.descriptors.get(screen.theme.id, {})
    return [(words_of(scale, value), text) for value, text in sorted(described.items())]


def _questions_html(sitting: Sitting, screen: Screen, sent: Mapping[str, str]) -> Markup:
    is_blank = not sent and sitting.given.keys().isdisjoint(_item_ids(screen))
    return (
        _blank_questions(sitting, screen) if is_blank else _drawn_questions(sitting, screen, sent)
    )


def _item_ids(screen: Screen) -> tuple[str, ...]:
    return tuple(item.id for item in screen.items)


# As most people get them: drawing them is most work.
@cached(200, key=lambda sitting, screen: (sitting.link.pack_digest, _item_ids(screen)))
def _blank_questions(sitting: Sitting, screen: Screen) -> Markup:
    return _drawn_questions(sitting, screen, {})


def _drawn_questions(sitting: Sitting, screen: Screen, sent: Mapping[str, str]) -> Markup:
    template = TEMPLATES.get_template("survey-questions.html")
    # Escaped by the template.
    return Markup(  # noqa: S704
        template.render(questions=[_question_fields(sitting, item, sent) for item in screen.items])
    )


def _question_fields(sitting: Sitting, item: Item, sent: Mapping[str, str]) -> dict[str, object]:
    scale = sitting.pack.scale_of(item)
    given = choice_of(sitting.given.get(item.id))
    chosen = sent.get(f"{ANSWER}{item.id}", "" if given is None else _value(given))
    offered = [
        (_value(one), words_of(scale, one), isinstance(one, NonScore)) for one in choices_of(scale)
    ]
    return {
        "name": f"{ANSWER}{item.id}",
        "text": item.text,
        "hint": item.hint,
        "chosen": chosen,
        "levels": [(value, words) for value, words, is_apart in offered if not is_apart],
        "apart": [(value, words) for value, words, is_apart in offered if is_apart],
    }


def _value(choice: Choice) -> str:
    return choice.value if isinstance(choice, NonScore) else str(choice)
