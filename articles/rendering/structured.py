"""Data for programs within a page."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# A script element ends at the first `</script`, and `<!--` changes how it is read; in JSON, all three may be escaped.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script_json(value: Any) -> SafeString:
    """The value as JSON that is safe within a script element of a data type, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308  no character of markup is left
