"""What a partner should know of a return that it submitted: what was agreed, and what reopened."""

from __future__ import annotations

from markupsafe import Markup

from owf import clock
from owf.assessment.return_news import ReturnNews, news_of_return
from owf.store import get_store
from owf.store.reopenings import ReopeningFacts as RoundReopening
from owf.store.running import ReopeningFacts as ReturnReopening
from owf.web import html
from owf.web.frame import signed_in


def return_news(partner_id: int, year: int) -> None:
    """Draw it, on the start page and on the return itself; nothing where nothing happened."""
    news = news_of_return(get_store(), signed_in(), partner_id, year)
    if news.return_reopened is not None:
        html.notice(return_reopened(news.return_reopened))
    if news.round_reopened is not None:
        html.notice(_round_reopened(news, news.round_reopened))
    if news.agreed:
        html.notice(_agreed(news))


def return_reopened(facts: ReturnReopening) -> Markup:
    """That the coordinator opened a submitted return again, why, and what to do now."""
    return Markup(
        "<strong>{} reopened your self-assessment on {}:</strong> {} All your answers "
        "are still here. Change what you need to, then check and submit it again."
    ).format(facts.by or "Your coordinator", clock.in_words(facts.at), _sentence(facts.reason))


def _round_reopened(news: ReturnNews, facts: RoundReopening) -> Markup:
    return Markup(
        "<strong>The chair of {} reopened the signed results on {}:</strong> {} The steering "
        "group may change agreed levels, and you can reply to each again until they are signed."
    ).format(news.trust_name, clock.in_words(facts.reopened_at), _sentence(facts.reason))


def _agreed(news: ReturnNews) -> Markup:
    number, same = news.agreed, news.agreed - news.differing - news.without_own
    parts = [
        f"{news.differing} {'differs' if news.differing == 1 else 'differ'} from yours"
        if news.differing
        else "none differs from yours",
        *([f"{same} {'is' if same == 1 else 'are'} the same"] if same else []),
        *([f"on {news.without_own} you gave no level"] if news.without_own else []),
    ]
    so_far = "" if news.is_signed else " so far"
    return Markup("<strong>{} agreed in {}{}:</strong> {}. {}").format(
        "1 level was" if number == 1 else f"{number} levels were",
        news.trust_name,
        so_far,
        ", ".join(parts),
        _reply(news),
    )


def _reply(news: ReturnNews) -> str:
    replied = f" You have replied to {news.replied}." if news.replied else ""
    if news.is_signed:
        return f"The chair has signed, so no more replies can be added.{replied}"
    return (
        "You can reply once to each level, on the page of your self-assessment, until the chair "
        f"signs.{replied}"
    )


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
