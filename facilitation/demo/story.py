"""The invented conflict of the demonstration: two republics, Velmar and Ostrany, share the river Issal.

Nothing here is about a living person or a real place.
"""

from dataclasses import dataclass

CODENAME = "River table"
TITLE = "Living with the river Issal"
PURPOSE = "To find arrangements on the river that people on both banks could live with, before officials meet again."
SIDES = ("Velmar", "Ostrany")


@dataclass(frozen=True, slots=True)
class Issue:
    """One agenda item: title, sphere, and how hard and how important each side privately finds it (five people a side)."""

    title: str
    sphere: str
    velmar: tuple[tuple[int, int], ...]
    ostrany: tuple[tuple[int, int], ...]
    waits_for: int | None = None


ISSUES = (
    Issue(
        "Lists of detainees and missing persons",
        "humanitarian",
        ((1, 4), (1, 5), (2, 4), (1, 5), (2, 4)),
        ((2, 5), (1, 4), (1, 4), (2, 5), (1, 5)),
    ),
    Issue(
        "A hotline between the border posts",
        "security",
        ((2, 4), (2, 4), (1, 3), (2, 4), (3, 4)),
        ((2, 3), (2, 4), (3, 4), (2, 4), (2, 3)),
    ),
    Issue(
        "Corridors for medical flights",
        "humanitarian",
        ((2, 3), (1, 3), (2, 4), (2, 3), (2, 3)),
        ((3, 4), (2, 4), (2, 4), (3, 5), (2, 4)),
        waits_for=2,
    ),
    Issue(
        "A seasonal crossing for farmers",
        "economic",
        ((2, 5), (3, 5), (2, 5), (3, 4), (2, 5)),
        ((3, 2), (3, 3), (2, 2), (3, 2), (3, 3)),
    ),
    Issue(
        "Water releases from the Upper Issal dam",
        "economic",
        ((4, 5), (3, 5), (4, 5), (4, 5), (4, 4)),
        ((3, 4), (4, 5), (3, 4), (4, 4), (3, 4)),
    ),
    Issue(
        "The status of the town of Tarn",
        "political",
        ((5, 5), (5, 5), (4, 5), (5, 5), (5, 5)),
        ((5, 5), (4, 5), (5, 5), (5, 5), (5, 5)),
    ),
)

# An interest that the facilitators put to both sides on the hotline, for a newcomer to mark.
COMMON_INTEREST = ("That an incident on the river does not grow into a crisis before anybody has spoken", "security")

OPENING = (
    "Welcome. We begin with what is easiest. Please speak to the hotline first: what would have to be true before a "
    "duty officer could pick up the telephone without asking?"
)

TALK = (  # (side, place of the speaker on that side, words)
    (
        0,
        0,
        "Officers on our bank fear being blamed for what they say. If both posts logged each call in the same words, they would answer.",
    ),
    (
        1,
        0,
        "A shared log we could defend at home. A line that stays open during an incident while nobody may use it, we could not.",
    ),
    (
        0,
        1,
        "Then let the rule be the reverse: in an incident the line must be used within thirty minutes, and silence itself is reported.",
    ),
    (
        1,
        1,
        "Thirty minutes is long on the river at night. I would ask for ten, and for a second number when the first is not answered.",
    ),
    (0, 2, "Ten could work if the second number is a person with a name on a rota, not a switchboard."),
    (1, 2, "A rota we have. What we lack is permission to share it. Could the facilitators hold it?"),
    (
        0,
        3,
        "The farmers ask about the line too. They cross at dawn, and the posts do not know of one another's closures.",
    ),
    (
        1,
        3,
        "A daily test call at noon would tell us early when the line is down. Nobody loses face over a test.",
    ),
    (
        0,
        4,
        "Agreed on the test. And a failed test should be repaired within two days, by whoever it is who failed.",
    ),
    (1, 4, "Two days in summer, perhaps four in flood. Otherwise yes."),
)

TEXT_TITLE = "A hotline between the border posts"
CLAUSES = (
    "The two posts at the Karsk bridge keep one telephone line, staffed day and night by an officer of each side.",
    "Each call is logged by both posts in the same words. The two logs are compared every month.",
    "In an incident on the river, each post calls the other within [thirty] [ten] minutes, "
    "and [a call not answered is reported to both capitals].",
    "The line is tested at noon every day. A failed test is repaired within two days, [four in time of flood].",
)
OFFICIAL_NOTE = (
    "Officials have spoken of a line between ministries. This text is about the two posts only and does not touch that."
)
CHANGE_NOTE = "First version, from what was said about being blamed and about silence."

STEPS = (  # one a side, in the order of the sides: what is done, how it is verified, sphere
    (
        "Announce every release from the Upper Issal dam two days ahead.",
        "The gauge at the Karsk bridge, read each morning by one person of each side.",
        "economic",
    ),
    (
        "Leave the ford at Karsk open to farmers from dawn to noon during the harvest.",
        "The elders of both villages keep one list of the days on which it was open.",
        "economic",
    ),
)

COMMITMENT = "Both posts answer the line at any hour."
JOINT = "The two republics keep one telephone line at the Karsk bridge, for the safety of those who live on the river."
UNDERSTANDING = "Neither post is blamed in public for calls that it missed before the line was agreed."
CUSTODY = "The council of the river pilots, whom both sides accept."
