"""The object types of the CRM: their names in paths, their properties, the scopes they need."""

from dataclasses import dataclass
from functools import cache

from sandbox.api.hubspot.record import Json

MODIFIED, CREATED, ID = "hs_lastmodifieddate", "hs_createdate", "hs_object_id"


@dataclass(frozen=True, slots=True)
class Kind:
    """An object type. `standard` and `custom` list its properties as name:type."""

    plural: str
    singular: str
    type_id: str
    scope: str
    standard: str
    defaults: str
    custom: str = ""
    created: str = CREATED
    modified: str = MODIFIED

    @property
    def types(self) -> dict[str, str]:
        """The data type of each property."""
        return _types(self.standard, self.custom, self.created, self.modified)

    @property
    def default_names(self) -> tuple[str, ...]:
        """The properties that are answered when none is asked for."""
        return tuple(self.defaults.split())


@cache
def _types(standard: str, custom: str, created: str, modified: str) -> dict[str, str]:
    found = {}
    for word in f"{standard} {custom}".split():
        name, _, type_name = word.partition(":")
        found[name] = type_name or "string"
    return found | {created: "datetime", modified: "datetime", ID: "number"}


def _logged(plural: str, singular: str, type_id: str, own: str) -> Kind:
    shared = "hs_timestamp:datetime hubspot_owner_id:enumeration hs_body_preview"
    return Kind(plural, singular, type_id, "crm.objects.contacts.read", f"{shared} {own}", "")


_KINDS = (
    Kind(
        *("contacts", "contact", "0-1", "crm.objects.contacts.read"),
        "email firstname lastname phone company lifecyclestage:enumeration jobtitle"
        " hs_lead_status:enumeration hubspot_owner_id:enumeration hs_email_optout:bool"
        " hs_merged_object_ids:enumeration description",
        "email firstname lastname",
        created="createdate",
        modified="lastmodifieddate",
    ),
    Kind(
        *("companies", "company", "0-2", "crm.objects.companies.read"),
        "name domain industry:enumeration numberofemployees:number country"
        " hs_merged_object_ids:enumeration description",
        "name domain",
        created="createdate",
    ),
    Kind(
        *("deals", "deal", "0-3", "crm.objects.deals.read"),
        "dealname dealstage:enumeration pipeline:enumeration amount:number closedate:datetime"
        " deal_currency_code:enumeration hubspot_owner_id:enumeration closed_lost_reason"
        " hs_is_closed:bool hs_is_closed_won:bool hs_deal_stage_probability:number"
        " hs_merged_object_ids:enumeration description",
        "amount closedate dealname dealstage pipeline",
        "lead_source:enumeration referred_by payment_terms:enumeration stakeholders:number"
        " discount:number sales_region:enumeration",
        created="createdate",
    ),
    Kind(
        *("leads", "lead", "0-136", "crm.objects.leads.read"),
        "hs_lead_name hs_pipeline:enumeration hs_pipeline_stage:enumeration"
        " hubspot_owner_id:enumeration num_associated_deals:number"
        " hs_merged_object_ids:enumeration description",
        "",
        "first_contact:date lead_source:enumeration campaign referred_by",
    ),
    _logged(
        *("calls", "call", "0-48"),
        "hs_call_direction:enumeration hs_call_disposition:enumeration"
        " hs_call_status:enumeration hs_call_title",
    ),
    _logged(
        *("emails", "email", "0-49"),
        "hs_email_direction:enumeration hs_email_status:enumeration hs_email_subject",
    ),
    _logged("notes", "note", "0-46", "hs_note_body"),
    _logged("tasks", "task", "0-27", "hs_task_subject hs_task_status:enumeration"),
    _logged(
        *("meetings", "meeting", "0-47"),
        "hs_meeting_title hs_meeting_outcome:enumeration"
        " hs_meeting_start_time:datetime hs_meeting_end_time:datetime",
    ),
    _logged(
        *("communications", "communication", "0-18"),
        "hs_communication_channel_type:enumeration hs_communication_logged_from:enumeration"
        " hs_communication_body",
    ),
    Kind(
        *("line_items", "line_item", "0-8", "crm.objects.line_items.read"),
        "name hs_product_id:number quantity:number price:number amount:number",
        "amount quantity hs_product_id",
        created="createdate",
    ),
    Kind(
        *("products", "product", "0-7", "crm.objects.products.read"),
        "name price:number hs_cost_of_goods_sold:number description",
        "name price description",
        "product_line:enumeration",
        created="createdate",
    ),
    Kind(
        *("goal_targets", "goal_target", "0-74", "crm.objects.goals.read"),
        "hs_goal_name hs_goal_type:enumeration hubspot_owner_id:enumeration"
        " hs_target_amount:number hs_start_datetime:datetime hs_end_datetime:datetime"
        " hs_assignee_user_id:number hs_milestone:enumeration"
        " hs_goal_target_currency_code:enumeration hs_kpi_metric_type:enumeration"
        " hs_kpi_object_type_id hs_kpi_property_name hs_kpi_unit_type:enumeration",
        "",
    ),
)
KINDS = {kind.plural: kind for kind in _KINDS}
_BY_WORD = {word: k for k in _KINDS for word in (k.plural, k.singular, k.type_id)}


def kind_of(word: str) -> Kind | None:
    """The type that a path names by its plural, its singular or its type id."""
    return _BY_WORD.get(word)


def definitions(kind: Kind) -> list[Json]:
    """The definitions of all its properties."""
    custom = {word.partition(":")[0] for word in kind.custom.split()}
    return [
        {
            "name": name,
            "label": name.removeprefix("hs_").replace("_", " ").capitalize(),
            "description": "",
            "groupName": f"{kind.singular}information",
            "type": type_name,
            "fieldType": FIELD_TYPES[type_name],
            "options": [],
            "hubspotDefined": name not in custom,
            "calculated": False,
            "archived": False,
            "hidden": False,
            "formField": name in custom,
            "hasUniqueValue": name == ID,
            "displayOrder": -1,
            "modificationMetadata": {
                "archivable": name in custom,
                "readOnlyDefinition": name not in custom,
                "readOnlyValue": name in (ID, kind.created, kind.modified),
            },
        }
        for name, type_name in kind.types.items()
    ]


FIELD_TYPES = {
    "string": "text",
    "number": "number",
    "datetime": "date",
    "date": "date",
    "enumeration": "select",
    "bool": "booleancheckbox",
}
