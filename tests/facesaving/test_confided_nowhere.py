"""A confidential text stands on the page of its pair until it is sealed, and nowhere else at any time."""

import base64
import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail

from accounts.audit.queries import chain_file
from dialogues.chat.search import search
from dialogues.dialogue.queries import current_session
from dialogues.events.models import Event
from dialogues.facesaving.models import FaceSavingPair
from dialogues.facesaving.operations import lines
from dialogues.vault.cells import read_json
from facilitation.digests.guard import findings
from facilitation.digests.guard.finding import CONFIDED
from facilitation.digests.models import Digest
from facilitation.digests.operations import compile_digest, start_digest
from facilitation.digests.text import lines_of
from facilitation.exports.documents import digest_paper, summary_paper
from facilitation.exports.models import ExportFile
from facilitation.exports.rendering import RENDERERS
from facilitation.sweep import sweep_all
from tests.access import matrix
from tests.access.test_matrix import House
from tests.canary.test_canary import on_disk, overheard
from tests.cast import Scene
from tests.facesaving.scenes import LINES, SECRET, WORDS, confirmed, deposited, fresh, heard, silence_kept, standing

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(settings.BASE_DIR)
ITS_OWN_PAGES = {"facesaving:pair", "facesaving:read_pair"}


def spellings() -> list[bytes]:
    """The secret as it is, in hex and in base64."""
    secret = SECRET.encode()
    return [secret, secret.hex().encode(), base64.b64encode(secret)[:-4], json.dumps(SECRET).encode()[1:-1]]


def pages_that_show_it(house: House) -> set[str]:
    """Every address whose page holds the text, for facilitators, organizers, coordinators, auditors, a seat."""
    shown = set()
    for name in matrix.STAFF:
        address = house.address(name)
        if any(SECRET in browser.get(address).content.decode(errors="ignore") for browser in house.browsers.values()):
            shown.add(name)
    for name in matrix.SEAT:
        if SECRET in house.seat.get(house.address(name, dialogue=False)).content.decode(errors="ignore"):
            shown.add(name)
    return shown


def test_only_the_pages_of_its_pair_show_it_and_after_the_seal_none_does(live: Scene) -> None:
    house = House(live)
    assert pages_that_show_it(house) == ITS_OWN_PAGES
    FaceSavingPair.objects.filter(id=house.rows["pair_id"]).update(state="deposited")
    assert pages_that_show_it(house) == set()


def files(scene: Scene) -> Iterator[bytes]:
    """Every form of the agreement summary and of a digest, opened where it is packed."""
    Digest.objects.all().delete()
    digest = start_digest(staff=scene.facilitator)
    compile_digest(digest.id)
    digest = Digest.objects.get(id=digest.id)
    for paper in (summary_paper(scene.dialogue_id), digest_paper(digest)):
        for kind in ExportFile.Kind.values:
            made = RENDERERS[kind](paper)
            yield made
            if kind == ExportFile.Kind.WORD:
                with zipfile.ZipFile(io.BytesIO(made)) as packed:
                    yield from (packed.read(name) for name in packed.namelist())
        yield json.dumps(paper.sections, ensure_ascii=False).encode()


def test_no_file_digest_search_record_mail_log_or_broker_holds_it_at_any_time(
    live: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    said: list[bytes] = []
    told: list[bytes] = []
    with overheard(said):
        pair = standing(live)
        heard(live, pair)
        pair = confirmed(live, fresh(pair))
        told += files(live)
        sealed = deposited(live)
        told += files(live)
        withdrawn = live.all_seats()[0]
        lines.put_withdrawal(seat=withdrawn, pair_id=sealed.id)
        silence_kept(sealed)
        sweep_all()
    session = current_session(live.dialogue_id)
    for key in (live.facilitator, withdrawn):
        told += [str(search(key, word, session)).encode() for word in ("families", "nothing in writing", SECRET)]
    told.append(json.dumps(chain_file(live.dialogue_id)).encode())
    told += [json.dumps(read_json(row, "body"), ensure_ascii=False).encode() for row in Event.objects.all()]
    told.append(caplog.text.encode())
    told.append(b"".join(said))
    assert b"PUBLISH" in told[-1], "nothing was overheard: the test would prove nothing"
    keys = [path.read_bytes() for path in Path(settings.KEYSTORE).rglob("*") if path.is_file()]
    places = {"told": told, "disk": [text for _table, text in on_disk()], "keystore": keys}
    found = [name for name, texts in places.items() for text in texts for mark in spellings() if mark in text]
    assert found == []
    assert getattr(mail, "outbox", []) == []


def test_the_agreement_summary_and_a_digest_take_the_public_words_of_an_agreed_pair_and_no_other(live: Scene) -> None:
    pair = standing(live)
    assert WORDS.joint not in str(summary_paper(live.dialogue_id).sections)
    heard(live, pair)
    confirmed(live, fresh(pair))
    digest = start_digest(staff=live.facilitator)
    compile_digest(digest.id)
    compiled = str(lines_of(Digest.objects.get(id=digest.id)))
    for said in (str(summary_paper(live.dialogue_id).sections), compiled):
        for words in (WORDS.joint, *LINES[:2]):
            assert words in said
        assert "church council" not in said, "custody is nobody’s business outside the room"
    assert not [one for one in findings(live.dialogue_id, [("constraints", LINES[0])]) if one.blocks]


def test_the_guard_blocks_a_digest_that_quotes_it_and_shows_the_drafts_own_words_alone(live: Scene) -> None:
    standing(live)
    quoted = "We heard that Velmar asks for nothing in writing, and more."
    (found,) = [one for one in findings(live.dialogue_id, [("bottom_line", quoted)]) if one.kind == CONFIDED]
    assert found.blocks
    assert found.part in quoted
    assert "families" not in str(found)
    assert not findings(live.dialogue_id, [("bottom_line", "Families come first.")])


def test_the_table_of_confidential_texts_has_one_reader() -> None:
    readers: dict[str, set[str]] = {"ConfidentialText": set(), "unseal_apart": set(), "confidential_of": set()}
    for path in (path for part in ("accounts", "dialogues", "facilitation") for path in (ROOT / part).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for name in readers:
            if "migrations" not in path.parts and re.search(rf"\b{name}\b", source):
                readers[name].add(str(path.relative_to(ROOT)))
    own = "dialogues/facesaving"
    assert readers["unseal_apart"] == {"dialogues/vault/deposits.py", f"{own}/confidential.py"}
    assert readers["ConfidentialText"] == {
        "dialogues/models.py",
        f"{own}/models.py",
        f"{own}/confidential.py",
        f"{own}/queries.py",
    }
    assert readers["confidential_of"] == {f"{own}/confidential.py", f"{own}/operations/drafting.py"}
