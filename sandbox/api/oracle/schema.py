"""The resources of the pod: how their keys are called, which fields they have."""

from dataclasses import dataclass

AUDIT = " CreationDate LastUpdateDate CreatedBy LastUpdatedBy"


@dataclass(frozen=True)
class Resource:
    """One resource; without a record set those are shown whose field `owner` is the caller."""

    name: str
    key: str
    words: str
    owner: str = ""
    children: tuple[str, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """The names of its attributes."""
        return frozenset(f"{self.words}{AUDIT}".split())


OWNER_CHANGES = "OwnerChangeCollection_c"
"""An object of the company's own: Oracle keeps no history of owners."""
CHILDREN = (
    "opportunityStageSnapshots",
    "ChildRevenue",
    "OpportunityContact",
    "OpportunityLead",
    OWNER_CHANGES,
)
CHILD_KEYS = dict(
    zip(CHILDREN, ("OptyStgSnapshotId", "RevnId", "OptyConId", "OptyLeadId", "Id"), strict=True)
)
_ALL = (
    Resource(
        "opportunities",
        "OptyId",
        "OptyId OptyNumber Name BusinessUnitId StatusCode SalesMethodId SalesMethod SalesStageId"
        " SalesStage TargetPartyId KeyContactId OwnerResourcePartyId Revenue CurrencyCode"
        " EffectiveDate WinProb ReasonWonLostCode Comments LeadSource_c PaymentTerms_c"
        " Stakeholders_c Discount_c ReferredBy_c SalesRegion_c",
        "OwnerResourcePartyId",
        CHILDREN,
    ),
    Resource(
        "leads",
        "LeadId",
        "LeadId LeadNumber Name StatusCode OwnerId CustomerId CustomerPartyName PrimaryContactId"
        " PrimaryContactPartyName PrimaryContactEmailAddress PrimaryContactPhoneNumber SourceCode"
        " CampaignName ConvertedTimestamp Comments LeadStage_c NewOn_c NewAgainOn_c"
        " ContactedOn_c ContactedAgainOn_c QualifiedOn_c QualifiedAgainOn_c UnqualifiedOn_c"
        " UnqualifiedAgainOn_c FirstContact_c ReferredBy_c",
        "OwnerId",
    ),
    Resource(
        "activities",
        "ActivityId",
        "ActivityId ActivityNumber ActivityFunctionCode ActivityTypeCode Subject StatusCode"
        " DirectionCode OutcomeCode OwnerId OpportunityId LeadId PrimaryContactId"
        " ActivityStartDate ActivityEndDate",
        "OwnerId",
    ),
    Resource(
        "contacts",
        "PartyId",
        "PartyId PartyNumber FirstName LastName ContactName EmailAddress"
        " OverallPrimaryFormattedPhoneNumber AccountPartyId AccountName Country DoNotEmailFlag"
        " PartyStatus",
    ),
    Resource(
        "accounts",
        "PartyId",
        "PartyId PartyNumber OrganizationName IndustryCode EmployeesTotal Country PartyStatus URL",
    ),
    Resource(
        "products",
        "InventoryItemId",
        "InventoryItemId ItemNumber ItemDescription ProductGroup ListPrice UnitCost_c",
    ),
    Resource(
        "resources",
        "PartyId",
        "PartyId ResourceProfileId PartyNumber PartyName PersonFirstName PersonLastName"
        " EmailAddress StartDateActive EndDateActive",
    ),
    Resource(
        "optyStatusesLOV", "LookupValuesId", "LookupValuesId LookupCode Meaning DisplaySequence"
    ),
    Resource("crmBusinessUnits", "BusinessUnitId", "BusinessUnitId Name"),
    Resource(
        "salesMethods", "SalesMethodId", "SalesMethodId Name Description", children=("SalesStage",)
    ),
)
RESOURCES = {resource.name: resource for resource in _ALL}


def described(resource: Resource, base: str) -> dict[str, object]:
    """What `describe` says of a resource, as far as anybody needs it."""
    attributes = [
        {"name": name, "type": _type(name), "queryable": True, "updatable": False}
        for name in sorted(resource.fields)
    ]
    children = {
        name: {"attributes": [], "links": [{"rel": "child", "href": f"{base}/{name}"}]}
        for name in resource.children
    }
    own = {"discrColumnType": False, "attributes": attributes, "children": children}
    return {"Resources": {resource.name: own}}


def _type(name: str) -> str:
    if name.endswith("Date") or name.endswith("On_c"):
        return "datetime"
    return "integer" if name.endswith("Id") else "string"
