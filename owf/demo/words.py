"""What Cambridgeshire's partners wrote beside their answers in the demonstration: all made up."""

from collections.abc import Mapping, Sequence

from owf.demo.places import CAMBRIDGESHIRE, NORFOLK
from owf.store.results import Note

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
    (2009, "health", "ma-12"): (
        "Young people's counselling is planned with the charity that runs it."
    ),
    (2009, "voluntary", "ma-12"): (
        "We are asked, and asked kindly, but late. Small groups have nobody to send on a Tuesday "
        "morning."
    ),
    (2009, "sport", "ma-12"): "Clubs meet thousands of children and were not at the table yet.",
    (2009, "early-years", "ma-12"): (
        "Playgroups hear what was decided. They would like to be asked."
    ),
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
    (2010, "police", "lp-05"): "Two officers in each neighbourhood team have been on the course.",
    (2010, "schools", "lp-15"): "Heads count it in the timetable now, in most schools.",
    (2010, "schools", "lp-16"): "Some parents tell us so. Many still ring whoever they know.",
    (2010, "voluntary", "caf-10"): "Plans are looked at on time. It is the closing that waits.",
    (2011, "police", "is-10"): "What was decided is written down; why it was, less often.",
    (2011, "schools", "lp-11"): "In a term with three inspections we missed half of the meetings.",
    (2011, "health", "ma-15"): "Visits to hospital fell where the team sits under one roof.",
    (2011, "social-care", "caf-17"): "Some of the areas around us take our CAF as it is.",
    (2012, "police", "caf-02"): "A third edition of the guide is in every car.",
    (2012, "police", "caf-17"): (
        "Our force serves Peterborough too, so one form has to do for both."
    ),
    (2012, "police", "lp-05"): "All who joined since January have been on the course.",
    # Where partners see two different things, three years on.
    (2012, "council-workforce", "caf-17"): (
        "All areas around us have signed the agreement and named somebody for it."
    ),
    (2012, "health", "caf-17"): (
        "Our health visitors work on both sides of the border. The CAF goes with the child."
    ),
    (2012, "schools", "caf-17"): (
        "A third of our pupils live over the border. When they need help we begin again with "
        "another form."
    ),
    (2012, "social-care", "caf-17"): (
        "We have never been sent one from over there, nor asked for it."
    ),
    (2012, "voluntary", "caf-17"): "Nobody has told our groups near Peterborough what to do.",
    (2012, "council-workforce", "lp-08"): (
        "The form now asks the family whom they want, and in most cases they get that person."
    ),
    (2012, "health", "lp-08"): "Where a nurse is closest to a family, a nurse it is.",
    (2012, "childrens-hr", "lp-08"): "Job descriptions in every agency allow for it.",
    (2012, "schools", "lp-08"): (
        "Whoever filled in the form gets the job. That is the school, three times out of four."
    ),
    (2012, "youth-offending", "lp-08"): (
        "By the time we meet a young person it has been decided. We have yet to be asked."
    ),
    (2012, "voluntary", "lp-08"): "Families who trust a volunteer are given an officer.",
    (2012, "lscb", "is-12"): (
        "In this year's cases, each note said what the young person had asked for and why it was "
        "kept, or not."
    ),
    (2012, "social-care", "is-12"): "It is part of every supervision.",
    (2012, "youth-offending", "is-12"): (
        "Young people tell us things because we say at the start what we must pass on."
    ),
    (2012, "schools", "is-12"): (
        "Staff pass on everything, to be safe. Pupils know it, and no longer tell them."
    ),
    (2012, "voluntary", "is-12"): (
        "What a young person told our counsellor in confidence was read out at a meeting in March."
    ),
    (2012, "health", "ma-16"): (
        "Before the family centre in Wisbech opened we had planned for a third more referrals, and "
        "they came."
    ),
    (2012, "lscb", "ma-16"): "The board was told beforehand that figures would rise at first.",
    (2012, "youth-offending", "ma-16"): "We were given two posts for it before it opened.",
    (2012, "schools", "ma-16"): (
        "When the new team began, its list was full within a month and then closed."
    ),
    (2012, "social-care", "ma-16"): (
        "It came to us as referrals that nobody had planned for, all in one autumn."
    ),
    (2012, "voluntary", "ma-16"): "We heard of the new service from the families it turned away.",
    (2012, "health", "pa-03"): "Clinics pay the bus fare, and open until eight twice a week.",
    (2012, "lscb", "pa-03"): "Parents sat on the panel that looked at what keeps people away.",
    (2012, "schools", "pa-03"): (
        "Meetings are at ten in the morning. Parents who work on the land cannot come."
    ),
    (2012, "voluntary", "pa-03"): (
        "Letters go out in English only, in streets where half of the families speak Lithuanian or "
        "Portuguese."
    ),
    (2012, "youth-offending", "pa-03"): "Fares were paid back until last year.",
    # High on shared purpose, and not much to show for it.
    (2012, "health", "si-03"): "Everybody knows it by heart.",
    (2012, "sport", "si-02"): "They were certainly asked at some point.",
}
"""(year, sector, item) -> what that partner of Cambridgeshire wrote."""


LEAD_PROFESSIONAL_NOTE = (
    "The roll-out of the lead professional role in Cambridgeshire came after this survey."
)
"""The fact, not the wording, is from Cambridgeshire's Children's Workforce Strategy 2009-12."""

NOTES: Mapping[tuple[int, int], Sequence[Note]] = {
    (CAMBRIDGESHIRE, 2008): [Note("lead-professional", LEAD_PROFESSIONAL_NOTE)],
    (CAMBRIDGESHIRE, 2009): [
        Note(
            "lead-professional",
            "Three of five localities had begun with the role by June 2009, two begin in autumn.",
        )
    ],
    (CAMBRIDGESHIRE, 2010): [
        Note(
            "lead-professional",
            "All localities work with the role since January 2010. Families were asked for the "
            "first time this spring.",
            "lp-16",
        )
    ],
    (CAMBRIDGESHIRE, 2011): [
        Note(
            "multi-agency",
            "Figures on what joint work brings cover the two localities that share a base.",
        )
    ],
    (NORFOLK, 2011): [
        Note(
            "",
            "A joint service for families opened in autumn 2010 and met needs that no agency had "
            "known of. Partners rated with these families in mind.",
        )
    ],
}
"""(Trust, year) -> what readers of its results must know."""

AGREED: dict[tuple[int, str], tuple[int, str]] = {
    (2008, "is-05"): (
        4,
        "The safeguarding desk answers the same day. Partners that rated it lower had not heard "
        "of it yet, and have its number now.",
    ),
    (2008, "is-14"): (
        2,
        "Good examples were told at the meeting, but nobody has written one down. We go higher "
        "when we can show them.",
    ),
    (2009, "caf-08"): (
        2,
        "Those who see children early rate it high. Those who see them late know how many were "
        "missed, and the review of cases that came late bears them out.",
    ),
    (2009, "lp-07"): (
        2,
        "True in three localities of five. Every child means every child, so we wait for the "
        "other two.",
    ),
    (2010, "lp-16"): (
        2,
        "Twelve families have told us so far. We go higher when more have been asked.",
    ),
    (2011, "ma-15"): (
        2,
        "The figures are good and cover two localities. We cannot show it for the others yet.",
    ),
}
"""(year, item) -> the level that Cambridgeshire agreed outside its partners' middle, and why."""
