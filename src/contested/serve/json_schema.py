"""Pieces of JSON Schema from which the API's document is put together."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
LEVEL: Schema = {"type": ["number", "null"]}
DATE: Schema = {"type": "string", "format": "date"}


def listed(of: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": of}


def object_of(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    """An object with these properties and no others."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def one(schema: str) -> Schema:
    """One of the document's own schemas, by name."""
    return {"$ref": f"#/components/schemas/{schema}"}
