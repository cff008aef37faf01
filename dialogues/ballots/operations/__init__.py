"""What can be done with measures and ballots."""

from dialogues.ballots.operations.announcing import announce_measure
from dialogues.ballots.operations.casting import cast_ballot, cast_form_ballot, cast_signed_ballot
from dialogues.ballots.operations.changing import extend_measure, void_measure
from dialogues.ballots.operations.signing import sign_paper
from dialogues.ballots.operations.sweep import advance_measure, advance_measures
from dialogues.ballots.operations.tokens import hand_out_token
from dialogues.ballots.refusals import BallotRefused

__all__ = [
    "BallotRefused",
    "advance_measure",
    "advance_measures",
    "announce_measure",
    "cast_ballot",
    "cast_form_ballot",
    "cast_signed_ballot",
    "extend_measure",
    "hand_out_token",
    "sign_paper",
    "void_measure",
]
