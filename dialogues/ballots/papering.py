"""A ballot paper, however it is asked for: over HTTP, or over the room's line where other requests would show."""

from uuid import UUID

from dialogues.admission.access import NotSeated, Seat
from dialogues.admission.blind import BlindedRefused
from dialogues.ballots.operations import hand_out_token, sign_paper
from dialogues.ballots.queries import paper_key
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.wire import WireRefused, code_of, packed_bytes, unpacked

Answer = tuple[dict[str, str], int]  # what a script reads, and the status that goes with it
MISSING: Answer = ({"error": "not_found"}, 404)


def paper_card(seat: Seat, measure_id: UUID) -> Answer:
    """Say with which key this seat's paper is signed blind; empty names where papers come ready-made."""
    key = paper_key(seat, measure_id)
    if key is None:
        return MISSING
    ids = {"dialogue": str(seat.dialogue_id), "side": str(seat.side_id)}
    return {**ids, "kid": packed_bytes(key.kid), "spki": packed_bytes(key.spki)}, 200


def paper(seat: Seat, measure_id: UUID, blinded: str | None) -> Answer:
    """Sign what came blinded; without it hand out a paper that was made beforehand. Once a seat."""
    try:
        if blinded is None:
            return {"token": packed_bytes(hand_out_token(seat=seat, measure_id=measure_id))}, 200
        signed = sign_paper(seat=seat, measure_id=measure_id, blinded=unpacked(blinded))
        return {"blind_sig": packed_bytes(signed)}, 200
    except WireRefused as error:
        return {"error": error.code}, error.status
    except BlindedRefused:
        return {"error": "malformed"}, 400
    except NotSeated:
        return {"error": "suspended"}, 403
    except BallotRefused as refusal:
        code, status = code_of(refusal)
        return {"error": code}, status
