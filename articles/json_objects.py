"""What a JSON document is in Python, where its keys are not ours to declare or are declared elsewhere."""

from typing import Any

type JsonObject = dict[str, Any]
