"""How a real Tryton server is read: page by page, what is gone, and what it refuses."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from connectors.config import load
from connectors.connector import SyncResult
from connectors.errors import NotFound, ScopeMissing, StreamFailed, TruncatedRead, UserError
from connectors.landing import Landing
from connectors.registry import configured_sources
from connectors.tryton import TRYTON
from tests.tryton.company import READS
from tests.tryton.conftest import Place

MANY = 12


@dataclass
class Reader:
    """Reads the server's streams one by one into a landing folder."""

    place: Place
    landing: Landing

    def sync(self, stream: str, **options: Any) -> SyncResult:
        (source,) = configured_sources(load(self.place.folder / "salescycle.yml"))
        return TRYTON.sync(source, stream, self.landing, now=datetime.now(UTC), **options)

    def refusal(self, stream: str = "opportunity") -> UserError:
        """Why a stream cannot be read."""
        (refused,) = self.sync(stream).refused
        return refused

    def rows(self, stream: str) -> list[dict[str, Any]]:
        return [row for batch in self.landing.read("erp", stream) for row in batch.to_pylist()]


@pytest.fixture
def reader(place: Place, tmp_path: Path) -> Reader:
    place.configure(page_size="5")
    return Reader(place, Landing(tmp_path / "landing"))


@pytest.fixture(scope="module", autouse=True)
def _leads(place: Place) -> None:
    for number in range(MANY):
        place.company.lead(f"Lead {number}")


def test_pages_go_by_id_and_hold_what_was_asked_for(reader: Reader) -> None:
    first = reader.sync("opportunity")
    # five, five and two
    assert (first.rows, first.calls) == (MANY, 3)
    ids = [int(row["record_id"]) for row in reader.rows("opportunity")]
    assert ids == sorted(ids)
    history = reader.sync("history")
    # the revisions of all are one call, each was made in a transaction of its own
    assert (history.rows, history.calls) == (MANY, 1 + MANY)
    assert reader.sync("opportunity").rows == reader.sync("history").rows == 0


def test_a_change_is_found_by_when_it_was_written(reader: Reader) -> None:
    reader.sync("opportunity")
    reader.sync("history")
    reader.place.company.write("Lead 3", "renamed", description="Third")
    assert reader.sync("opportunity").rows == 1
    found = reader.sync("history")
    assert (found.rows, found.calls) == (1, 2)
    last = reader.rows("history")[-1]
    assert last["parent_id"] == reader.place.company.id_of("Lead 3")
    assert last["modified_at"] == reader.place.company.at("Lead 3", "renamed")


def test_what_changed_while_no_history_was_read_is_in_it_later(reader: Reader) -> None:
    company = reader.place.company
    reader.sync("opportunity")
    company.press("Lead 4", "lost", "lost")
    company.press("Lead 4", "lead", "lead")
    # a process that dies here has landed the opportunity twice and its history not at all
    reader.sync("opportunity")
    reader.sync("history")
    mine = [row for row in reader.rows("history") if row["parent_id"] == company.id_of("Lead 4")]
    assert [(row["modified_at"], json.loads(row["payload"])["state"]) for row in mine] == [
        (company.at("Lead 4", "lead"), "lead"),
        (company.at("Lead 4", "lost"), "lost"),
        (company.at("Lead 4", "lead", 1), "lead"),
    ]
    assert reader.sync("history").rows == 0


def test_what_is_gone_is_missed(reader: Reader) -> None:
    company = reader.place.company
    company.lead("Gone at once")
    reader.sync("opportunity")
    company.press("Gone at once", "cancel", "cancelled")
    company.delete("Gone at once")
    # it landed and was deleted before its history was read: there is none of what is not there
    reader.sync("history")
    gone = reader.sync("opportunity")
    assert (gone.rows, gone.deleted) == (1, 1)
    tombstone = reader.rows("opportunity")[-1]
    assert (tombstone["record_id"], tombstone["is_deleted"]) == (
        company.id_of("Gone at once"),
        True,
    )
    assert reader.sync("opportunity").rows == 0


def test_most_of_it_gone_is_doubted(reader: Reader) -> None:
    company = reader.place.company
    leads = [f"Doubted {number}" for number in range(2 * MANY)]
    for lead in leads:
        company.lead(lead)
    reader.sync("opportunity")
    company.tryton.call("sale.opportunity.cancel", [company.ids[lead] for lead in leads])
    company.tryton.call("sale.opportunity.delete", [company.ids[lead] for lead in leads])
    assert isinstance(reader.refusal(), TruncatedRead)
    assert not any(row["is_deleted"] for row in reader.rows("opportunity"))
    assert reader.sync("opportunity", accept_shrink=True).deleted == 2 * MANY


def test_a_session_that_ended_is_begun_anew(reader: Reader) -> None:
    reader.sync("opportunity")
    usual = reader.sync("opportunity")
    reader.place.company.end_sessions()
    again = reader.sync("opportunity")
    assert again.refused == []
    # one was refused and sent again
    assert again.calls == usual.calls + 1


@pytest.mark.parametrize(
    ("settings", "kind", "words"),
    [
        ({"password": "wrong-password"}, StreamFailed, "401; renew the credential"),
        ({"user": "stranger"}, ScopeMissing, "not allowed to access"),
        ({"database": "nowhere", "user": "anybody"}, NotFound, "answered 404"),
        (
            {"properties": "{deal: {lead_source: how_found}}"},
            StreamFailed,
            "sale.opportunity has no field 'how_found'; correct properties or fields of deal",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_refusal_says_what_to_do(
    reader: Reader, settings: dict[str, str], kind: type[UserError], words: str
) -> None:
    reader.place.configure(**settings)
    refusal = reader.refusal()
    assert type(refusal) is kind
    assert words in str(refusal)
    assert READS not in str(refusal)
    assert "wrong-password" not in str(refusal)


def test_a_group_is_named_to_who_may_not_read(reader: Reader) -> None:
    reader.place.configure(user="stranger")
    assert "grant a group that may read opportunities" in str(reader.refusal())


def test_a_field_of_the_model_may_fill_one_of_ours(reader: Reader) -> None:
    reader.place.configure(properties="{deal: {lead_source: reference}}")
    reader.sync("opportunity")
    assert '"reference":' in reader.rows("opportunity")[0]["payload"]


def test_doctor_says_what_may_be_read(reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    reader.place.configure(user="stranger")
    assert reader.place.run("doctor") == 3
    told = capsys.readouterr()
    assert "grant a group that may read opportunities" in told.out + told.err
