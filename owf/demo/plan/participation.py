"""Key priority 3 of the demonstration's plan: participation. All made up."""

from datetime import date

from owf.demo.plan.content import (
    PARTICIPATION,
    Again,
    Checked,
    Planned,
    Step,
    done,
    going,
    not_started,
    unsure,
    worried,
)

_OBJECTIVE = "Children, young people and families help to shape the workforce that they meet."

ACTIONS = (
    Planned(
        key="involving",
        priority=PARTICIPATION,
        objective=_OBJECTIVE,
        what=(
            "Train staff of all partners in asking children and families and in telling them what "
            "came of it, with young people among the trainers."
        ),
        lead="youth-offending",
        partners=("health", "schools", "voluntary", "sport"),
        resources="9,000 pounds a year; six young trainers who are paid by the day.",
        risk="Only those come who do it well already.",
        mitigation="Each partner sends a list of teams and not of volunteers.",
        measure="Teams with two people or more who have been trained",
        baseline="14 of 120",
        target="100 of 120",
        items=(("caf-11", 4), ("is-12", 4), ("ma-13", 4)),
        gaps=("aspect:involvement",),
        steps=(
            Step("A training programme for all partners is running.", date(2010, 2, 18)),
            Step(
                "What keeps families from taking part is known and dealt with.", date(2011, 3, 24)
            ),
            Step("100 of 120 teams have two trained people.", date(2011, 12, 1)),
        ),
        told=(
            going("Six young people chosen as trainers."),
            going("First two courses held. Feedback is good."),
            going("29 teams."),
            going("Programme runs every month. 41 teams."),
            going("52 teams.", "Two clinics changed their hours after asking."),
            unsure("Summer was quiet. 55 teams."),
            going("68 teams."),
            going("Bus fares and meeting times were dealt with. 79 teams."),
            None,
            going("91 teams."),
            done("102 of 120 teams.", "Families get an answer within six weeks in most places."),
        ),
        checks=(
            Checked(
                date(2011, 12, 20),
                "schools",
                "We compared the lists of training with the lists of teams. 102 is right.",
            ),
        ),
    ),
    Planned(
        key="staff-and-families",
        priority=PARTICIPATION,
        objective=_OBJECTIVE,
        what=(
            "Let practitioners and parents sit in groups that plan joint services, and let young "
            "people take part when staff are chosen."
        ),
        lead="voluntary",
        partners=("council-workforce", "childrens-hr", "health"),
        resources="Fares and child care, 4,000 pounds a year.",
        risk="Few people carry all of it.",
        mitigation="A pool of 30 parents and 30 young people, with a worker to support them.",
        measure="Planning groups with practitioners and parents",
        baseline="3 of 16",
        target="16 of 16",
        items=(("ma-11", 5), ("ma-13", 4), ("caf-11", 4)),
        gaps=("item:ma-11",),
        steps=(
            Step("Two partners have tried it out and looked at how it went.", date(2010, 3, 16)),
            Step("Most partners do it.", date(2011, 3, 31)),
            Step(
                "All partners do it.",
                None,
                (
                    Again(
                        date(2012, 3, 14),
                        date(2012, 10, 1),
                        "Sport and police choose their staff by rules of their own bodies.",
                    ),
                ),
            ),
        ),
        told=(
            going("Health and early years will try it out."),
            going("Five young people helped to choose a school nurse."),
            going("Practitioners joined four planning groups."),
            going("Both trials looked at: it takes longer and is worth it."),
            going("Pool of 22 parents and 17 young people."),
            going("Eight of 16 groups."),
            unsure("Our worker for the pool has left."),
            going("Nine of twelve partners. New worker began in March."),
            going("Eleven of 16 groups.", "A waiting room and two letters were changed."),
            None,
            going("13 of 16 groups."),
            unsure("14 of 16 groups. Two partners cannot change how they choose staff."),
            None,
        ),
    ),
    Planned(
        key="voluntary-groups",
        priority=PARTICIPATION,
        objective=_OBJECTIVE,
        what=(
            "Give voluntary groups an equal say: two seats with a vote in each locality meeting, a "
            "paid morning, and papers ten days before."
        ),
        lead="voluntary",
        partners=("council-workforce", "schools", "sport"),
        resources="6,000 pounds a year from all partners.",
        risk="Small groups have nobody to send.",
        mitigation="The council for voluntary service sends somebody for several of them.",
        measure="Locality meetings with two voluntary groups or more",
        baseline="15 of 36 in 2008",
        target="32 of 36",
        items=(("ma-12", 4), ("ma-02", 4)),
        gaps=("item:ma-12",),
        steps=(
            Step(
                "Seats and votes are agreed in all localities.",
                date(2010, 11, 4),
                (
                    Again(
                        date(2010, 3, 8),
                        date(2010, 10, 1),
                        "Two localities want to decide after their elections.",
                    ),
                ),
            ),
            Step(
                "Mornings are paid.",
                date(2011, 6, 16),
                (
                    Again(
                        date(2011, 3, 7),
                        date(2011, 7, 1),
                        "The money is there from the new financial year.",
                    ),
                ),
            ),
            Step("Groups are at nine meetings of ten.", date(2012, 3, 20)),
        ),
        told=(
            unsure("Two localities agree, three talk about it."),
            unsure("Three localities agree."),
            unsure("No change."),
            worried("Two localities put off their decision until after the summer."),
            unsure("Papers come ten days before in all localities."),
            unsure("Four of five."),
            going("All five since 4 November."),
            going("Groups were at 24 of 36 meetings in 2010."),
            going("Mornings are paid since June."),
            going("29 of the last 36."),
            None,
            going("33 of the last 36 meetings.", "Two projects are led by voluntary groups."),
            done("33 of 36 again.", "Groups say that they are asked before things are decided."),
        ),
    ),
)

ADDED = Planned(
    key="telling-staff",
    priority=PARTICIPATION,
    objective=_OBJECTIVE,
    what=(
        "Show practitioners the results of the self-evaluation within three months, team by team, "
        "and ask what leaders see differently from them."
    ),
    lead="council-workforce",
    partners=("health", "schools", "social-care"),
    resources="Ten days of the coordinator for workforce development.",
    risk="Staff are asked and hear nothing again.",
    mitigation="A list of what was said and what was done, four times a year.",
    measure="Teams in which results were talked about",
    baseline="0 of 120",
    target="90 of 120",
    items=(("ma-11", 5), ("is-06", 4), ("caf-10", 4)),
    gaps=("overall",),
    steps=(
        Step("The way of telling staff is agreed.", date(2011, 2, 10)),
        Step(
            "Half of the teams have talked about their results.",
            date(2012, 3, 15),
            note="64 of 120 teams.",
        ),
        Step("Three in four teams have."),
    ),
    told=(
        None,
        None,
        None,
        None,
        not_started(),
        going("First results shown in eleven teams."),
        going("19 teams. Leaders were surprised about advice lines."),
        going("One page for teams is agreed."),
        going("30 teams."),
        None,
        unsure("41 teams. Too few people to lead the talks."),
        going("64 teams.", "Three localities changed who takes part in planning."),
        None,
    ),
)
"""What the second version of the plan added in spring 2010, when "not now" had waited a year."""
