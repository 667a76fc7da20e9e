"""A client that holds every answer against the API's own description."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

if TYPE_CHECKING:
    from tests.api.description import Description

type Ask = Callable[..., Any]


@pytest.fixture(scope="session")
def description() -> "Description":
    # The settings are read when it is imported, which must come after the environment is set.
    from tests.api.description import Description

    return Description()


@pytest.fixture
def ask(db: None, description: "Description") -> Ask:
    """Sends a request (path, query, method, headers as keywords); gives the response once it is found to be as described."""
    client = Client(raise_request_exception=False)

    def send(path: str, query: Any = None, *, method: str = "GET", **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = client.generic(method, path, query_params=query, headers=named)
        description.check(path, method, response)
        return response

    return send


@pytest.fixture
def read(ask: Ask) -> Callable[..., Any]:
    """Gets a path, with a query; gives the body of what must be a 200."""

    def send(path: str, query: Any = None) -> Any:
        response: Any = ask(path, query)
        assert response.status_code == 200, response.content
        return response.json()

    return send
