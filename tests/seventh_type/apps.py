from django.apps import AppConfig


class SeventhTypeConfig(AppConfig):
    name = "tests.seventh_type"

    def ready(self) -> None:
        from tests.seventh_type import api, pages, reading  # noqa: F401  (importing adds its entries)
