"""Whether each declared type of items has its part in the API."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from articles.models import ITEM_MODELS

SERIALIZERS = ("row_serializer", "item_serializer")


@register("types")
def check_types(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    # Views cost time to load, which no command but this check wants.
    from api.views.items import VIEWSETS

    return [
        Error(
            f"{model.__name__} has no addresses in the API.",
            hint=f'Give it an api.views.items.ItemViewSet with item_type = "{name}" and its two serializers.',
            obj=model,
            id="api.E001",
        )
        for name, model in ITEM_MODELS.items()
        if not all(hasattr(VIEWSETS.get(name), one) for one in SERIALIZERS)
    ]
