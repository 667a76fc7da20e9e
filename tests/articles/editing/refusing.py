"""What a save that is refused says of each part."""

import pytest
from django.core.exceptions import ValidationError


def refusal(call, *args, **values) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        call(*args, **values)
    return caught.value.message_dict
