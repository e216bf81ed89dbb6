"""Key priority 2 of the demonstration's plan: information, early help, results. All made up."""

from datetime import date

from owf.demo.plan.content import (
    INTEGRATED,
    Again,
    Checked,
    Planned,
    Step,
    done,
    going,
    unsure,
    worried,
)
from owf.demo.plan.integrated_working import OBJECTIVE

ACTIONS = (
    Planned(
        key="information",
        priority=INTEGRATED,
        objective=OBJECTIVE,
        what=(
            "Renew the agreement on sharing information so that all partners sign one, and give "
            "staff one number to ring for advice, out of hours too."
        ),
        lead="police",
        partners=("health", "lscb", "social-care", "voluntary"),
        resources="A lawyer of the council for ten days; the police safeguarding desk.",
        risk="Small organisations cannot sign what they cannot keep to.",
        mitigation="A short form for them, with a helper to fill it in.",
        measure="Partners and voluntary groups that have signed the one agreement",
        baseline="5 of 52",
        target="50 of 52",
        items=(("is-01", 4), ("is-03", 4), ("is-05", 4), ("is-08", 4)),
        gaps=("theme:information-sharing",),
        steps=(
            Step("All partners have signed one agreement.", date(2010, 3, 24)),
            Step(
                "One number for advice works day and night.",
                date(2011, 11, 14),
                (
                    Again(
                        date(2011, 3, 10),
                        date(2011, 10, 1),
                        "The desk has nobody for nights until the new shift plan.",
                    ),
                ),
                "Nights are covered since 14 November.",
            ),
            Step(
                "Staff of all partners know the number and use it.",
                None,
                (
                    Again(
                        date(2012, 3, 12),
                        date(2012, 7, 1),
                        "Only half of the voluntary groups have had their briefing.",
                    ),
                ),
            ),
        ),
        told=(
            going("Old agreements collected: eleven, of which four have run out."),
            going("Draft of one agreement with the lawyers."),
            unsure("Health asks for changes on consent."),
            going("Signed by all twelve partners on 24 March."),
            going("Short form for voluntary groups; 9 have signed."),
            going("21 groups have signed.", "Refused requests fell from 14 to 6."),
            unsure("Desk answers until ten at night. Nights are still open."),
            unsure("Nights need a new shift plan."),
            None,
            unsure("Shift plan agreed, starts in November."),
            going("Day and night since 14 November. 33 groups have signed."),
            unsure("Briefings reached half of the voluntary groups."),
            unsure("38 groups have signed. The last briefings are put off to September."),
        ),
        evidence=((date(2009, 6, 12), "Information sharing agreement with health"),),
        is_required=True,
    ),
    Planned(
        key="glossary",
        priority=INTEGRATED,
        objective=OBJECTIVE,
        what=(
            "Write one list of words and of who does what, in plain English, and use it in all "
            "letters and training."
        ),
        lead="early-years",
        partners=("health", "schools", "social-care", "voluntary"),
        resources="Six days of the family information service.",
        risk="Nobody looks at it.",
        mitigation="It is part of the induction and of the joint calendar.",
        measure="Partners that use the list in their own induction",
        baseline="0 of 12",
        target="12 of 12",
        items=(("ma-03", 4), ("caf-01", 4), ("is-02", 4)),
        gaps=("aspect:defined",),
        steps=(
            Step("The list is agreed.", date(2009, 12, 10)),
            Step("All partners use it in letters and training.", date(2011, 2, 17)),
            Step("Parents who read letters say that they understand them.", date(2011, 5, 26)),
        ),
        told=(
            going("Parents' group marked 140 words that they did not know."),
            going("112 entries written. Each fits into two lines."),
            going("Agreed on 10 December."),
            going("Sent to all partners, on one sheet."),
            going("Seven partners use it in induction."),
            None,
            going("Ten partners.", "Fewer calls to ask what a letter means."),
            going("All twelve partners use it."),
            done("Parents read 30 letters: 26 were clear.", "Four letters were rewritten."),
        ),
        checks=(
            Checked(
                date(2011, 6, 22),
                "voluntary",
                "Our parents' group read ten other letters of six partners. Nine were clear.",
            ),
        ),
    ),
    Planned(
        key="early-help",
        priority=INTEGRATED,
        objective=OBJECTIVE,
        what=(
            "Let neighbourhood officers, schools and children's centres agree when to offer a CAF, "
            "meet once a month about children who worry them, and visit together."
        ),
        lead="police",
        partners=("schools", "early-years", "health"),
        resources="One morning a month of eight people in each locality.",
        risk="Meetings without anybody who can decide.",
        mitigation="Each agency sends somebody who may offer help at once.",
        measure="CAFs that begin before a child is eleven",
        baseline="44%",
        target="65%",
        items=(("caf-02", 4), ("caf-03", 4), ("caf-08", 4), ("caf-09", 4)),
        gaps=("aspect:practice",),
        steps=(
            Step("The rule for when to offer a CAF is agreed.", date(2010, 3, 2)),
            Step("Monthly meetings in all localities.", date(2011, 1, 26)),
            Step(
                "Two in three CAFs begin before a child is eleven.",
                None,
                (
                    Again(
                        date(2012, 3, 9),
                        date(2012, 10, 1),
                        "61% in March. One more school year shows whether it lasts.",
                    ),
                ),
            ),
        ),
        told=(
            going("Rule drafted with six schools."),
            unsure("Schools and police see risk differently. A test with ten families helps."),
            going("Monthly meetings in Wisbech and Huntingdon."),
            going("Rule agreed. It is in the police guide to the CAF.", "47% before eleven."),
            going("Third locality has begun."),
            going("Fourth locality has begun.", "50% before eleven."),
            unsure("East Cambridgeshire has nobody from health."),
            going("All five localities meet every month."),
            going("54% before eleven."),
            going("57%. Joint visits are made to 21 families."),
            None,
            going("61%.", "Head teachers ring before they exclude a child."),
            None,
        ),
    ),
    Planned(
        key="evidence",
        priority=INTEGRATED,
        objective=OBJECTIVE,
        what=(
            "Show what joint work brings: three figures and ten stories a year from each locality, "
            "looked at together by all partners."
        ),
        lead="lscb",
        partners=("council-workforce", "health", "police", "schools"),
        resources="An analyst of the council for one day a week.",
        risk="Figures of agencies do not fit together.",
        mitigation="Begin with three that two agencies count alike already.",
        measure="Localities that can show results of joint work",
        baseline="0 of 5",
        target="5 of 5",
        items=(("ma-15", 3), ("is-14", 3), ("caf-14", 4)),
        gaps=("item:ma-15", "item:is-14", "aspect:benefit"),
        steps=(
            Step(
                "The three figures are agreed.",
                date(2010, 9, 16),
                (
                    Again(
                        date(2010, 3, 9),
                        date(2010, 10, 1),
                        "Agencies count families in two ways. We need one more meeting.",
                    ),
                ),
            ),
            Step(
                "Two localities can show results.",
                date(2011, 9, 8),
                (
                    Again(
                        date(2011, 3, 1),
                        date(2011, 7, 1),
                        "The analyst was lent to another project for three months.",
                    ),
                    Again(
                        date(2011, 6, 7),
                        date(2011, 10, 1),
                        "Health's figures come in August.",
                    ),
                ),
            ),
            Step(
                "All five localities can.",
                None,
                (
                    Again(
                        date(2011, 12, 8),
                        date(2012, 7, 1),
                        "Only two of five have the figures of a whole year.",
                    ),
                ),
            ),
        ),
        told=(
            unsure("List of 40 possible figures. Far too many."),
            unsure("Down to nine."),
            None,
            worried("Agencies count families in two ways, so the date is moved."),
            unsure("Agreed for two of three figures."),
            going("Three figures agreed on 16 September."),
            unsure("First figures from two localities. Too early to say anything."),
            worried("The analyst is lent out. Nothing new since January."),
            worried("Health's figures are missing."),
            unsure(
                "Two localities can show a year: fewer visits to hospital where teams share a base."
            ),
            unsure("The other three begin to count."),
            worried("Figures of three localities are not complete.", "Two boards asked for them."),
            worried("Two of three localities have sent half a year. April cannot be met."),
        ),
        is_required=True,
    ),
)
