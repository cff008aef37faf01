"""Setting a dialogue up.

Its numbers freeze when it starts confirming; afterwards they may only become stricter.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.access import Staff, StaffMember
from accounts.audit.operations import record
from accounts.operations import give_first_role
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Dialogue, GroundRuleSet, Side
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells, write_json
from dialogues.vault.keys import create_dialogue_key

SIDES = (2, 6)
LABEL_LENGTH = 40
RULES_LENGTH = 6000
HIGH_RISK = {"k": 7, "f": 2}


class SetUpRefused(Exception):
    """The dialogue cannot be set up in this way; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an organizer decides about a dialogue."""

    codename: str
    title: str
    purpose: str = ""
    languages: list[str] = field(default_factory=lambda: ["en"])
    k: int = 5
    f: int = 1
    high_risk: bool = False
    sequencing: str = Dialogue.Sequencing.GRADUAL
    retention_days: int = 30


def create_dialogue(*, by: StaffMember, facts: Facts, sides: list[str], rules: str) -> Staff:
    """Create a dialogue in draft and return its creator's key as its organizer. Raises SetUpRefused."""
    check_facts(facts)
    labels = _labels(sides)
    dialogue = Dialogue()
    create_dialogue_key(
        dialogue.id
    )  # before the rows: a key without a dialogue harms nobody, cells without a key would
    with transaction.atomic():
        _write(dialogue, facts)
        dialogue.save(force_insert=True)
        for number, label in enumerate(labels):
            side = Side(dialogue=dialogue, number=number)
            write_cells(side, label=label)
            side.save()
        _add_rules(dialogue.id, facts.languages[0], rules)
        staff = give_first_role(person=by, dialogue_id=dialogue.id)
        _note(staff, "dialogue.created")
    return staff


@transaction.atomic
def change_facts(*, staff: Staff, facts: Facts) -> None:
    """Change a draft freely; later only thresholds upwards and the high-risk mark on. Raises SetUpRefused."""
    check_facts(facts)
    dialogue = Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    if dialogue.state != Dialogue.State.DRAFT:
        looser = facts.k < dialogue.k or facts.f < dialogue.f or (dialogue.high_risk and not facts.high_risk)
        if looser or facts.retention_days > dialogue.retention_days:
            raise SetUpRefused(
                "People have joined under these numbers: they can be made stricter, not looser. Nothing was changed."
            )
    _write(dialogue, facts)
    dialogue.save()
    _note(staff, "dialogue.changed")


@transaction.atomic
def set_ground_rules(*, staff: Staff, language: str, text: str) -> int:
    """Write a new version of the ground rules and return its number.

    Everyone accepts it before the next post.
    """
    version = _add_rules(staff.dialogue_id, language, text)
    _note(staff, "rules.changed", f"version:{version}")
    return version


@transaction.atomic
def start_confirming(*, staff: Staff) -> None:
    """Freeze the numbers and ask the coordinators. Raises SetUpRefused if something is missing."""
    dialogue = Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    if not dialogue.ground_rules.exists():
        raise SetUpRefused("Write the ground rules first: everyone accepts them before the first word.")
    move(dialogue, Dialogue.State.CONFIRMING)
    dialogue.ends_on = now().date() + timedelta(days=365 + dialogue.retention_days)
    dialogue.save()
    _note(staff, "dialogue.frozen")


@transaction.atomic
def activate(*, dialogue_id: UUID) -> None:
    """Begin: every coordinator has confirmed and the first epoch lets people in. Called by admission."""
    dialogue = Dialogue.objects.select_for_update().get(id=dialogue_id)
    if dialogue.state == Dialogue.State.CONFIRMING:
        move(dialogue, Dialogue.State.ACTIVE)
        dialogue.save(update_fields=["state"])
        record(
            dialogue_id=dialogue_id,
            actor="system",
            action="dialogue.active",
            subject=f"dialogue:{dialogue_id}",
        )


def check_facts(facts: Facts) -> None:
    """Raise SetUpRefused, in words, for thresholds that could give a person away."""
    if facts.k < 5:
        raise SetUpRefused("k is at least 5: below that no group hides anybody.")
    if facts.f < 1:
        raise SetUpRefused("f is at least 1: assume that at least one person talks.")
    if facts.k < 2 * facts.f + 3:
        raise SetUpRefused(
            f"With f = {facts.f}, k must be at least {2 * facts.f + 3}: otherwise insiders could work out a vote."
        )
    if facts.high_risk and (facts.k < HIGH_RISK["k"] or facts.f < HIGH_RISK["f"]):
        raise SetUpRefused("A high-risk dialogue needs k of at least 7 and f of at least 2.")
    if not 7 <= facts.retention_days <= 90:
        raise SetUpRefused("Messages are kept between 7 and 90 days after a session.")
    if not canonical(facts.title) or not facts.codename.strip():
        raise SetUpRefused(
            "Give the dialogue a codename and a title. The codename never says what it is about."
        )


def _labels(sides: list[str]) -> list[str]:
    """Return the sides' canonical labels, or refuse."""
    labels = [canonical(label) for label in sides if label.strip()]
    if not SIDES[0] <= len(labels) <= SIDES[1]:
        raise SetUpRefused(f"A dialogue has {SIDES[0]} to {SIDES[1]} sides; {len(labels)} were named.")
    if len({label.casefold() for label in labels}) < len(labels):
        raise SetUpRefused("Two sides have the same label. Give each a label of its own.")
    if any(len(label) > LABEL_LENGTH for label in labels):
        raise SetUpRefused(f"A side's label has at most {LABEL_LENGTH} characters.")
    return labels


def _write(dialogue: Dialogue, facts: Facts) -> None:
    """Put the facts into the row."""
    dialogue.codename = facts.codename.strip()
    dialogue.languages = ",".join(facts.languages)
    dialogue.k, dialogue.f, dialogue.high_risk = facts.k, facts.f, facts.high_risk
    dialogue.sequencing, dialogue.retention_days = facts.sequencing, facts.retention_days
    write_cells(dialogue, title=canonical(facts.title), purpose=canonical(facts.purpose))


def _add_rules(dialogue_id: UUID, language: str, text: str) -> int:
    """Store the next version of the rules."""
    text = canonical(text)
    if not 0 < len(text) <= RULES_LENGTH:
        raise SetUpRefused(f"The ground rules have 1 to {RULES_LENGTH} characters.")
    newest = (
        GroundRuleSet.objects.filter(dialogue_id=dialogue_id).aggregate(newest=Max("version"))["newest"] or 0
    )
    rules = GroundRuleSet(dialogue_id=dialogue_id, version=newest + 1)
    write_json(rules, text={language: text})
    rules.save()
    return newest + 1


def _note(staff: Staff, action: str, subject: str = "") -> None:
    """Write a deed into the audit chain."""
    subject = subject or f"dialogue:{staff.dialogue_id}"
    record(dialogue_id=staff.dialogue_id, actor=staff.role, action=action, subject=subject, staff_id=staff.id)
