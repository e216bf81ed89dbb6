"""The words that packs choose from: who is asked, what is no score, and what an item belongs to."""

from enum import StrEnum


class NonScore(StrEnum):
    """An answer that is not a number: counted as a rate, never averaged (METHOD 1)."""

    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"


class Audience(StrEnum):
    """Who answers: a partner's shared return, or a person in the practitioner survey."""

    LEADERS = "leaders"
    PRACTITIONERS = "practitioners"


class ItemAudience(StrEnum):
    """Who is asked an item.

    ``LEADERS``: in a partner's shared return only. ``STEERING``: there too, and its answer is for
    the partner's member of the steering group to give (decision 0012). ``ALL``: in the return and
    in the practitioners' survey.
    """

    LEADERS = "leaders"
    STEERING = "steering"
    ALL = "all"


class Outcome(StrEnum):
    """The five outcomes of Every Child Matters."""

    HEALTHY = "be-healthy"
    SAFE = "stay-safe"
    ENJOY = "enjoy-and-achieve"
    CONTRIBUTE = "make-a-positive-contribution"
    ECONOMIC = "achieve-economic-well-being"


class CommonCore(StrEnum):
    """The six areas of the Common Core (evidence base of December 2008, after paragraph 5.21)."""

    COMMUNICATION = "effective-communication-and-engagement"
    DEVELOPMENT = "child-and-young-person-development"
    SAFEGUARDING = "safeguarding-and-promoting-welfare"
    TRANSITIONS = "supporting-transitions"
    MULTI_AGENCY = "multi-agency-working"
    SHARING = "sharing-information"


class Viewpoint(StrEnum):
    """From whose place a question looks."""

    CHILD = "child"
    PRACTITIONER = "practitioner"
    TEAM = "team"
    SERVICE = "service"
    TRUST = "trust"
