"""What Cambridgeshire's partners wrote beside their answers in the demonstration: all made up."""

from __future__ import annotations

COMMENTS: dict[tuple[int, str, str], str] = {
    (2008, "police", "caf-02"): "Neighbourhood teams ask for a one-page guide.",
    (2008, "police", "is-05"): "Officers ring the safeguarding desk; out of hours is slower.",
    (2008, "police", "ma-09"): "Two officers now sit with the locality team in Wisbech.",
    (2008, "police", "lp-01"): "We have not been told yet who may take the role.",
    (2009, "police", "caf-02"): "The guide went to all teams in March.",
    (2009, "police", "lp-05"): "Six officers have been on the course so far.",
    (2009, "schools", "lp-09"): "Schools still carry most of the work.",
    # Where partners see two different things: one question of each core theme, and a wider one.
    (2009, "early-years", "caf-08"): (
        "Our children's centres notice most needs before a child starts school, and offer a CAF "
        "there and then."
    ),
    (2009, "health", "caf-08"): "Health visitors offer a CAF at the first sign. It has grown fast.",
    (2009, "schools", "caf-08"): (
        "We notice early. What is missing is somebody to turn to while it is still small."
    ),
    (2009, "social-care", "caf-08"): (
        "Most families still come to us in a crisis. When we look back, somebody had been worried "
        "for a year or more."
    ),
    (2009, "youth-offending", "caf-08"): (
        "The young people we meet are 14 and older. Few of them had a CAF when they were younger."
    ),
    (2009, "council-workforce", "lp-07"): (
        "On our list, nearly every family with two agencies or more has a name beside it."
    ),
    (2009, "social-care", "lp-07"): (
        "In the localities that have started, each family has a named person. The rest follow in "
        "the autumn."
    ),
    (2009, "schools", "lp-07"): (
        "Few of our parents could say who theirs is. Often the head teacher fills the gap."
    ),
    (2009, "voluntary", "lp-07"): (
        "Families tell our volunteers about four or five workers, and of nobody who holds it "
        "together."
    ),
    (2009, "health", "is-08"): (
        "Since our link nurses ring the other team the same day, hardly anything comes too late."
    ),
    (2009, "lscb", "is-08"): (
        "In the cases that we looked at this year, the people who had to know did know in time."
    ),
    (2009, "early-years", "is-08"): "It depends on whether we happen to know the right person.",
    (2009, "schools", "is-08"): "We often hear of a move or of a new foster home from the child.",
    (2009, "voluntary", "is-08"): (
        "News reaches us last. We are glad of every call, but the plan is made by then."
    ),
    (2009, "council-workforce", "ma-12"): (
        "Voluntary groups have two seats on the board and chair one of its groups."
    ),
    (
        2009,
        "health",
        "ma-12",
    ): "Young people's counselling is planned with the charity that runs it.",
    (2009, "voluntary", "ma-12"): (
        "We are asked, and asked kindly, but late. Small groups have nobody to send on a Tuesday "
        "morning."
    ),
    (2009, "sport", "ma-12"): "Clubs meet thousands of children and were not at the table yet.",
    (
        2009,
        "early-years",
        "ma-12",
    ): "Playgroups hear what was decided. They would like to be asked.",
    (2009, "social-care", "be-04"): (
        "When we disagree with a school we ring the head teacher and say so. It nearly always ends "
        "well."
    ),
    (2009, "lscb", "be-04"): "At our meetings people say plainly when they see it differently.",
    (2009, "schools", "be-04"): (
        "When we ask why a case was closed, we are told that it was closed. There is nobody else "
        "to turn to."
    ),
    (2009, "voluntary", "be-04"): (
        "Small groups live on grants from those whom they would have to challenge."
    ),
    (2009, "youth-offending", "be-04"): (
        "Whoever speaks up is told that it is another agency's business."
    ),
    # High on shared purpose, low on results, and not much to show for either.
    (2009, "early-years", "si-02"): "Of course the children were asked.",
    (2009, "health", "si-03"): "Ask any of our ward managers: they will tell you.",
    (2009, "schools", "cr-02"): "Everybody here knows who does what.",
    (2009, "lscb", "of-05"): "We think that most of it helped, but nobody has looked.",
    (2009, "schools", "of-05"): "We hear of the next plan before we hear what the last one did.",
}
"""(year, sector, item) -> what that partner of Cambridgeshire wrote."""
