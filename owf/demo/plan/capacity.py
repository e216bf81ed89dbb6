"""Key priority 4 of the demonstration's plan, and the two overarching ones. All made up."""

from datetime import date

from owf.demo.plan.content import (
    CAPACITY,
    EQUALITY,
    SAFE,
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

_OBJECTIVE = "Enough people with the right skills, who stay."
_EQUAL = "A workforce that reflects the county's families and meets their different needs."

ACTIONS = (
    Planned(
        key="roles",
        priority=CAPACITY,
        objective=_OBJECTIVE,
        what=(
            "Work out from the needs of children which roles and skills the county needs, and say "
            "in job descriptions what working with other agencies means."
        ),
        lead="childrens-hr",
        partners=("health", "schools", "organisational-development"),
        resources="HR officers of five partners, two days a month.",
        risk="Needs change faster than the profile.",
        mitigation="Looked at again every January.",
        measure="Job descriptions that name work with other agencies",
        baseline="about 10%",
        target="80% of those that are written or renewed",
        items=(("ma-03", 4), ("lp-02", 3)),
        gaps=(),
        steps=(
            Step("A profile of roles and skills is agreed.", date(2010, 3, 23)),
            Step(
                "It has been looked at again and is used when posts are filled.", date(2011, 2, 22)
            ),
            Step("It is looked at again each year, with young people.", date(2012, 2, 28)),
        ),
        told=(
            going("Figures on need collected from five partners."),
            going("Draft with 31 roles."),
            unsure("Schools and health use other words for the same work."),
            going("Profile agreed on 23 March."),
            going("A paragraph for job descriptions is in use in four partners."),
            going("Used for 60 posts."),
            unsure("Few posts are filled at present."),
            going("Looked at again: two roles dropped, three added."),
            None,
            going("74% of renewed job descriptions have it."),
            going("79%."),
            done("83%. Young people looked at it with us.", "Applicants ask about joint work."),
        ),
    ),
    Planned(
        key="induction",
        priority=CAPACITY,
        objective=_OBJECTIVE,
        what=(
            "Begin work together: two days of induction for new staff of all partners, in mixed "
            "groups, six times a year."
        ),
        lead="schools",
        partners=("early-years", "health", "police", "voluntary", "sport"),
        resources="Rooms in schools at no cost; trainers from six partners.",
        risk="New staff are needed on the job from the first day.",
        mitigation="The two days may lie within the first three months.",
        measure="New staff who came to the induction within three months",
        baseline="none",
        target="75%",
        items=(("ma-06", 4), ("caf-05", 4), ("caf-06", 4)),
        gaps=(),
        steps=(
            Step("The induction has been tried out with two groups.", date(2010, 1, 20)),
            Step("All partners send new staff.", date(2011, 2, 3)),
            Step("It has been evaluated and changed where needed.", date(2011, 6, 9)),
        ),
        told=(
            going("Programme for two days drafted by six partners."),
            going("First group of 24 in September."),
            going("Changes after the first group: less law, more visits."),
            going("Second group of 30 in January. Both were looked at."),
            going("Three more groups.", "New staff know whom to ring."),
            None,
            going("Nine partners send staff."),
            going("All twelve partners. 71% came within three months."),
            done("78%. Evaluation is finished, and four sessions were changed."),
        ),
        checks=(
            Checked(
                date(2011, 6, 21),
                "police",
                "Seven of our ten new officers were there, and the evaluation is on the shelf.",
            ),
        ),
    ),
    Planned(
        key="recruitment",
        priority=CAPACITY,
        objective=_OBJECTIVE,
        what=(
            "Look together for people in jobs that are hard to fill: social workers, health "
            "visitors and speech therapists, with one open day and one list of applicants."
        ),
        lead="health",
        partners=("childrens-hr", "social-care", "schools"),
        resources="15,000 pounds a year for advertising, which partners spent singly before.",
        risk="Partners bid against each other.",
        mitigation="They agree pay scales and golden hellos before each campaign.",
        measure="Weeks that such posts stand empty",
        baseline="21 weeks",
        target="10 weeks",
        items=(("ma-05", 5), ("ma-14", 4)),
        gaps=(),
        steps=(
            Step("One campaign for three jobs has been held.", date(2010, 3, 30)),
            Step(
                "Posts stand empty for 15 weeks at most.",
                date(2011, 11, 30),
                (
                    Again(
                        date(2011, 3, 2),
                        date(2011, 12, 1),
                        "A freeze on posts in health makes the figure meaningless for half a year.",
                    ),
                ),
            ),
            Step("Empty posts are no longer a problem for services."),
        ),
        told=(
            going("Three partners agree to advertise together."),
            None,
            going("Open day planned for March."),
            going("Open day: 140 people came.", "17 posts filled."),
            unsure("19 weeks on average."),
            unsure("17 weeks."),
            worried("Posts in health are frozen."),
            worried("Freeze goes on until summer."),
            unsure("Freeze has ended. 22 posts are open at once."),
            unsure("16 weeks."),
            going("14 weeks since the second open day."),
            worried("Health visitors: 24 weeks. All counties look for them."),
            None,
        ),
    ),
    Planned(
        key="safeguarding",
        priority=SAFE,
        objective="Everybody is competent, confident and safe to work with children.",
        what=(
            "Match safeguarding training to what each role needs, with one record of who has had "
            "which, and take lessons of case reviews into it within two months."
        ),
        lead="lscb",
        partners=("early-years", "health", "police", "schools", "sport", "voluntary"),
        resources="The Board's training budget.",
        risk="Clubs and small groups are not reached.",
        mitigation="Evening courses with the sports partnership.",
        measure="Staff whose training fits their role and is not older than three years",
        baseline="61%",
        target="95%",
        items=(("is-02", 4), ("is-04", 4), ("is-13", 4)),
        gaps=(),
        steps=(
            Step("What each role needs is agreed by all partners.", date(2010, 3, 15)),
            Step(
                "One record shows who has had which training.",
                date(2011, 7, 27),
                (
                    Again(
                        date(2011, 3, 11),
                        date(2011, 8, 1),
                        "Records of four partners had to be typed in by hand.",
                    ),
                ),
            ),
            Step(
                "95% of staff have training that fits.",
                None,
                (
                    Again(
                        date(2012, 3, 13),
                        date(2012, 10, 1),
                        "91%. Clubs are the last, and meet again in September.",
                    ),
                ),
            ),
        ),
        told=(
            going("Roles sorted into five groups."),
            going("Ten partners agree with the groups."),
            None,
            going("Agreed by all on 15 March."),
            going("Lessons of one review were in courses after seven weeks."),
            going("Sports clubs: first evening course with 33 coaches."),
            unsure("One record is harder than we thought."),
            unsure("Eight of twelve partners are in the record."),
            going("82% of staff."),
            going("All partners are in the record.", "Gaps are seen in a day, not in a month."),
            going("87%."),
            going("91%."),
            None,
        ),
        is_required=True,
    ),
    Planned(
        key="languages",
        priority=EQUALITY,
        objective=_EQUAL,
        what=(
            "Offer letters and meetings in the languages that families speak, and train staff who "
            "work with Traveller and migrant families."
        ),
        lead="sport",
        partners=("early-years", "health", "voluntary"),
        resources="7,000 pounds a year for interpreters, shared by four partners.",
        risk="Interpreters are booked by each agency alone, at three prices.",
        mitigation="One booking line for all partners.",
        measure="Meetings with an interpreter where the family asked for one",
        baseline="52%",
        target="90%",
        items=(("ma-13", 4), ("is-06", 4), ("caf-11", 4)),
        gaps=(),
        steps=(
            Step(
                "Partners know which languages families speak, street by street.", date(2010, 3, 3)
            ),
            Step(
                "One booking line for interpreters works.",
                None,
                (
                    Again(
                        date(2011, 3, 9),
                        date(2011, 10, 1),
                        "The contract of one partner runs until September.",
                    ),
                    Again(
                        date(2011, 9, 13),
                        date(2012, 4, 1),
                        "Only one firm has answered. We ask again with Peterborough.",
                    ),
                ),
            ),
            Step("Nine of ten families who ask get an interpreter."),
        ),
        told=(
            not_started(),
            going("Schools gave figures: 64 languages."),
            going("Map of languages drafted."),
            going("Map agreed.", "Clinics in Wisbech changed their signs."),
            going("38 staff trained in work with Traveller families."),
            None,
            unsure("Four contracts for interpreters at three prices."),
            unsure("The booking line has to wait for a contract."),
            unsure("61% of meetings."),
            worried("Only one firm answered."),
            worried("No second firm. We talk to Peterborough."),
            None,
            None,
        ),
    ),
    Planned(
        key="workforce-profile",
        priority=EQUALITY,
        objective=_EQUAL,
        what=(
            "Count each year who works with children in the county, compare with who lives there, "
            "and advertise where those who are missing look for work."
        ),
        lead="childrens-hr",
        partners=("health", "police", "schools", "sport"),
        resources="Five days a year of the council's analyst.",
        risk="Partners count differently.",
        mitigation="The questions of the census, and no others.",
        measure="Partners that count by the same questions",
        baseline="3 of 12",
        target="12 of 12",
        items=(("ma-02", 4), ("caf-03", 4)),
        gaps=(),
        steps=(
            Step("All partners count by the same questions.", date(2010, 2, 26)),
            Step("Each has chosen one thing to change.", date(2011, 3, 17)),
            Step("The figures of 2012 are nearer to those of the county.", date(2012, 3, 8)),
        ),
        told=(
            going("Questions agreed with nine partners."),
            going("Ten partners have counted."),
            None,
            going("All twelve. Men are one in nine in early years."),
            going("Six partners have chosen what to change."),
            going("Advertising through mosques, clubs and the job centre in Wisbech."),
            None,
            going("All have chosen one thing."),
            going("Men in early years: one in eight."),
            None,
            going("Second count has begun."),
            done("Nearer on three of five figures.", "Two partners changed their advertisements."),
        ),
        checks=(
            Checked(date(2012, 3, 30), "police", "We checked our own figures and those of health."),
        ),
    ),
)
