"""What facilitators do with packages: ask for weights, draft, put on the table, check, set aside."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.agenda.agreeing import set_packaged
from dialogues.ballots.gate import WEIGHTING
from dialogues.ballots.kinds import MeasureDraft
from dialogues.ballots.models import Measure
from dialogues.ballots.operations import announce_measure
from dialogues.ballots.questions import Question
from dialogues.ballots.refusals import BallotRefused
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Dialogue
from dialogues.events.operations import announce
from dialogues.packages.ballot import weighting_questions
from dialogues.packages.content import Content, Part, clean, in_order, read_content, write_content
from dialogues.packages.measure import leave_search
from dialogues.packages.models import Package, PackageSearch
from dialogues.packages.options import tradable_items, weighed_items
from dialogues.packages.queries import ON_THE_TABLE, RUNNING, newest_weighting, weighting_under_way
from dialogues.packages.refusals import NoSuchPackage, PackageRefused
from dialogues.packages.searching import choice_of, next_number
from dialogues.vault.cells import read_json, write_json

State = Package.State
MOST_ON_THE_TABLE = 3  # a digest has room for three
MOST_CHECKS = 3  # improvement checks on one weighting round: each tells one more thing about the weights


def open_weighting(*, staff: Staff, minutes: int) -> Measure:
    """Announce a weighting round on every item that has two options at least. Raises PackageRefused."""
    if weighting_under_way(staff.dialogue_id) is not None:
        raise PackageRefused(_("A weighting round is under way. Wait until it has closed, or void it in the measures."))
    items = weighed_items(staff.dialogue_id)
    if len(items) < 2:
        raise PackageRefused(_("Give two items at least two options each: a package trades one against the other."))
    questions = weighting_questions(items)
    draft = MeasureDraft(
        kind=WEIGHTING,
        title=_("What matters, and what each option is worth"),
        questions=questions,
        lineage=uuid5(staff.dialogue_id, "packages"),
        minutes_open=minutes,
        subject_hash=_fingerprint(questions),
        subject_words=_("Weighting round on %(count)d items") % {"count": len(items)},
    )
    try:
        return announce_measure(staff=staff, draft=draft)
    except BallotRefused as refused:
        raise PackageRefused(str(refused)) from refused


@transaction.atomic
def draft_package(*, staff: Staff, chosen: Mapping[UUID, UUID]) -> Package:
    """Put a package together by hand: item → option, two items at least. Raises PackageRefused."""
    Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    parts = _parts(staff.dialogue_id, chosen)
    if len(parts) < 2:
        raise PackageRefused(_("Choose an option for two items at least. Nothing was kept."))
    row = Package(
        dialogue_id=staff.dialogue_id,
        number=next_number(staff.dialogue_id),
        origin=Package.Origin.DRAFTED,
        state=State.DRAFTED,
    )
    write_content(row, Content(in_order(parts)))
    move(row, State.SHOWN)
    row.save(force_insert=True)
    return row


@transaction.atomic
def table_package(*, staff: Staff, package_id: UUID, sayings: Mapping[str, str]) -> Package:
    """Put a package on the table: everyone reads its text, which stands from now on. Raises PackageRefused, UndeclaredMove.

    `sayings`: side → what it would have to be able to say at home.
    """
    Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    row = _package(staff.dialogue_id, package_id)
    if Package.objects.filter(dialogue_id=staff.dialogue_id, state__in=ON_THE_TABLE).count() >= MOST_ON_THE_TABLE:
        raise PackageRefused(_("Three packages are on the table already. Set one aside first."))
    content = read_content(row).with_sayings(sayings)
    open_now = {item.item.id for item in tradable_items(staff.dialogue_id)}
    if any(part.item not in open_now for part in content.parts):
        raise PackageRefused(_("An item of this package is settled or withdrawn. Draft a package without it."))
    _step(row, State.TABLED)
    row.text_hash, row.tabled_on = content.text_hash(), now().date()
    write_content(row, content)
    row.save()
    mark_items(staff.dialogue_id)
    _note(staff, "package.tabled", row)
    announce(dialogue_id=staff.dialogue_id, kind="package.tabled", body={"number": row.number}, subject=row.id)
    return row


@transaction.atomic
def set_package_aside(*, staff: Staff, package_id: UUID, reason: str) -> None:
    """Take a package off the table, or out of what is shown, and say why. Raises PackageRefused."""
    row = _package(staff.dialogue_id, package_id)
    was_read = row.state in ON_THE_TABLE
    reason = clean(reason)
    if was_read and not reason:
        raise PackageRefused(_("Everyone has read this package: say in a sentence why it is set aside."))
    asked = Measure.objects.filter(dialogue_id=staff.dialogue_id, subject_hash=row.text_hash, state__in=RUNNING)
    if was_read and asked.exists():
        raise PackageRefused(
            _("A ballot on this package is under way. Wait for its result, or void it in the measures.")
        )
    content = read_content(row)
    _step(row, State.SET_ASIDE)
    write_content(row, Content(content.parts, content.rank, content.better, sayings=content.sayings, why_aside=reason))
    row.save()
    if was_read:
        mark_items(staff.dialogue_id)
        _note(staff, "package.set_aside", row)
        announce(dialogue_id=staff.dialogue_id, kind="package.set_aside", body={"number": row.number}, subject=row.id)


@transaction.atomic
def check_improvement(*, staff: Staff, chosen: Mapping[UUID, UUID]) -> PackageSearch:
    """Ask whether another package would be better for every side than what is agreed for now: item → option.

    Raises PackageRefused without a weighting round, for an item that was not weighed, and after three checks of one round.
    """
    Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    measure = newest_weighting(staff.dialogue_id)
    if measure is None:
        raise PackageRefused(_("Hold a weighting round first: without weights nothing can be compared."))
    questions: Sequence[Question] = read_json(measure, "questions")["questions"][:-1]
    if choice_of(questions, dict(chosen)) is None:
        raise PackageRefused(_("Say for every item that was weighed which option is agreed for now."))
    checks = PackageSearch.objects.filter(measure=measure, kind=PackageSearch.Kind.IMPROVE)
    if checks.count() >= MOST_CHECKS:
        raise PackageRefused(_("Three checks were made on these weights. Hold a new weighting round before the next."))
    search = leave_search(staff.dialogue_id, measure.id, PackageSearch.Kind.IMPROVE)
    write_json(search, asked={str(item): str(option) for item, option in chosen.items()})
    search.save()
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        staff_id=staff.id,
        action="package.checked",
        subject=f"measure:{measure.id}",
        reason="",
    )
    return search


def mark_items(dialogue_id: UUID) -> None:
    """Let the agenda say which items stand in a package on the table."""
    rows = Package.objects.filter(dialogue_id=dialogue_id, state__in=ON_THE_TABLE)
    set_packaged(dialogue_id=dialogue_id, items={part.item for row in rows for part in read_content(row).parts})


def _parts(dialogue_id: UUID, chosen: Mapping[UUID, UUID]) -> list[Part]:
    """The parts of a package put together by hand. Raises NoSuchPackage for an item or option that is not there."""
    items = {row.item.id: row for row in tradable_items(dialogue_id)}
    parts = []
    for item, option in chosen.items():
        row = items.get(item)
        words = next((listed.label for listed in row.options if listed.id == option), None) if row else None
        if row is None or words is None:
            raise NoSuchPackage
        parts.append(Part(item, option, row.item.number, row.item.title, words))
    return parts


def _package(dialogue_id: UUID, package_id: UUID) -> Package:
    """Return a package of this dialogue, locked. Raises NoSuchPackage."""
    row = Package.objects.select_for_update().filter(id=package_id, dialogue_id=dialogue_id).first()
    if row is None:
        raise NoSuchPackage
    return row


def _step(row: Package, to: str) -> None:
    """Move a package along its diagram. Raises PackageRefused in words."""
    try:
        move(row, to)
    except UndeclaredMove as undeclared:
        raise PackageRefused(_("This package has changed meanwhile. Read it again as it stands now.")) from undeclared


def _note(staff: Staff, action: str, row: Package) -> None:
    """Write a deed that everyone sees into the record."""
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        staff_id=staff.id,
        action=action,
        subject=f"package:{row.id}",
        reason=row.text_hash,
    )


def _fingerprint(questions: Sequence[Question]) -> str:
    """Return the hash of what is asked: the same items and options are the same text for the ledger."""
    asked = [[question.get("key"), [option["id"] for option in question.get("options", ())]] for question in questions]
    return hashlib.sha256(json.dumps(asked, separators=(",", ":")).encode()).hexdigest()
