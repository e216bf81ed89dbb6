"""How long a questionnaire takes to answer, worked out from what there is to read and to choose."""

from math import ceil

from owf.questionnaire.items import Audience
from owf.questionnaire.models import Pack

WORDS_A_MINUTE = 238
"""Silent reading of English that is no story.

Brysbaert (2019), Journal of Memory and Language 109, 104047.
"""
SECONDS_TO_CHOOSE = 5
"""To make up one's mind on a statement that was read, and to tap: an assumption of ours.

With the reading it makes about 15 seconds for a statement; Pew Research Center counts about 10 for
an ordinary question of its online panel, without a hint (2022).
"""


def minutes_to_answer(pack: Pack, audience: Audience) -> int:
    """Whole minutes, rounded up, with hints and introductions, without what is folded away."""
    items = pack.items_for(audience)
    asked = set(items)
    texts = [theme.intro for theme in pack.themes if asked.intersection(theme.items)]
    for item in items:
        texts += [item.text, item.hint]
    words = sum(len(text.split()) for text in texts)
    return ceil(words / WORDS_A_MINUTE + len(items) * SECONDS_TO_CHOOSE / 60)


def minutes_in_words(minutes: int) -> str:
    """``11 minutes``, or ``a minute``."""
    return "a minute" if minutes == 1 else f"{minutes} minutes"
