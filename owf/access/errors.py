"""Why somebody may not, or something is not there, in a sentence for the person."""


class Refused(Exception):
    """For the person who asked; ``field`` names the field of a form that has to change."""

    def __init__(self, sentence: str = "", *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class NotAllowed(Refused):
    """The policy says no."""


class NotFound(Refused):
    """There is no such Trust, year, return or person."""


class PasswordRefused(Refused):
    """A new password is too short, or one that others guess first."""


class WrongPassword(PasswordRefused):
    """What was given as one's present password is not."""


class SignInRefused(Refused):
    """Nobody was signed in: the e-mail address or the password is wrong, or it must wait."""


class MustWait(SignInRefused):
    """``seconds`` until the next try is looked at."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class LinkRefused(Refused):
    """A one-time link is unknown, used or too old."""


class PersonRefused(Refused):
    """What was entered of a person cannot be kept; the sentence says what to change."""
