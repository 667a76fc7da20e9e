"""What readers are told of an item's saved states: said with a save, or afterwards here."""

from django.utils import timezone

from articles.editing.allowing import require
from articles.editing.recording import Occasion, clean_note, make_side_change, ordered_transaction, record_changes
from articles.models import Item, Revision, User
from articles.rights import Right


def tell_readers(item: Item, version: int, text: str, *, by: User | None) -> bool:
    """Whether readers are told something else of `version` now; an empty `text` takes its line away.

    The item and its version stay as they are; the change log tells who did it. Raises Revision.DoesNotExist,
    and ValidationError without the right to change the item.
    """
    require(Right.CHANGE, type(item), by=by)
    text = clean_note(text)
    revisions = Revision.objects.filter(item_type=item.item_type, item_id=item.pk, version=version)
    with ordered_transaction() as last_number:
        at = timezone.now()
        revision = revisions.only("public_note").get()
        if revision.public_note == text:
            return False
        revision.public_note = text
        revision.save(update_fields=["public_note"])
        told = f"told readers of version {version}: {text}" if text else f"told readers no more of version {version}"
        stored = type(item)._default_manager.only("version", "status", "publish_at", "expire_at").get(pk=item.pk)
        record_changes([make_side_change(stored, at)], Occasion(by, told), last_number=last_number, at=at)
    return True
