"""Where a request came from, as the proxies of our own tell it."""

import ipaddress
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """The address the request came from; of an IPv6 address the part that belongs to one household.

    Behind trusted proxies (``TRUSTED_PROXIES`` of them) it is what the outermost of them wrote down.
    """
    address: Any = request.META.get("REMOTE_ADDR", "")
    if proxies := getattr(settings, "TRUSTED_PROXIES", 0):
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        address = hops[-proxies] if len(hops) >= proxies else address
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return str(address)
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
