import pytest

from sandbox.api import ids


@pytest.mark.parametrize(
    ("there", "back", "ours", "theirs"),
    [
        (ids.deal, ids.deal_of, "D000123", "9100000123"),
        (ids.lead, ids.lead_of, "L000012", "9200000012"),
        (ids.person, ids.person_of, 45, "9300000045"),
        (ids.account, ids.account_of, "A00012", "9400000012"),
        (ids.rep, ids.rep_of, "R01", "9500000001"),
        (ids.activity, ids.activity_of, "T000123-4", "9600000012304"),
    ],
)
def test_numbers_lead_back(there, back, ours, theirs):
    assert there(ours) == theirs
    assert back(theirs) == ours


@pytest.mark.parametrize("booking_id", ["B000123-2", "B000001-99", "X00004"])
def test_bookings_lead_back_from_events_and_invitees(booking_id):
    event, invitee = ids.event(booking_id), ids.invitee(booking_id)
    assert event != invitee
    assert ids.booking_of(event) == ids.booking_of(f"https://a/x/{invitee}") == booking_id


def test_ids_of_another_kind_are_refused():
    with pytest.raises(ValueError, match="L000012"):
        ids.deal("L000012")
    with pytest.raises(ValueError, match="no id of the sandbox"):
        ids.of_uuid("https://api/scheduled_events/GBGBDCAADAEDCRZ2")
