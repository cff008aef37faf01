"""A digest on its way to officials, and receivers of notices that listen on this machine."""

import http.server
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from accounts.access import Staff
from accounts.approvals.operations import ask, confirm
from facilitation.digests.deeds import RELEASE, TO_COMMENT
from facilitation.digests.models import Digest
from facilitation.digests.operations import (
    compile_digest,
    edit_digest,
    sign_digest,
    start_digest,
    to_signoff,
)
from facilitation.digests.operations.embargo import release_hash
from facilitation.digests.text import sections_of
from tests.cast import Scene


def by_two(first: Staff, second: Staff, deed: str, digest: Digest) -> None:
    """Two people approve one deed on the digest as it stands."""
    digest.refresh_from_db()
    seen = release_hash(digest) if deed == RELEASE else digest.text_hash
    approval = ask(staff=first, deed=deed, subject=digest.id, subject_hash=seen)
    confirm(staff=second, approval_id=approval.id, subject_hash=seen)
    digest.refresh_from_db()


def signed(scene: Scene, **sections: str) -> Digest:
    """A digest that every side has signed."""
    digest = start_digest(staff=scene.facilitator)
    compile_digest(digest.id)
    texts = {section.code: section.field for section in sections_of(digest)} | sections
    edit_digest(staff=scene.facilitator, digest_id=digest.id, texts=texts, handling="AMBER")
    by_two(scene.facilitators[0], scene.facilitators[1], TO_COMMENT, digest)
    to_signoff(staff=scene.facilitator, digest_id=digest.id)
    digest.refresh_from_db()
    for coordinator in scene.coordinators:
        sign_digest(staff=coordinator, digest_id=digest.id, text_hash=digest.text_hash)
    digest.refresh_from_db()
    return digest


def release(scene: Scene, digest: Digest) -> None:
    """A facilitator and an organizer release it."""
    by_two(scene.facilitator, scene.organizer, RELEASE, digest)


def released(scene: Scene, **sections: str) -> Digest:
    """A digest that was released."""
    digest = signed(scene, **sections)
    release(scene, digest)
    return digest


@dataclass
class Receiver:
    """What a web hook's receiver has got, and what it answers."""

    port: int = 0
    answers: list[int] = field(default_factory=list)  # taken one after the other; 204 when none is left
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    before: Callable[[], None] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"https://localhost:{self.port}/hook?of=ours"


@contextmanager
def receiving(certificate: Path) -> Iterator[Receiver]:
    """A receiver with a certificate of its own authority; the certificate is written to the file."""
    receiver = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if receiver.before is not None:
                receiver.before()
            status = receiver.answers.pop(0) if receiver.answers else 204
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"https://localhost:{receiver.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*own_certificate(certificate))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.port = int(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


def own_certificate(path: Path) -> tuple[str, str]:
    """Make a certificate for localhost; return the paths of certificate and key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = path.with_suffix(".key")
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(path), str(secret)


@dataclass
class Mailbox:
    """A mail server that keeps what it gets."""

    port: int = 0
    got: list[bytes] = field(default_factory=list)
    answer: str = "250 kept"  # to the end of the data


@contextmanager
def posting() -> Iterator[Mailbox]:
    """A mail server on this machine: enough of SMTP to take a mail."""
    box = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(line.encode() + b"\r\n")

        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline():
                word = line.split(b":")[0].split()[0].upper() if line.strip() else b""
                if word == b"DATA":
                    self.say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    box.got.append(b"".join(lines))
                    self.say(box.answer)
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 localhost" if word == b"EHLO" else "250 ok")

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    box.port = int(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()
