"""How many requests one client may send."""

from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle

from articles.access.clients import client_network


class ClientThrottle(AnonRateThrottle):
    """Counts by the client's network, as the portal's other limits do."""

    def get_ident(self, request: Request) -> str:
        return client_network(request)
