"""The one place from which this house calls an address that somebody typed: only hosts that the installation allows, only
addresses of the public network (or of hosts that the installation names as lying inside), always the address that was checked.
"""

import http.client
import ipaddress
import os
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

PORT = 443
SECONDS = 5  # to connect, and between two bytes
SECONDS_IN_ALL = 10
LONGEST = 500  # characters of an address
NEVER = (
    ipaddress.ip_network("168.63.129.16/32"),  # a cloud's own services under an address that looks public
    ipaddress.ip_network("64:ff9b::/96"),  # translated to IPv4: may end anywhere
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/32"),
)


class NotAllowed(Exception):
    """The address is not one that this house may call. The text says why, for whoever typed it."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: where to connect, and what to ask for."""

    host: str
    port: int
    path: str
    inside: bool


def target_of(url: str) -> Target:
    """Take an address apart. Raises NotAllowed for anything but https to an allowed host."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode().lower().rstrip("."), parts.port or PORT
    except ValueError:
        raise NotAllowed("This is not a web address.") from None
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise NotAllowed("A web address has at most 500 characters, without blanks.")
    if parts.scheme != "https" or parts.username is not None or parts.password is not None or parts.fragment:
        raise NotAllowed("The address must begin with https:// and may hold neither a name, a password nor a #.")
    if not any(_named(host, allowed) for allowed in settings.WEBHOOK_HOSTS):
        raise NotAllowed("This installation does not allow that host. Whoever runs it can add it.")
    inside = any(_named(host, named) for named in settings.WEBHOOK_INSIDE)
    if port != PORT and not inside:
        raise NotAllowed("Only the usual port of https is allowed.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port, path, inside)


def address_of(target: Target) -> str:
    """Resolve a host once and return the address to connect to. Raises NotAllowed if any of its addresses is not public."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses:
        raise OSError("The host has no address.")
    if not target.inside and not all(is_public(address) for address in addresses):
        raise NotAllowed("This host has an address that is not of the public network.")
    return addresses[0]


def is_public(address: str) -> bool:
    """Return whether an address may be called: none that is private, local, shared, translated, or a cloud's own."""
    found = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if not found.is_global or found.is_multicast or found.is_reserved or found.is_unspecified:
        return False
    return not any(found in network for network in NEVER if network.version == found.version)


def post(url: str, headers: dict[str, str], body: bytes) -> int:
    """Post a body and return the answer's number. Nothing else of the answer is read; redirects are not followed."""
    target = target_of(url)
    line = _Pinned(target, address_of(target))
    try:
        line.request("POST", target.path, body, {**headers, "content-type": "application/json"})
        return line.getresponse().status
    except (OSError, http.client.HTTPException) as fault:
        if line.over:
            raise TimeoutError from fault
        raise
    finally:
        line.hang_up()


class _Pinned(http.client.HTTPSConnection):
    """A connection to one address that was checked, under the name that was asked for, with an end."""

    def __init__(self, target: Target, address: str) -> None:
        self.trusted = ssl.create_default_context(cafile=settings.WEBHOOK_CA_FILE or None)
        super().__init__(target.host, target.port, timeout=SECONDS, context=self.trusted)
        self.address = address
        self.over = False
        self._timer: threading.Timer | None = None
        self._line: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the checked address; the certificate has to be the host's. After ten seconds the line is cut."""
        plain = socket.create_connection((self.address, self.port), SECONDS)
        self._line = socket.socket(fileno=os.dup(plain.fileno()))
        self._timer = threading.Timer(SECONDS_IN_ALL, self._cut)
        self._timer.daemon = True
        self._timer.start()
        self.sock = self.trusted.wrap_socket(plain, server_hostname=self.host)

    def hang_up(self) -> None:
        """Close the line and stop the clock."""
        if self._timer is not None and self._line is not None:
            self._timer.cancel()
            self._line.close()
        self.close()

    def _cut(self) -> None:
        self.over = True
        line = self._line
        assert line is not None  # noqa: S101
        with suppress(OSError):  # it has just ended by itself
            line.shutdown(socket.SHUT_RDWR)


def _named(host: str, named: str) -> bool:
    """Whether a host is the one that is named, or lies beneath it if the name begins with a dot."""
    named = named.lower()
    return host == named or (named.startswith(".") and host.endswith(named) and len(host) > len(named))
