"""Holds answers against the API's own description, more strictly than clients may."""

import json
import re
from typing import Any

from jsonschema import Draft202012Validator

from api.schema import build_schema

PROBLEM_TYPE = "application/problem+json"


class Description:
    """The published schema; objects may hold no key that it does not name."""

    def __init__(self) -> None:
        self.schema = json.loads(json.dumps(build_schema(), default=str))
        for component in self.schema["components"]["schemas"].values():
            if "allOf" in component:
                component["unevaluatedProperties"] = False
            elif component.get("title") != "Problem" and "status" not in component.get("properties", {}):
                component["additionalProperties"] = False

    def operation(self, path: str) -> dict[str, Any] | None:
        for template, operations in self.schema["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[-a-zA-Z0-9_]+", template), path):
                found: dict[str, Any] = operations["get"]
                return found
        return None

    def validate(self, reference: dict[str, Any], body: Any) -> None:
        document = {**reference, "components": self.schema["components"]}
        Draft202012Validator(document, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(body)

    def check(self, path: str, method: str, response: Any) -> None:
        """Fails where status, headers, media type or body are not as described."""
        media_type = response.headers.get("Content-Type", "")
        operation = self.operation(path)
        if operation is None or method not in ("GET", "HEAD") or response.status_code == 405:
            if media_type == PROBLEM_TYPE:
                self.validate({"$ref": "#/components/schemas/Problem"}, response.json())
            return
        described = operation["responses"][str(response.status_code)]
        assert set(described.get("headers", {})) <= set(response.headers)
        if method == "HEAD" or "content" not in described:
            assert response.content == b""
            return
        self.validate(described["content"][media_type]["schema"], response.json())
