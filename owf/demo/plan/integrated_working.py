"""Key priority 2 of the demonstration's plan: lead professionals and budgets. All made up."""

from datetime import date

from owf.demo.plan.content import (
    INTEGRATED,
    Again,
    Checked,
    Planned,
    Step,
    as_far_as_possible,
    done,
    going,
    stopped,
    unsure,
    worried,
)

OBJECTIVE = "Services work as one around each child and family, and step in early."

ACTIONS = (
    Planned(
        key="lead-professionals",
        priority=INTEGRATED,
        objective=OBJECTIVE,
        what=(
            "Introduce the lead professional locality by locality, beginning in Fenland: one page "
            "on the role agreed by all partners, a named person for each family, and a list of "
            "who is free to take one more."
        ),
        lead="social-care",
        partners=("health", "schools", "voluntary", "youth-offending", "police"),
        resources="A project officer for 18 months, 41,000 pounds from the council.",
        risk="The role falls to schools because they see children every day.",
        mitigation="Each locality looks at the spread of cases between agencies every month.",
        measure="Families with two agencies or more who have a named lead professional",
        baseline="about one in five, June 2008",
        target="nine in ten, April 2012",
        items=(
            ("lp-01", 4),
            ("lp-02", 3),
            ("lp-03", 3),
            ("lp-07", 4),
            ("lp-08", 3),
            ("lp-09", 3),
            ("lp-11", 3),
        ),
        gaps=(
            "theme:lead-professional",
            "cell:lead-professional/defined",
            "cell:lead-professional/practice",
        ),
        steps=(
            Step("All five localities work with the agreed role.", date(2010, 1, 29)),
            Step(
                "Nine in ten families with several agencies have a named person.",
                date(2011, 9, 12),
                (
                    Again(
                        date(2011, 3, 4),
                        date(2011, 10, 1),
                        "Two localities have too few people who can take the role.",
                    ),
                ),
            ),
            Step("Families choose who leads, and say that it is simpler.", date(2012, 3, 2)),
        ),
        told=(
            going("Page on the role agreed in May. Fenland has begun."),
            going("Three of five localities have begun.", "132 families have a named person."),
            going("City and South Cambridgeshire begin after Christmas."),
            going("All five localities work with the role since 29 January."),
            going("First talks with families: 9 of 12 know whom to ring."),
            unsure("Schools hold six cases of ten. Health will take more."),
            going("Health visitors took over 31 families.", "Schools now hold five of ten."),
            unsure("Eight in ten families have a named person. Two localities lag behind."),
            going("A list of free places is kept in each locality."),
            going("Nine in ten since September.", "Fewer families tell their story twice."),
            going("The form now asks the family whom they want."),
            done(
                "Choice of the family is normal practice in all localities.",
                "Of 80 families asked in February, 63 say that it has become simpler.",
            ),
        ),
        checks=(
            Checked(
                date(2012, 3, 27),
                "health",
                "We looked at 40 files from all localities. 36 have a name, and 31 show that the "
                "family was asked.",
            ),
        ),
        is_required=True,
    ),
    Planned(
        key="lead-professional-courses",
        priority=INTEGRATED,
        objective=OBJECTIVE,
        what=(
            "Hold short courses on the lead professional role for neighbourhood officers and "
            "others who may take it, within three months of the day that they begin."
        ),
        lead="police",
        partners=("council-workforce", "schools", "voluntary"),
        resources="Rooms in five police stations; a trainer from social care for 20 days.",
        risk="Shifts keep officers from courses.",
        mitigation="Courses of two hours at the change of shift, in all five districts.",
        measure="Officers in neighbourhood teams who have been on a course",
        baseline="0 of 94",
        target="85 of 94",
        items=(("lp-05", 4), ("caf-05", 4)),
        gaps=("item:lp-05",),
        steps=(
            Step("Two officers of each team have been on a course.", date(2010, 3, 11)),
            Step("Officers who join go on a course within three months.", date(2011, 3, 3)),
            Step("Nine in ten officers of neighbourhood teams are trained.", date(2011, 8, 25)),
        ),
        told=(
            going("First briefings in five towns. 47 officers came."),
            unsure("Six officers on the full course. Night shifts are a problem."),
            going("Two-hour version at the change of shift works better."),
            going("Two officers in each team are trained."),
            going("Voluntary groups have joined the courses.", "Officers know three more numbers."),
            going("51 of 94 officers."),
            going("63 of 94 officers."),
            going("New officers are booked on the day that they start."),
            going("79 of 94 officers."),
            done("86 of 94 officers are trained.", "Eleven officers lead for a family now."),
        ),
        checks=(
            Checked(
                date(2011, 9, 21),
                "schools",
                "Our substitute sat in on two courses and counted the lists: 84 of 94. Two of them "
                "have left since.",
            ),
        ),
        evidence=((date(2009, 6, 11), "Briefings on the lead professional role"),),
        is_required=True,
    ),
    Planned(
        key="supervision",
        priority=INTEGRATED,
        objective=OBJECTIVE,
        what=(
            "Let supervision cover work for families with several agencies: one page of questions "
            "for supervisors, and somebody to ring for advice in each locality."
        ),
        lead="health",
        partners=("social-care", "early-years", "youth-offending"),
        resources="Four half days a month of senior practitioners.",
        risk="Supervision is the first thing to go when a team is short of staff.",
        mitigation="Managers report missed supervision every quarter.",
        measure="Staff who talked about such a family in supervision in the last two months",
        baseline="38%",
        target="80%",
        items=(("lp-06", 3), ("caf-07", 4), ("ma-07", 4), ("ma-08", 4)),
        gaps=("item:lp-06", "aspect:coaching"),
        steps=(
            Step("The page of questions is agreed by four partners.", date(2010, 2, 24)),
            Step("Supervisors of these partners use it.", date(2011, 3, 22)),
            Step(
                "Eight in ten staff talk about such families in supervision.",
                None,
                (
                    Again(
                        date(2011, 12, 6),
                        date(2012, 7, 1),
                        "Two teams had no supervisor for half a year.",
                    ),
                ),
            ),
        ),
        told=(
            going("Supervisors of four agencies met for the first time."),
            going("Page of questions tried out in two teams."),
            None,
            going("Page agreed. An advice line opens in each locality."),
            going("Two in three supervisors use it.", "52% talked about such a family."),
            going("Advice lines take about 40 calls a month."),
            unsure("Three supervisors have left, and their posts are frozen."),
            going("All supervisors who are there use it."),
            unsure("61%. Teams without a supervisor stand at 20%."),
            unsure("64%."),
            unsure("Two posts are filled from January."),
            as_far_as_possible(
                "68%. Without more supervisors we cannot get further; what is there works.",
                "Staff say that they hand over earlier.",
            ),
        ),
        checks=(
            Checked(
                date(2012, 3, 22),
                "early-years",
                "The survey of February says 68%. We would like to see it asked again in summer.",
                is_verified=False,
            ),
        ),
    ),
    Planned(
        key="coordinator-post",
        priority=INTEGRATED,
        objective=OBJECTIVE,
        what=(
            "Pay together for one person who plans training and workforce projects for all "
            "partners, and agree how this goes on after the grant ends."
        ),
        lead="council-workforce",
        partners=("health", "police", "schools"),
        resources="47,000 pounds of grant in each of two years; then shares of four partners.",
        risk="The grant ends in 2011.",
        mitigation="Partners agree their shares a year before.",
        measure="Partners who pay a share of the post",
        baseline="1",
        target="4",
        items=(("ma-05", 5), ("ma-14", 4)),
        gaps=(),
        steps=(
            Step("The post is filled.", date(2009, 11, 2)),
            Step("Four partners have agreed their shares in writing.", date(2011, 3, 30)),
            Step("A small team is paid for and led together.", date(2012, 2, 15)),
        ),
        told=(
            going("Job description agreed by four partners."),
            going("Advertised in August, 23 applications."),
            going("Filled on 2 November."),
            going("First joint training calendar is out.", "Nine courses are no longer doubled."),
            going("Partners talk about shares after the grant."),
            unsure("Two partners agree, two wait for their budgets."),
            unsure("Health agrees for one year only."),
            going("Signed by four on 30 March."),
            None,
            going("A half post for evaluation has been added."),
            going("Team of two and a half, steered by four partners."),
            done("Shares are agreed until 2014.", "Joint courses cost a fifth less a head."),
        ),
        checks=(
            Checked(date(2012, 3, 28), "coordinator", "I have the four letters and the accounts."),
        ),
    ),
    Planned(
        key="pooled-budgets",
        priority=INTEGRATED,
        objective=OBJECTIVE,
        what="Put the partners' budgets for general training into one, with one set of rules.",
        lead="organisational-development",
        partners=("council-workforce", "health", "police"),
        resources="Four days of finance officers.",
        risk="Each partner fears to lose what it puts in.",
        mitigation="Begin with the money for joint projects only.",
        measure="Money for general training that is in one budget",
        baseline="none of about 610,000 pounds",
        target="half of it",
        items=(("ma-05", 5), ("ma-06", 4)),
        gaps=(),
        steps=(
            Step("Joint money for three projects is agreed.", date(2010, 2, 9)),
            Step("Three partners have put their general budgets together."),
            Step("All partners have."),
        ),
        told=(
            going("Finance officers listed what each partner spends."),
            unsure("Rules of two partners do not allow it before April."),
            unsure("Three projects chosen to try it out."),
            going("60,000 pounds for three projects are in one budget."),
            going("Projects run."),
            worried("Two partners expect to lose a third of their training budgets."),
            stopped(
                "Stopped: after the spending review no partner can bind money for years ahead. "
                "The three projects go on to their end."
            ),
        ),
    ),
)
