"""Why something of a plan was not done, in a sentence: what happened and what to do now."""

from owf.access.errors import Refused
from owf.store.plans.facts import ActionFacts, UpdateFacts


class ActionChanged(Refused):
    """Somebody else changed the same action meanwhile; ``current`` is what is kept now."""

    def __init__(self, sentence: str, current: ActionFacts) -> None:
        super().__init__(sentence)
        self.current = current


class UpdateChanged(Refused):
    """Somebody else changed the same update meanwhile; ``current`` is what is kept now."""

    def __init__(self, sentence: str, current: UpdateFacts) -> None:
        super().__init__(sentence)
        self.current = current


class QuarterClosed(Refused):
    """The quarter was closed while somebody wrote; ``open_quarter`` takes updates now, in words."""

    def __init__(self, sentence: str, open_quarter: str) -> None:
        super().__init__(sentence)
        self.open_quarter = open_quarter
