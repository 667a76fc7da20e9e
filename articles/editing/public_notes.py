"""What readers are told of an item's saved states: said with a save, or afterwards here."""

from datetime import datetime

from django.utils import timezone

from articles.editing.recording import Occasion, clean_note, ordered_transaction, record_changes
from articles.models import Change, Item, Revision, User


def tell_readers(item: Item, version: int, text: str, *, by: User | None) -> bool:
    """Whether readers are told something else of `version` now; an empty `text` takes its line away.

    The item and its version stay as they are; the change log tells who did it. Raises Revision.DoesNotExist.
    """
    text = clean_note(text)
    revisions = Revision.objects.filter(item_type=item.item_type.value, item_id=item.pk, version=version)
    with ordered_transaction() as last_number:
        at = timezone.now()
        revision = revisions.only("public_note").get()
        if revision.public_note == text:
            return False
        revision.public_note = text
        revision.save(update_fields=["public_note"])
        told = f"told readers of version {version}: {text}" if text else f"told readers no more of version {version}"
        record_changes([make_change(item, at)], Occasion(by, told), last_number=last_number, at=at)
    return True


def make_change(item: Item, at: datetime) -> Change:
    stored = type(item)._default_manager.only("version", "status", "publish_at", "expire_at").get(pk=item.pk)
    is_live = stored.is_published(at)
    return Change(
        item_type=item.item_type.value,
        item_id=item.pk,
        version=stored.version,
        kind=Change.Kind.UPDATED,
        live_before=is_live,
        live_after=is_live,
    )
