"""Starting, compiling and editing a digest."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Dialogue, Session
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells, write_json
from facilitation.digests import sources
from facilitation.digests.compiling import compile_lines
from facilitation.digests.line import Line
from facilitation.digests.models import Digest, DigestClause, SignOff
from facilitation.digests.refusals import DigestRefused
from facilitation.digests.sections import BY_CODE, CODES, FIXED
from facilitation.digests.talk import themes_of_talk
from facilitation.digests.text import digest_hash, lines_of, sections_of
from facilitation.digests.wording import resting_on
from facilitation.wake import wake

State = Digest.State
UNFINISHED = (
    State.COMPILING,
    State.FACILITATOR_REVIEW,
    State.PARTICIPANT_COMMENT,
    State.SIDE_SIGNOFF,
    State.READY,
    State.EMBARGOED,
)
LINE_LENGTH = 2000


@transaction.atomic
def start_digest(*, staff: Staff) -> Digest:
    """Ask for a digest of what there is; a worker compiles it. Raises DigestRefused while another is unfinished."""
    Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    if Digest.objects.filter(dialogue_id=staff.dialogue_id, state__in=UNFINISHED).exists():
        raise DigestRefused(_("A digest is being worked on. Finish that one first."))
    session = Session.objects.filter(dialogue_id=staff.dialogue_id).exclude(state="planned").order_by("-number").first()
    if session is None:
        raise DigestRefused(_("There has been no session yet, so there is nothing to compile."))
    newest = Digest.objects.filter(dialogue_id=staff.dialogue_id).aggregate(newest=Max("number"))["newest"] or 0
    digest = Digest.objects.create(
        dialogue_id=staff.dialogue_id, number=newest + 1, session=session.id, progress="waiting for a worker"
    )
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action="digest.started",
        subject=f"digest:{digest.number}",
        staff_id=staff.id,
    )
    transaction.on_commit(partial(wake, "compile_digest", digest.id))
    return digest


def compile_digest(digest_id: UUID) -> None:
    """Compile a digest; safe to run twice and after a kill: the lines are written in one transaction."""
    digest = Digest.objects.filter(id=digest_id, state=State.COMPILING).first()
    if digest is None:
        return
    _say(digest, "reading texts, releases and the agenda")
    facts = sources.facts_of(digest.dialogue_id)
    _say(digest, "putting the sections together")
    _say(digest, "finding themes of the talk")
    found = themes_of_talk(digest.dialogue_id)
    lines = compile_lines(
        facts, _last_released(digest.dialogue_id), lambda code: _say(digest, f"section {code.replace('_', ' ')}")
    )
    with transaction.atomic():
        locked = Digest.objects.select_for_update().get(id=digest_id)
        if locked.state != State.COMPILING:
            return
        write_lines(locked, lines)
        move(locked, State.FACILITATOR_REVIEW)
        locked.progress = ""
        write_json(locked, themes=found)
        locked.text_hash = digest_hash(locked, lines_of(locked))
        locked.save()
        record(
            dialogue_id=locked.dialogue_id,
            actor="system",
            action="digest.compiled",
            subject=f"digest:{locked.number}",
            reason=locked.text_hash,
        )


def compile_waiting() -> None:
    """Compile whatever a lost wake-up or a killed worker left waiting. Called by the sweep."""
    for digest_id in Digest.objects.filter(state=State.COMPILING).values_list("id", flat=True):
        compile_digest(digest_id)


@transaction.atomic
def edit_digest(*, staff: Staff, digest_id: UUID, texts: dict[str, str], handling: str) -> Digest:
    """Replace the sections' texts, but for those in fixed words. Any change voids every sign-off and brings the digest back to review."""
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=staff.dialogue_id)
    if digest.state not in {State.FACILITATOR_REVIEW, State.PARTICIPANT_COMMENT}:
        raise DigestRefused(_("This digest cannot be edited now. Nothing was changed."))
    known = {section.code: [line.line for line in section.lines] for section in sections_of(digest)}
    lines = {
        code: known[code]
        if BY_CODE[code].made_by == FIXED
        else resting_on(split_lines(texts.get(code, "")), known[code])
        for code in CODES
    }
    write_lines(digest, lines)
    digest.handling = handling if handling in Digest.Handling.values else digest.handling
    digest.text_hash = digest_hash(digest, lines_of(digest))
    if digest.state == State.PARTICIPANT_COMMENT:
        move(digest, State.FACILITATOR_REVIEW)
    digest.save()
    SignOff.objects.filter(digest=digest).exclude(text_hash=digest.text_hash).update(void=True)
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action="digest.edited",
        subject=f"digest:{digest.number}",
        staff_id=staff.id,
        reason=digest.text_hash,
    )
    return digest


def split_lines(text: str) -> list[str]:
    """Return the lines of one field: paragraphs parted by blank lines."""
    paragraphs = [" ".join(part.split()) for part in canonical(text).split("\n\n")]
    found = [paragraph for paragraph in paragraphs if paragraph]
    if any(len(paragraph) > LINE_LENGTH for paragraph in found):
        raise DigestRefused(
            _("A line has more than 2,000 characters. Part it with a blank line; what you typed is kept.")
        )
    return found


def write_lines(digest: Digest, lines: dict[str, list[Line]]) -> None:
    """Write the lines anew."""
    DigestClause.objects.filter(digest=digest).delete()
    rows = []
    for code in CODES:
        for number, line in enumerate(lines.get(code, []), start=1):
            row = DigestClause(
                dialogue_id=digest.dialogue_id,
                digest=digest,
                section=code,
                number=number,
                strikes=line.strikes,
                struck=line.struck,
            )
            write_cells(row, text=line.text)
            write_json(row, sources={"marks": line.sources, "key": line.key})
            rows.append(row)
    DigestClause.objects.bulk_create(rows)


def _last_released(dialogue_id: UUID) -> dict[str, list[Line]]:
    """Return the lines of the digest released last, by section."""
    digest = Digest.objects.filter(dialogue_id=dialogue_id, state=State.RELEASED).order_by("-number").first()
    if digest is None:
        return {}
    return {section.code: [line.line for line in section.lines] for section in sections_of(digest)}


def _say(digest: Digest, words: str) -> None:
    """Tell the page what is being done."""
    Digest.objects.filter(id=digest.id).update(progress=words)
