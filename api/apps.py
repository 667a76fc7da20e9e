"""The JSON face of the portal. It holds no models and no rules of its own."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"
    verbose_name = "API"

    def ready(self) -> None:
        from api import checks  # noqa: F401  (importing registers the checks)
