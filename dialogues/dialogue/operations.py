"""Setting a dialogue up.

Its numbers freeze when it starts confirming; afterwards they may only become stricter.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import Role, Staff, StaffMember
from accounts.audit.operations import record
from accounts.operations import give_first_role
from accounts.queries import roles_in
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Dialogue, GroundRuleSet, Side
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells, write_json
from dialogues.vault.keys import create_dialogue_key

SIDES = (2, 6)
LABEL_LENGTH = 40
RULES_LENGTH = 6000
HIGH_RISK = {"k": 7, "f": 2, "gap_minutes": 24 * 60}
LONGEST_DAYS = 365  # how long a dialogue may talk before its key dies, unless it is closed before


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
    entry: str = Dialogue.Entry.UNLINKABLE
    issue_minutes: int = 72 * 60
    gap_minutes: int = 12 * 60
    redeem_minutes: int = 48 * 60
    even_traffic: bool = False


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
    """Change a draft freely; once frozen only its names, and its numbers upwards. Raises SetUpRefused."""
    check_facts(facts)
    dialogue = Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    if dialogue.state != Dialogue.State.DRAFT:
        _refuse_looser(dialogue, facts)
    _write(dialogue, facts)
    dialogue.save()
    _note(staff, "dialogue.changed")


@transaction.atomic
def change_sides(*, staff: Staff, sides: list[str]) -> None:
    """Name the sides of a draft anew. A side that keeps its place keeps its coordinator. Raises SetUpRefused."""
    labels = _labels(sides)
    dialogue = Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    if dialogue.state != Dialogue.State.DRAFT:
        raise SetUpRefused(_("The sides are frozen with the dialogue. Nothing was changed."))
    rows = {side.number: side for side in dialogue.sides.all()}
    gone = [rows[number].id for number in rows if number >= len(labels)]
    if any(role.side_id in gone for role in roles_in(dialogue.id)):
        raise SetUpRefused(_("A side that you leave out has a coordinator. Take that role away first."))
    Side.objects.filter(id__in=gone).delete()
    for number, label in enumerate(labels):
        side = rows.get(number) or Side(dialogue=dialogue, number=number)
        write_cells(side, label=label)
        side.save()
    _note(staff, "dialogue.sides_changed")


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
    """Freeze the numbers and ask the coordinators. Raises SetUpRefused with the first thing that is missing."""
    dialogue = Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    missing = missing_for_freeze(staff.dialogue_id)
    if missing and dialogue.state == Dialogue.State.DRAFT:
        raise SetUpRefused(missing[0])
    move(dialogue, Dialogue.State.CONFIRMING)
    dialogue.ends_on = now().date() + timedelta(days=LONGEST_DAYS + dialogue.retention_days)
    dialogue.save()
    _note(staff, "dialogue.frozen")


def missing_for_freeze(dialogue_id: UUID) -> list[str]:
    """Return, in sentences, what a draft still needs before it can be frozen."""
    roles = roles_in(dialogue_id)
    missing = []
    if not GroundRuleSet.objects.filter(dialogue_id=dialogue_id).exists():
        missing.append(_("Write the ground rules first: everyone accepts them before the first word."))
    if not any(role.role == Role.FACILITATOR for role in roles):
        missing.append(_("Name a facilitator first: every side confirms the facilitators by name."))
    spoken_for = {role.side_id for role in roles if role.role == Role.COORDINATOR}
    if set(Side.objects.filter(dialogue_id=dialogue_id).values_list("id", flat=True)) - spoken_for:
        missing.append(_("Name a coordinator for every side first: they confirm and hand out the invitations."))
    return missing


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
        raise SetUpRefused(_("k is at least 5: below that no group hides anybody."))
    if facts.f < 1:
        raise SetUpRefused(_("f is at least 1: assume that at least one person talks."))
    if facts.k < 2 * facts.f + 3:
        raise SetUpRefused(
            _("With f = %(f)d, k must be at least %(k)d: otherwise insiders could work out a vote.")
            % {"f": facts.f, "k": 2 * facts.f + 3}
        )
    if facts.high_risk and (facts.k < HIGH_RISK["k"] or facts.f < HIGH_RISK["f"]):
        raise SetUpRefused(_("A high-risk dialogue needs k of at least 7 and f of at least 2."))
    if facts.high_risk and not facts.even_traffic:
        raise SetUpRefused(_("A high-risk dialogue needs even traffic: otherwise a watched line tells the mask."))
    check_entry(facts)
    if not 7 <= facts.retention_days <= 90:
        raise SetUpRefused(_("Messages are kept between 7 and 90 days after a session."))
    if not canonical(facts.title) or not facts.codename.strip():
        raise SetUpRefused(_("Give the dialogue a codename and a title. The codename never says what it is about."))


def check_entry(facts: Facts) -> None:
    """Raise SetUpRefused for a way of entry that does not fit the risk (anonymity.md 1.3, section 3)."""
    if facts.entry not in Dialogue.Entry.values or facts.issue_minutes < 1 or facts.redeem_minutes < 1:
        raise SetUpRefused(_("Choose how people enter, and for how long."))
    if facts.high_risk and facts.entry != Dialogue.Entry.UNLINKABLE:
        raise SetUpRefused(
            _("A high-risk dialogue uses unlinkable entry: in quick entry the server could link people.")
        )
    if facts.high_risk and facts.gap_minutes < HIGH_RISK["gap_minutes"]:
        raise SetUpRefused(_("A high-risk dialogue needs a pause of at least a day between the two steps of entry."))


def _refuse_looser(dialogue: Dialogue, facts: Facts) -> None:
    """People join under frozen numbers: refuse whatever is looser, and whatever is neither looser nor stricter."""
    looser = facts.k < dialogue.k or facts.f < dialogue.f or (dialogue.high_risk and not facts.high_risk)
    looser = looser or facts.gap_minutes < dialogue.gap_minutes
    if looser or facts.retention_days > dialogue.retention_days:
        raise SetUpRefused(_("These numbers are frozen: they can be made stricter, not looser. Nothing was changed."))
    if facts.sequencing != dialogue.sequencing or facts.languages != dialogue.languages.split(","):
        raise SetUpRefused(_("The order of the agenda and the languages are frozen. Nothing was changed."))
    if facts.even_traffic != dialogue.even_traffic:
        raise SetUpRefused(_("Even traffic is frozen: people join knowing what their line shows. Nothing was changed."))
    windows = (facts.entry, facts.issue_minutes, facts.redeem_minutes)
    if windows != (dialogue.entry, dialogue.issue_minutes, dialogue.redeem_minutes):
        raise SetUpRefused(_("The way of entry and its windows are frozen. Nothing was changed."))


def _labels(sides: list[str]) -> list[str]:
    """Return the sides' canonical labels, or refuse."""
    labels = [canonical(label) for label in sides if label.strip()]
    if not SIDES[0] <= len(labels) <= SIDES[1]:
        raise SetUpRefused(_("A dialogue has 2 to 6 sides; %(count)d were named.") % {"count": len(labels)})
    if len({label.casefold() for label in labels}) < len(labels):
        raise SetUpRefused(_("Two sides have the same label. Give each a label of its own."))
    if any(len(label) > LABEL_LENGTH for label in labels):
        raise SetUpRefused(_("A side's label has at most %(most)d characters.") % {"most": LABEL_LENGTH})
    return labels


