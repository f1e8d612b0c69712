"""Three nights of a small company whose CRM and calendar show every hard case, one by one."""

from pathlib import Path

from vendor_rows import API, Landed, crm, event, invitee, merged_away, owner, pipeline, tied

CONFIGURATION = """
company: {reporting_timezone: Europe/Copenhagen, reporting_currency: EUR, default_region: DK}
as_of: '2026-03-31T00:00:00Z'
sources:
  - name: crm
    type: hubspot
    token: ${CRM_TOKEN}
    primary: true
    stages: {Qualified: qualification, s2: demo, Sales: {Offer: objections}, s4: closing}
    pipelines: {Sales: new_business}
    properties: {deal: {lead_source: how_found}, lead: {first_contact_at: first_call}}
  - {name: cal, type: calendly, token: '${CALENDAR_TOKEN}'}
"""


def configure(folder: Path) -> Path:
    """Write salescycle.yml."""
    yml = folder / "salescycle.yml"
    yml.write_text(CONFIGURATION, encoding="utf-8")
    return yml


def at(day: int, month: int = 3) -> str:
    """Eight in the morning, UTC, of a day of 2026."""
    return f"2026-{month:02}-{day:02}T08:00:00Z"


def deal(
    deal_id: str, *stages: tuple[str, int], owners: tuple[tuple[str, int], ...] = (), **more: str
) -> Landed:
    """A deal that was created with its first stage, on days of March."""
    history = [(stage, at(day)) for stage, day in stages]
    first = stages[0][1]
    properties = {
        "dealname": f"Deal {deal_id}",
        "dealstage": stages[-1][0],
        "pipeline": "p1",
        "createdate": at(first),
        "hubspot_owner_id": owners[-1][0] if owners else "501",
    }
    histories = {
        "dealstage": [*reversed(history[1:]), history[0]],  # in no order that means anything
        "pipeline": [("p1", at(first))],
        "hubspot_owner_id": [(owner, at(day)) for owner, day in owners or (("501", first),)],
    }
    modified = more.pop("modified", at(stages[-1][1]))
    return crm("deal", deal_id, properties | more, modified=modified, histories=histories)


def contact(contact_id: str, email: str, **more: str | None) -> Landed:
    properties = {"email": email, "firstname": "Kim", "createdate": at(1, month=1), **more}
    return crm("contact", contact_id, properties)


def stages(*, demo: str, old: bool) -> Landed:
    """The deal pipeline, with the label of stage s2, and with a stage that goes later."""
    known = [
        ("s1", "Qualified", {"isClosed": "false", "probability": "0.2"}),
        ("s2", demo, {"isClosed": "false", "probability": "0.4"}),
        ("s3", "Offer", {"isClosed": "false", "probability": "0.6"}),
        ("s4", "Contract", {"isClosed": "false", "probability": "0.9"}),
        ("w", "Gewonnen", {"isClosed": "true", "probability": "1.0"}),
        ("l", "Verloren", {"isClosed": "true", "probability": "0.0"}),
    ]
    gone = [("s5", "Old stage", {"isClosed": "false", "probability": "0.1"})] if old else []
    return pipeline("deal", "p1", "Sales", known + gone)


