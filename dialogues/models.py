"""Gathers the models of the rooms for Django; nothing else."""

from dialogues.admission.models import Epoch, EpochSide, Invitation, SealRun, Seat, SeatAuth, SeatLogin
from dialogues.agenda.models import AgendaEdge, AgendaItem
from dialogues.ballots.models import (
    Ballot,
    BallotGrant,
    BallotToken,
    BallotTokenPool,
    LedgerEntry,
    Measure,
    MeasureSide,
    Release,
    SideValue,
)
from dialogues.chat.models import Flag, HeldMessage
from dialogues.dialogue.models import Dialogue, GroundRuleSet, Session, Side
from dialogues.events.models import Dedupe, Event, Room
from dialogues.facesaving.models import ConfidentialText, FaceSavingPair, PublicLine
from dialogues.interests.models import CommonInterest, SideEntry, SideRemark
from dialogues.packages.models import Option, Package, PackageSearch
from dialogues.polls.models import SealedTest
from dialogues.proposals.models import Clause, Criticism, Idea, Proposal, ProposalVersion
from dialogues.ripeness.models import RipenessRound
from dialogues.steps.models import PlanRound, ReciprocalPlan, Step

__all__ = [
    "AgendaEdge",
    "AgendaItem",
    "Ballot",
    "BallotGrant",
    "BallotToken",
    "BallotTokenPool",
    "Clause",
    "CommonInterest",
    "ConfidentialText",
    "Criticism",
    "Dedupe",
    "Dialogue",
    "Epoch",
    "EpochSide",
    "Event",
    "FaceSavingPair",
    "Flag",
    "GroundRuleSet",
    "HeldMessage",
    "Idea",
    "Invitation",
    "LedgerEntry",
    "Measure",
    "MeasureSide",
    "Option",
    "Package",
    "PackageSearch",
    "PlanRound",
    "Proposal",
    "ProposalVersion",
    "PublicLine",
    "ReciprocalPlan",
    "Release",
    "RipenessRound",
    "Room",
    "SealRun",
    "SealedTest",
    "Seat",
    "SeatAuth",
    "SeatLogin",
    "Session",
    "Side",
    "SideEntry",
    "SideRemark",
    "SideValue",
    "Step",
]
