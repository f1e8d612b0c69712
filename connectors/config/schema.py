"""The JSON schema of salescycle.yml, from which editors complete and check it.

`python -m connectors.config.schema` writes it again after the models changed; a test says when.
"""

import json
from pathlib import Path

from connectors.config.models import Document

SCHEMA = Path(__file__).with_name("schema.json")


def schema_text() -> str:
    """The schema of the models as they are now, ending in a newline."""
    schema = Document.model_json_schema()
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, indent=2, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
