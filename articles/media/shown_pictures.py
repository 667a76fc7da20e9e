"""Which pictures readers may see, and which of them nobody described."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles.models import ITEM_MODELS, Item, Picture, PictureUse
from articles.rendering import TooCostlyError, mistyped_pictures, unlabelled_pictures
from articles.snapshots import Snapshot


def picture_url(picture: Picture) -> str:
    return reverse("picture", args=[picture.pk])


def visible_pictures(at: datetime | None = None) -> QuerySet[Picture]:
    """Pictures that an item which readers see shows, as its cover or in its text."""
    at = at or timezone.now()
    shown = Q()
    for item_type, model in ITEM_MODELS.items():
        visible = model._default_manager.published(at).filter(pk=OuterRef("item_id"))
        shown |= Q(Exists(visible), item_type=item_type)
    return Picture.objects.filter(Exists(PictureUse.objects.filter(shown, picture=OuterRef("pk"))))


def shown_unlabelled(model: type[Item], snapshot: Snapshot) -> set[str]:
    """The pictures of which an item's texts do not say what they show, its cover among them."""
    fields, links = snapshot.get("fields", {}), snapshot.get("links", {})
    texts = [fields.get(name) or "" for name in model.markdown_fields]
    try:
        return {*links.get("cover", []), *(pk for text in texts for pk in unlabelled_pictures(text))}
    except TooCostlyError:  # stored before there were limits
        return {*links.get("cover", [])}


def shown_mistyped(model: type[Item], snapshot: Snapshot) -> list[str]:
    """What an item's texts show as `picture:` and no id."""
    texts = [snapshot["fields"].get(name) or "" for name in model.markdown_fields]
    try:
        return list(dict.fromkeys(odd for text in texts for odd in mistyped_pictures(text)))
    except TooCostlyError:  # stored before there were limits
        return []


def undescribed(ids: Collection[str]) -> set[str]:
    """Those among the pictures that have no alternative text of their own either; a query, and none for no pictures."""
    described = Picture.objects.filter(pk__in=ids).exclude(alt="").values_list("pk", flat=True) if ids else ()
    return set(ids) - {str(pk) for pk in described}
