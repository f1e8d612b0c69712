"""What `salescycle init` writes: a commented configuration that a newcomer can edit."""

from importlib.resources import files
from pathlib import Path

from connectors.config.company_folder import SHEETS
from connectors.config.entities import ENTITIES
from connectors.errors import UserError


def init(folder: Path) -> list[Path]:
    """Writes salescycle.yml, its schema, .env.example and company/ into an empty folder.

    Makes the folder if needed; a `.git` in it is fine. Returns the files written. Raises UserError
    for anything else in it, or if it cannot be written.
    """
    package = files("connectors.config")
    templates = package / "templates"
    contents = {
        "salescycle.yml": (templates / "salescycle.yml").read_text("utf-8"),
        "salescycle.schema.json": (package / "schema.json").read_text("utf-8"),
        ".env.example": (templates / "env.example").read_text("utf-8"),
    }
    for name, entity in SHEETS.items():
        contents[f"company/{name}"] = ",".join(ENTITIES[entity].names) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(entry.name != ".git" for entry in folder.iterdir()):
            raise UserError(f"{folder}: not empty; give `salescycle init` an empty folder")
        for name, text in contents.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{folder}: {error.strerror}; choose a folder you may write") from None
    return [folder / name for name in contents]