def _write(dialogue: Dialogue, facts: Facts) -> None:
    """Put the facts into the row."""
    dialogue.codename = facts.codename.strip()
    dialogue.languages = ",".join(facts.languages)
    dialogue.k, dialogue.f, dialogue.high_risk = facts.k, facts.f, facts.high_risk
    dialogue.sequencing, dialogue.retention_days = facts.sequencing, facts.retention_days
    dialogue.even_traffic = facts.even_traffic
    dialogue.entry, dialogue.gap_minutes = facts.entry, facts.gap_minutes
    dialogue.issue_minutes, dialogue.redeem_minutes = facts.issue_minutes, facts.redeem_minutes
    write_cells(dialogue, title=canonical(facts.title), purpose=canonical(facts.purpose))


def _add_rules(dialogue_id: UUID, language: str, text: str) -> int:
    """Store the next version of the rules."""
    text = canonical(text)
    if not 0 < len(text) <= RULES_LENGTH:
        raise SetUpRefused(_("The ground rules have 1 to %(most)d characters.") % {"most": RULES_LENGTH})
    newest = GroundRuleSet.objects.filter(dialogue_id=dialogue_id).aggregate(newest=Max("version"))["newest"] or 0
    rules = GroundRuleSet(dialogue_id=dialogue_id, version=newest + 1)
    write_json(rules, text={language: text})
    rules.save()
    return newest + 1


def _note(staff: Staff, action: str, subject: str = "") -> None:
    """Write a deed into the audit chain."""
    subject = subject or f"dialogue:{staff.dialogue_id}"
    record(dialogue_id=staff.dialogue_id, actor=staff.role, action=action, subject=subject, staff_id=staff.id)
