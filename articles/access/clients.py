"""Where a request comes from: the one answer that every limit uses."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# As proxies write them: 192.0.2.1:5432, [2001:db8::1]:5432, [2001:db8::1].
WITH_PORT = re.compile(r"(?:\[(?P<v6>[^\[\]]*)\]|(?P<v4>[\d.]+))(?::\d{1,5})?")
IPV6_PREFIX = 64
UNKNOWN = "unknown"


def client_network(request: HttpRequest) -> str:
    """What limits count by: an IPv4 address, or the /64 that a provider gives to one IPv6 customer."""
    address = client_address(request)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))
    return str(address or UNKNOWN)


def client_address(request: HttpRequest) -> Address | None:
    """None where nothing tells it."""
    return address_behind_proxies(request.META.get("HTTP_X_FORWARDED_FOR", ""), request.META.get("REMOTE_ADDR", ""))


def address_behind_proxies(forwarded: str, peer: str) -> Address | None:
    """forwarded: the header X-Forwarded-For. peer: who speaks with this machine. None where neither tells it.

    Behind proxies, each adds to the right of X-Forwarded-For whom it speaks with; what stands further left than there are
    proxies is the client's invention. A header that is absent or holds no address there counts as the proxy's own address,
    so that nobody is a stranger anew with each request.
    """
    proxies = settings.PROXIES
    sent = forwarded.split(",")
    told = sent[-proxies] if 0 < proxies <= len(sent) else ""
    # Asking what an empty text is costs more than the rest.
    return (read_address(told) if told else None) or read_address(peer)


def read_address(text: str) -> Address | None:
    """An address with or without brackets, port and zone; one of IPv4 within IPv6 is that of IPv4."""
    text = text.strip().strip('"')
    if found := WITH_PORT.fullmatch(text):
        text = found["v6"] or found["v4"] or ""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
