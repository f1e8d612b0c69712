"""The objects that are read, and what is asked of each.

Names of properties are HubSpot's. A property that a portal does not have is left out of its
answers, so asking for one too many costs nothing. Beside these, every property that the portal
defined itself is asked for, and those that the configuration names.
"""

from dataclasses import dataclass

CONTACTS_READ = "the scope crm.objects.contacts.read"


@dataclass(frozen=True)
class Kind:
    """One type of object.

    `path` is its name in paths; `object_type` in property definitions and associations. With a
    `history` an answer holds fewer objects.
    """

    stream: str
    path: str
    object_type: str
    properties: tuple[str, ...]
    history: tuple[str, ...] = ()
    modified: str = "hs_lastmodifieddate"
    scope: str = CONTACTS_READ
    is_optional: bool = False

    @property
    def page_size(self) -> int:
        """Objects per listing page and batch: 100, with history 50."""
        return 50 if self.history else 100


_COMMON = "hs_object_id hs_createdate hs_lastmodifieddate hs_merged_object_ids hubspot_owner_id"


def _names(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{words} {_COMMON}".split()))


def _activity(stream: str, path: str, words: str, *, is_optional: bool = True) -> Kind:
    return Kind(
        stream, path, path, _names(f"hs_timestamp hs_body_preview {words}"), is_optional=is_optional
    )


KINDS = (
    Kind(
        "contact",
        "contacts",
        "contacts",
        _names(
            "email firstname lastname phone mobilephone company jobtitle country createdate"
            " lastmodifieddate lifecyclestage hs_lead_status hs_additional_emails hs_email_optout"
            " hs_analytics_source associatedcompanyid"
        ),
        history=("lifecyclestage", "hs_lead_status", "hubspot_owner_id"),
        modified="lastmodifieddate",
    ),
    Kind(
        "company",
        "companies",
        "companies",
        _names("name domain industry numberofemployees country createdate"),
        scope="the scope crm.objects.companies.read",
    ),
    # the public description names deals by their type id
    Kind(
        "deal",
        "0-3",
        "deals",
        _names(
            "dealname amount deal_currency_code amount_in_home_currency hs_exchange_rate dealstage"
            " pipeline closedate createdate dealtype closed_lost_reason closed_won_reason"
            " hs_is_closed hs_is_closed_won hs_deal_stage_probability hs_analytics_source"
            " hs_v2_date_entered_current_stage num_associated_contacts"
        ),
        history=("dealstage", "pipeline", "hubspot_owner_id"),
        scope="the scope crm.objects.deals.read",
    ),
    Kind(
        "lead",
        "leads",
        "leads",
        _names(
            "hs_lead_name hs_lead_type hs_lead_label hs_lead_disqualification_reason hs_pipeline"
            " hs_pipeline_stage hs_lead_source hs_primary_contact_id hs_primary_company_id"
        ),
        history=("hs_pipeline_stage", "hs_pipeline", "hubspot_owner_id"),
        scope="the scope crm.objects.leads.read (Sales Hub Professional)",
        is_optional=True,
    ),
    _activity(
        "call",
        "calls",
        "hs_call_title hs_call_direction hs_call_disposition hs_call_status hs_call_duration"
        " hs_call_body",
    ),
    _activity(
        "email", "emails", "hs_email_direction hs_email_subject hs_email_status hs_email_to_email"
    ),
    _activity("note", "notes", "hs_note_body"),
    _activity("task", "tasks", "hs_task_subject hs_task_status hs_task_type hs_task_priority"),
    _activity(
        "meeting",
        "meetings",
        "hs_meeting_title hs_meeting_start_time hs_meeting_end_time hs_meeting_outcome"
        " hs_meeting_source hs_activity_type",
    ),
    _activity(
        "communication",
        "communications",
        "hs_communication_channel_type hs_communication_logged_from hs_communication_body",
    ),
    Kind(
        "line_item",
        "line_items",
        "line_items",
        _names(
            "name hs_product_id hs_sku quantity price amount discount hs_discount_percentage"
            " hs_line_item_currency_code createdate"
        ),
        scope="the scope crm.objects.line_items.read",
        is_optional=True,
    ),
    Kind(
        "product",
        "products",
        "products",
        _names("name hs_sku price hs_cost_of_goods_sold hs_product_type description createdate"),
        scope="the scope crm.objects.products.read",
        is_optional=True,
    ),
    Kind(
        "goal",
        "goal_targets",
        "goal_targets",
        _names(
            "hs_goal_name hs_goal_type hs_target_amount hs_goal_target_currency_code"
            " hs_start_datetime hs_end_datetime hs_milestone hs_group_correlation_uuid"
            " hs_assignee_user_id hs_assignee_team_id hubspot_team_id hs_pipeline_ids hs_kpi_value"
            " hs_kpi_metric_type hs_kpi_object_type_id hs_kpi_property_name hs_kpi_unit_type"
        ),
        scope="the scope crm.objects.goals.read",
        is_optional=True,
    ),
)
"""Every object type, in the order in which they are read."""

BY_STREAM = {kind.stream: kind for kind in KINDS}
