"""What is no configuration at all, and the form of errors."""

from pathlib import Path

import pytest

from connectors.config import ConfigError, load
from connectors.errors import TableRefused, TruncatedRead, UserError


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "salescycle.yml:1: holds no settings; start from the file that `salescycle init` wr"),
        ("just words", "salescycle.yml:1: holds no settings; "),
        ("company: {}\n", "salescycle.yml:1: sources: is missing; add it"),
        ("sources: []\n", "salescycle.yml:1: sources: is empty; give it a value or remove it"),
        ("a: b\n  c: d\n", "salescycle.yml:2: not YAML: mapping values are not allowed here; "),
        ("company:\n\tweek_start: monday\n", "salescycle.yml:2: not YAML: found character"),
        ("a: 'x\n", "salescycle.yml:2: not YAML: found unexpected end of stream; check ind"),
        ("a: *b\n", "salescycle.yml:1: not YAML: found undefined alias"),
        ("&a {sources: *a}", "salescycle.yml:1: an alias (*name) holds itself; write it out"),
        ("a: \x07\n", "salescycle.yml:1: not YAML: "),
        ("sources: []\n---\nsources: []\n", "salescycle.yml:2: not YAML: "),
    ],
)
def test_not_a_configuration_at_all(problems_of, text, problem):
    problems = problems_of(text)
    assert problems[0].startswith(problem)
    assert "\n" not in problems[0]


def test_files_that_cannot_be_read(tmp_path):
    def message(path: Path) -> str:
        with pytest.raises(ConfigError) as caught:
            load(path, env={})
        return str(caught.value)

    assert message(tmp_path / "no.yml") == (
        f"{tmp_path}/no.yml: no such file; `salescycle init` makes one, --config FILE names another"
    )
    assert message(tmp_path) == f"{tmp_path}: Is a directory; check the path and permissions"
    latin = tmp_path / "latin.yml"
    latin.write_bytes(b"# one\n# two\n# caf\xe9\n")
    assert message(latin) == f"{latin}:3: not UTF-8 text; save it as UTF-8"
    latin.write_bytes(b"sources: []\n")
    (tmp_path / ".env").write_bytes(b"A=caf\xe9\n")
    assert message(latin) == (f"{tmp_path}/.env: cannot be read; save it as UTF-8 text, NAME=value")


def test_the_errors_of_reading_say_what_where_and_what_to_do():
    refused = TableRefused("deals.csv", 7, "header 'Owner' stands twice", "rename one of them")
    assert str(refused) == "deals.csv:7: header 'Owner' stands twice; rename one of them"
    assert str(TableRefused("deals.csv", None, "unreadable", "save it again")) == (
        "deals.csv: unreadable; save it again"
    )
    assert "3 rows where the last complete read had 10" in str(TruncatedRead("crm/deal", 3, 10))
    assert isinstance(refused, UserError)
