"""What a source of type oracle can be told."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from connectors.config.base import Model, Text
from connectors.config.document import Path, Places, suggestion
from connectors.config.sources import Credential, CrmSource, Grant


class Resource(Model):
    """What one resource is called on this pod, where it differs from what is usual."""

    path: Text | None = None
    """Its name in paths; of a child resource the name that `expand` takes."""
    key: Text | None = None
    """The field with its internal id, a number that grows; of children its own id."""
    modified: Text | None = None
    """The field that says when a record changed last."""
    created: Text | None = None
    """The field that says when a record was made."""
    filter: Text | None = None
    """Conditions of q, such as RecordSet='ALL';  in place of those of record_set."""


class OwnerHistory(Model):
    """An object of your own below opportunities, with a record for each time one changed hands."""

    path: Text
    """What `expand` calls it, such as OwnerChangeCollection_c."""
    owner: Text
    """Its field with the new owner's id."""
    since: Text
    """Its field that says since when."""
    key: Text = "Id"
    """Its field with its own id."""


DEFAULTS: Mapping[str, Resource] = {
    name: Resource(path=path, key=key, modified="LastUpdateDate", created="CreationDate")
    for name, path, key in (
        ("opportunity", "opportunities", "OptyId"),
        ("lead", "leads", "LeadId"),
        ("activity", "activities", "ActivityId"),
        ("contact", "contacts", "PartyId"),
        ("account", "accounts", "PartyId"),
        ("product", "products", "InventoryItemId"),
        ("resource", "resources", "PartyId"),
        ("stage_snapshot", "opportunityStageSnapshots", "OptyStgSnapshotId"),
        ("revenue", "ChildRevenue", "RevnId"),
        ("opportunity_contact", "OpportunityContact", "OptyConId"),
        ("opportunity_lead", "OpportunityLead", "OptyLeadId"),
        ("business_unit", "crmBusinessUnits", "BusinessUnitId"),
        ("sales_method", "salesMethods", "SalesMethodId"),
        ("sales_stage", "SalesStage", "SalesStageId"),
        ("status", "optyStatusesLOV", "LookupValuesId"),
    )
}
"""What each resource is called where salescycle.yml says nothing else."""
CHILDREN = ("stage_snapshot", "revenue", "opportunity_contact", "opportunity_lead")
"""Children of opportunities, in the order in which they are asked for."""
WITH_RECORD_SET = frozenset({"opportunity", "lead", "activity"})
"""What shows the caller's own records only, unless it is asked for all."""


class OracleSource(CrmSource):
    """An Oracle Sales pod (Fusion Cloud, CX Sales)."""

    credentials: ClassVar[tuple[Credential, ...]] = ("login", "oauth", "token")
    grants: ClassVar[tuple[Grant, ...]] = ("client_credentials", "refresh_token")
    own_name: ClassVar[re.Pattern[str]] = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
    name_hint: ClassVar[str] = "write the API's name of the field; your own end in _c"

    type: Literal["oracle"]
    """Which connector reads it."""
    base_url: Text
    """Where the pod is, such as https://yourpod.fa.em2.oraclecloud.com."""
    auth_url: Text | None = None
    """Of oauth: the identity domain, such as https://idcs-0123.identity.oraclecloud.com."""
    scope: Text | None = None
    """Of oauth with client_credentials: the scope of the pod's resource in the identity domain."""
    version: Text = "11.13.18.05"
    """Version of the API in paths; `latest` is accepted too."""
    record_set: Text = "ALL"
    """Which records are listed: ALL that the user may see, TEAM, MGR ...; -: as the pod does."""
    page_size: Annotated[int, Field(ge=1, le=500)] = 499
    """Records that are asked for at once; a pod may give fewer."""
    resources: Mapping[Text, Resource] = Field(default_factory=dict)
    """What resources and their fields are called on this pod: resource: path, key, filter ..."""
    lead_status_dates: Mapping[Text, Text | tuple[Text, ...]] = Field(default_factory=dict)
    """Status of a lead: the field, or fields, with the time it got it; leads keep no history."""

    owner_history: OwnerHistory | None = None
    """Who owned an opportunity when, if you keep it: Oracle itself does not."""

    def resource(self, name: str) -> Resource:
        """The resource as it is called on this pod; a child whose path is "-" is not read."""
        given = self.resources.get(name, Resource()).model_dump(exclude_none=True)
        return DEFAULTS[name].model_copy(update=given)

    @property
    def children(self) -> Mapping[str, Resource]:
        """The children of opportunities that are read, by our names."""
        found = {name: self.resource(name) for name in CHILDREN}
        if self.owner_history is not None:
            own = self.owner_history
            found["owner_change"] = Resource(path=own.path, key=own.key)
        return {name: child for name, child in found.items() if child.path != "-"}

    def filter_of(self, name: str) -> str:
        """The conditions of q that every listing of the resource has, "" for none."""
        own = self.resource(name).filter
        if own is not None:
            return own.strip(" ;")
        is_limited = name in WITH_RECORD_SET and self.record_set != "-"
        return f"RecordSet='{self.record_set}'" if is_limited else ""

    def mapped(self) -> Iterator[tuple[str, str, str]]:
        """Since when a lead has a status, and what children of opportunities are called."""
        for status, field in self._status_dates():
            yield "lead_status_date", status.strip(), field
        for name, child in self.children.items():
            yield "child", name, str(child.path)
        if self.owner_history is not None:
            yield "owner_history", "owner", self.owner_history.owner
            yield "owner_history", "since", self.owner_history.since
        yield "list", "sales_stage", str(self.resource("sales_stage").path)

    def _status_dates(self) -> Iterator[tuple[str, str]]:
        for status, fields in self.lead_status_dates.items():
            for field in (fields,) if isinstance(fields, str) else fields:
                yield status, field

    def note_mistakes(self, path: Path, places: Places) -> None:
        """Note resources that are none, and addresses that OAuth needs."""
        for name in self.resources:
            if name not in DEFAULTS:
                where = (*path, "resources", name)
                places.add(where, f"{name!r} is no resource; {suggestion(name, list(DEFAULTS))}")
        for status, field in self._status_dates():
            if not self.own_name.fullmatch(field):
                where = (*path, "lead_status_dates", status)
                places.add(where, f"{places.quote(where)} is no field; {self.name_hint}")
        if self.oauth is not None and self.auth_url is None:
            places.add(path, "oauth needs the identity domain; add auth_url: https://...")