HOST = ("U1", "ANN@co.example")
NIGHT_1 = [
    stages(demo="Demo", old=True),
    pipeline(
        "lead",
        "lp",
        "Leads",
        [("l1", "Fresh", {"leadState": "NEW"}), ("l2", "Trying", {"leadState": "IN_PROGRESS"})],
    ),
    Landed(
        "hubspot__account",
        "42",
        {"portalId": 42, "uiDomain": "app-eu1.hubspot.com", "companyCurrency": "EUR"},
    ),
    owner("501", "Ann", "Vendor team", userId=9001, archived=False),
    owner("502", "Bob", "South", archived=True, updatedAt=at(2)),
    Landed(
        "spreadsheet__rep",
        "r1",
        {
            "canonical": {
                "rep_id": "R1",
                "name": "Ann",
                "email": "Ann@co.example",
                "team": "North",
            },
            "errors": [],
        },
        source="company",
    ),
    contact(
        "301", "kim@buyer.example", lifecyclestage="customer", hs_analytics_source="PAID_SEARCH"
    ),
    crm(
        "contact",
        "302",
        {
            "email": "lee@buyer.example",
            "createdate": at(1, 1),
            "lifecyclestage": "opportunity",
            "hs_lead_status": "CONNECTED",
        },
        histories={
            "lifecyclestage": [
                ("opportunity", at(1)),
                ("subscriber", at(1, 1)),
                ("lead", at(1, 2)),
            ],
            "hs_lead_status": [("CONNECTED", at(3, 2))],
        },
    ),
    contact("303", "news@reader.example", lifecyclestage="subscriber"),
    crm(
        "contact",
        "304",
        {"email": "pat@other.example", "lifecyclestage": "lead", "hs_lead_status": "UNQUALIFIED"},
        created=at(1),
        histories={
            "lifecyclestage": [("lead", at(1))],
            "hs_lead_status": [("UNQUALIFIED", at(5))],
        },
    ),
    crm("company", "701", {"name": "Buyer"}),
    crm("company", "702", {"name": "Buyer Holding"}),
    deal(
        "101",
        *(("s1", 1), ("s2", 5), ("s1", 10), ("s4", 12), ("w", 20)),
        amount="500.00",
        closedate="2026-03-20T23:30:00Z",
        how_found="Trade fair",
    ),
    deal("102", ("s1", 1), ("l", 5), ("s3", 8), closedate="2026-04-30T12:00:00Z"),
    deal("103", ("s1", 1), ("s2", 4)),
    deal("104", ("s1", 1), owners=(("502", 1), ("", 3))),
    deal("105", ("s1", 2)),
    deal("106", ("s2", 6)),
    deal("107", ("s1", 1)),
    deal("108", ("s5", 1), ("s1", 3)),
    deal("109", ("s1", 1)),
    crm(
        "lead",
        "201",
        {
            "hs_lead_name": "Kim at Buyer",
            "hs_pipeline": "lp",
            "hs_pipeline_stage": "l2",
            "hs_createdate": at(10, 2),
            "first_call": "2026-02-12",
        },
        histories={
            "hs_pipeline_stage": [("l2", at(15, 2)), ("l1", at(10, 2))],
            "hs_pipeline": [("lp", at(10, 2))],
        },
    ),
    tied("lead", "201", "contact", 301),
    tied("lead", "201", "deal", 101),
    tied("deal", "101", "contact", 301, 303),
    tied("deal", "101", "company", 701, "702", primary="702"),
    tied("deal", "101", "line_item", "601"),
    tied("deal", "102", "contact", "302"),
    tied("deal", "104", "contact", 303),
    crm("line_item", "601", {"name": "Licence", "quantity": "2", "price": "250"}),
    crm(
        "goal",
        "801",
        {
            "hs_target_amount": "1000",
            "hs_start_datetime": "2026-03-01T00:00:00Z",
            "hs_end_datetime": "2026-03-31T23:59:59.999Z",
            "hs_assignee_user_id": "9001",
        },
    ),
    crm("call", "901", {"hs_timestamp": at(6), "hs_call_direction": "OUTBOUND"}),
    tied("call", "901", "contact", 301),
    crm(
        "note", "902", {"hs_timestamp": at(7), "hs_note_body": "\ufffd"}, payload_error="surrogate"
    ),
    crm(
        "meeting",
        "903",
        {
            "hs_meeting_outcome": "COMPLETED",
            "hs_meeting_title": "Demo for Kim",
            "hs_meeting_start_time": at(5),
            "hs_meeting_end_time": "2026-03-05T08:30:00Z",
            "hs_createdate": at(2),
            "hubspot_owner_id": "501",
        },
    ),
    tied("meeting", "903", "contact", "301"),
    event("E1", at(11), "2026-03-11T08:30:00Z", *HOST, status="canceled"),
    event("E2", at(13), "2026-03-13T08:30:00Z", *HOST),
    event("E3", at(5), "2026-03-05T08:30:00Z", *HOST),
    event("E4", at(14), "2026-03-14T08:30:00Z", "U9", "gone@co.example", status="canceled"),
    invitee(
        "I1",
        "E1",
        "kim@buyer.example",
        at(8),
        status="canceled",
        rescheduled=True,
        new_invitee=f"{API}/scheduled_events/E2/invitees/I2",
        cancellation={"canceler_type": "invitee", "created_at": at(9)},
    ),
    invitee(
        "I2",
        "E2",
        "Kim@Buyer.example",
        at(9),
        old_invitee=f"{API}/scheduled_events/E1/invitees/I1",
    ),
    invitee("I3", "E3", "kim@buyer.example", at(2)),
    invitee(
        "I4",
        "E4",
        "stranger@else.example",
        at(8),
        status="canceled",
        cancellation={"canceler_type": "host", "created_at": at(13)},
    ),
    Landed(
        "calendly__membership",
        f"{API}/organization_memberships/M1",
        {"user": {"uri": f"{API}/users/U1", "email": "ann@co.example", "name": "Ann A"}},
    ),
]
NIGHT_2 = [
    stages(demo="Product demo", old=False),
    crm(
        "deal",
        "103",
        {"dealname": "Deal 103", "dealstage": "s3", "pipeline": "p1", "createdate": at(1)},
        modified=at(10),
        histories={"dealstage": [("s3", at(10)), ("s2", at(4))]},  # the first entry was cut off
    ),
    tied("deal", "104", "contact"),
    merged_away("deal", "105", "106", at(9)),
    crm(
        "deal",
        "106",
        {
            "dealname": "Deal 106",
            "dealstage": "s2",
            "pipeline": "p1",
            "createdate": at(6),
            "hs_merged_object_ids": "105",
        },
        modified=at(9),
        histories={"dealstage": [("s2", at(6))]},
    ),
    crm("deal", "107", {"dealname": "Deal 107"}, modified=at(8), is_deleted=True),
    crm(
        "deal",
        "109",
        {"dealname": "Deal 109", "dealstage": "s3", "pipeline": "p1", "createdate": at(1)},
        modified=at(15),
        histories={"dealstage": [("s1", at(1))]},  # read before the record moved on
    ),
    invitee(
        "I2",
        "E2",
        "Kim@Buyer.example",
        at(9),
        old_invitee=f"{API}/scheduled_events/E1/invitees/I1",
        no_show={"uri": f"{API}/invitee_no_shows/N1", "created_at": at(13)},
    ),
]
NIGHT_3 = [deal("107", ("s1", 1), modified=at(16))]
NIGHTS = (NIGHT_1, NIGHT_2, NIGHT_3)
