"""Answers made up from the schemas of a description: the same for the same seed."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests.descriptions.schemas import Json

DEEPEST = 8
BEGAN = datetime(2026, 10, 1, 8, tzinfo=UTC)


class Maker:
    """Makes instances of the schemas of one document."""

    def __init__(self, document: Json, seed: str):
        self._named = document["components"]["schemas"]
        self._random = Random(seed)

    def make(self, schema: Json, depth: int = 0) -> Any:
        """An instance; what may be null or missing sometimes is."""
        if "$ref" in schema:
            return self.make(self._named[schema["$ref"].rpartition("/")[2]], depth)
        if schema.get("nullable") and self._random.random() < 0.3:
            return None
        if "allOf" in schema:
            made = [self.make(each, depth) for each in schema["allOf"]]
            # alone it may be anything
            return made[0] if len(made) == 1 else {k: v for each in made for k, v in each.items()}
        for key in ("oneOf", "anyOf"):
            if key in schema:
                return self.make(self._random.choice(schema[key]), depth + 1)
        if "enum" in schema:
            return self._random.choice([each for each in schema["enum"] if each is not None])
        kind = schema.get("type", "object" if "properties" in schema else "string")
        if kind == "array":
            size = self._random.randint(1, 2) if depth < DEEPEST else 0
            return [self.make(schema["items"], depth + 1) for _ in range(size)]
        return self._object(schema, depth) if kind == "object" else self._scalar(schema, kind)

    def _object(self, schema: Json, depth: int) -> Json:
        needed = schema.get("required", ())
        return {
            name: self.make(each, depth + 1)
            for name, each in schema.get("properties", {}).items()
            if name in needed or (depth < DEEPEST and self._random.random() < 0.7)
        }

    def _scalar(self, schema: Json, kind: str) -> Any:
        number = self._random.randint(1, 90_000)
        if kind == "boolean":
            return number % 2 == 0
        if kind in ("integer", "number"):
            return number
        made = {
            "date-time": f"{BEGAN + timedelta(seconds=number):%Y-%m-%dT%H:%M:%S.123456Z}",
            "uri": f"https://api.example.com/things/{self.uuid()}",
            "uuid": self.uuid(),
            "email": f"somebody.{number}@example.com",
        }
        usual = "#00aa1f" if "pattern" in schema else f"text {number} ø"
        return made.get(schema.get("format", ""), usual)

    def uuid(self) -> str:
        """A UUID."""
        return str(UUID(int=self._random.getrandbits(128), version=4))
