"""Key priority 1 of the demonstration's plan: inspiring leadership. All made up."""

from datetime import date

from owf.demo.plan.content import (
    LEADERSHIP,
    Again,
    Checked,
    Planned,
    Step,
    done,
    going,
    not_started,
    stopped,
    unsure,
    worried,
)

_OBJECTIVE = "Everybody who works with children in the county knows one vision and lives up to it."

ACTIONS = (
    Planned(
        key="vision",
        priority=LEADERSHIP,
        objective=_OBJECTIVE,
        what=(
            "Write one statement of vision, values and purpose with all partners, and ask "
            "children, young people and parents about it before it is agreed."
        ),
        lead="council-workforce",
        partners=("health", "schools", "voluntary", "police"),
        resources="12 days of the workforce team; 3,000 pounds for two events.",
        risk="The statement stays on paper and staff do not know it.",
        mitigation="It becomes part of induction and is read out at each partner's staff event.",
        measure="Partners whose governing body has adopted the statement",
        baseline="0 of 12",
        target="12 of 12",
        items=(("ma-01", 4), ("ma-02", 4)),
        gaps=(),
        steps=(
            Step(
                "A statement of vision and values has been agreed by all partners, after young "
                "people and families were asked.",
                date(2010, 3, 18),
            ),
            Step(
                "Each partner has looked at the statement again with its staff.", date(2011, 3, 9)
            ),
            Step(
                "A fresh statement for 2012 to 2015 is agreed and known.",
                date(2012, 3, 21),
            ),
        ),
        told=(
            going("A first draft went to all partners. Eight have answered."),
            going("Two events with 46 young people. They asked for fewer words."),
            unsure("Second draft is half as long. Two partners wait for their governors."),
            going("Agreed by the partnership on 18 March.", "Twelve partners use one text."),
            going("Posters and a page for induction have gone to all partners."),
            going("Nine partners have adopted it formally."),
            going("All but sport and early years have adopted it."),
            going("Each partner has talked it over with staff.", "Staff can name two of its aims."),
            None,
            going("Review began with the youth assembly."),
            going("Draft for 2012 to 2015 is with partners."),
            done(
                "The new statement was agreed on 21 March.",
                "In a sample of 60 staff, 41 could say what it means for their work.",
            ),
        ),
        checks=(
            Checked(
                date(2012, 3, 29),
                "voluntary",
                "We read the minutes of all twelve partners and asked staff in four of them.",
            ),
        ),
        is_required=True,
    ),
    Planned(
        key="leaders",
        priority=LEADERSHIP,
        objective=_OBJECTIVE,
        what=(
            "Run one programme on leading across agencies for middle and senior managers, with "
            "mixed groups and a project that two agencies do together."
        ),
        lead="organisational-development",
        partners=("council-workforce", "health", "police", "schools"),
        resources="18,000 pounds a year, half of it from health; trainers of three partners.",
        risk="Managers drop out when their own service is busy.",
        mitigation="Chief officers release them in writing, and each place has a named deputy.",
        measure="Managers who have finished the programme",
        baseline="0",
        target="120 by April 2012",
        items=(("lp-03", 3), ("lp-04", 3), ("caf-04", 4), ("ma-04", 5)),
        gaps=("aspect:leadership", "cell:lead-professional/leadership"),
        steps=(
            Step("One pilot group of managers from five agencies has finished.", date(2010, 3, 5)),
            Step(
                "The programme runs across most partners.",
                date(2011, 6, 30),
                (
                    Again(
                        date(2011, 3, 8),
                        date(2011, 7, 1),
                        "The third group was put off because of the reorganisation in health.",
                    ),
                ),
            ),
            Step(
                "Managers of all partners learn together.",
                None,
                (
                    Again(
                        date(2012, 3, 7),
                        date(2012, 10, 1),
                        "Schools and sport have no places yet. They join the autumn group.",
                    ),
                ),
            ),
        ),
        told=(
            going("Trainers found in council, health and police."),
            going("Pilot group of 18 managers began in September."),
            going("Three of six days held. One manager has dropped out."),
            going("Pilot finished on 5 March.", "Nine joint projects, six of which go on."),
            going("Second group of 22 has begun."),
            going("Second group half way."),
            unsure("Second group finished. Health cannot release managers for the third."),
            unsure("Third group is put off to April. 40 managers so far."),
            going("Third group finished on 30 June. 61 managers so far."),
            going("Fourth and fifth group run side by side.", "Line managers notice more calls."),
            unsure("88 managers so far. Schools ask for shorter days."),
            unsure("97 managers so far. Twilight sessions for head teachers are planned."),
            None,
        ),
    ),
    Planned(
        key="succession",
        priority=LEADERSHIP,
        objective=_OBJECTIVE,
        what=(
            "Plan together who could lead services in three years, and let people who want to "
            "move up work in another agency for some months."
        ),
        lead="childrens-hr",
        partners=("health", "organisational-development"),
        resources="One HR adviser for half a day a week.",
        risk="Partners hold on to their best people.",
        mitigation="Chief officers agree exchanges of equal length in both directions.",
        measure="Leading posts with two people or more who could take over",
        baseline="11 of 40",
        target="25 of 40",
        items=(("ma-08", 4), ("lp-04", 3)),
        gaps=(),
        steps=(
            Step("A strategy for future leaders is written.", date(2010, 3, 26)),
            Step("The strategy is in use across the partnership."),
            Step("Staff see the strategy as a reason to stay."),
        ),
        told=(
            not_started(),
            going("Interviews with 14 heads of service."),
            unsure("Draft strategy. Health and council count posts differently."),
            going("Strategy agreed on 26 March."),
            going("Four people have applied for an exchange."),
            worried("Posts are being cut. Two of four exchanges were called off."),
            worried("No partner offers places for exchanges any more."),
            stopped(
                "Stopped: with a third of leading posts to go by 2012, partners cannot promise "
                "anybody a way up. The steering group looks at it again in 2013."
            ),
        ),
    ),
)
