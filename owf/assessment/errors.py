"""Why something was not done, in a sentence for the person: what happened and what to do now."""

from owf.access.errors import NotAllowed, NotFound, Refused
from owf.store.answers import StoredAgreement, StoredAnswer

__all__ = [
    "AgreementChanged",
    "AnswerChanged",
    "AnsweredAlready",
    "ChangedSinceRead",
    "DeadlinePassed",
    "Incomplete",
    "Locked",
    "NoSuchSurvey",
    "NotAllowed",
    "NotBegun",
    "NotFound",
    "OutsideScale",
    "PackChanged",
    "ReasonNeeded",
    "Refused",
    "ResponseRefused",
    "SurveyClosed",
    "Unreadable",
]


class Locked(Refused):
    """The return was submitted or the round signed."""


class DeadlinePassed(Refused):
    """The last day for answers is over; what was saved before counts."""


class OutsideScale(Refused):
    """A level that the questionnaire's scale does not have, or an unknown item."""


class ReasonNeeded(Refused):
    """An agreed level away from the partners' middle needs its reason."""


class Incomplete(Refused):
    """Something is still missing; ``missing`` says what, one entry each."""

    def __init__(self, sentence: str, missing: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.missing = missing


class PackChanged(Refused):
    """A published questionnaire is no longer what it was; ``changes`` says each thing in words."""

    def __init__(self, sentence: str, changes: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.changes = changes


class ChangedSinceRead(Refused):
    """What is to be signed is not what the person read."""


class Unreadable(Refused):
    """A file that was given has faults; ``problems`` names each with its line."""

    def __init__(self, sentence: str, problems: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.problems = problems


class NoSuchSurvey(NotFound):
    """A survey's link leads nowhere."""


class SurveyClosed(Refused):
    """A survey's link takes no answers any more; ``title`` heads the page that says so."""

    def __init__(self, title: str, sentence: str) -> None:
        super().__init__(sentence)
        self.title = title


class AnsweredAlready(Refused):
    """A device has sent its response to a survey already."""


class NotBegun(Refused):
    """A device has not started the survey, or longer ago than drafts are kept."""


class ResponseRefused(Refused):
    """A response to a survey cannot be kept as it is."""


class AnswerChanged(Refused):
    """Somebody else changed the same answer meanwhile; ``current`` is what is stored now."""

    def __init__(self, sentence: str, current: StoredAnswer) -> None:
        super().__init__(sentence)
        self.current = current


class AgreementChanged(Refused):
    """Somebody else changed the same agreed level meanwhile; ``by`` is their name."""

    def __init__(self, sentence: str, current: StoredAgreement, by: str | None = None) -> None:
        super().__init__(sentence)
        self.current = current
        self.by = by
