"""What partners and the Trust wrote in the demonstration, all made up but the first."""

LEAD_PROFESSIONAL_NOTE = (
    "The roll-out of the lead professional role in Cambridgeshire came after this survey."
)
"""The fact, not the wording, is from Cambridgeshire's Children's Workforce Strategy 2009-12."""

COMMENTS: dict[tuple[int, str, str], str] = {
    (2008, "police", "caf-02"): "Neighbourhood teams ask for a one-page guide.",
    (2008, "police", "is-05"): "Officers ring the safeguarding desk; out of hours is slower.",
    (2008, "police", "ma-09"): "Two officers now sit with the locality team in Wisbech.",
    (2008, "police", "lp-01"): "We have not been told yet who may take the role.",
    (2009, "police", "caf-02"): "The guide went to all teams in March.",
    (2009, "police", "lp-05"): "Six officers have been on the course so far.",
    (2009, "schools", "lp-09"): "Schools still carry most of the work.",
}
