"""The objects that are read, and what is asked of each.

Names are Salesforce's. Of the fields named here those are asked for that the organization has, and
beside them every custom field and those that the configuration names.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kind:
    """One object.

    `object` is its name in the configuration, "" where nobody chooses fields of it. `modified` is
    the field by which changes are found. `has_bin`: what is deleted is shown by queries over all
    rows, and told of afterwards. `hides_deleted`: rows go with the record that they are about.
    """

    stream: str
    sobject: str
    fields: tuple[str, ...]
    object: str = ""
    modified: str = "SystemModstamp"
    has_bin: bool = True
    hides_deleted: bool = False
    is_bulk: bool = True
    is_optional: bool = True
    scope: str = field(default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "scope", self.scope or f"the right to read {self.sobject}")

    @property
    def core(self) -> tuple[str, ...]:
        """Fields without which it cannot be read."""
        flags = ("IsDeleted",) if self.has_bin or self.hides_deleted else ()
        created = "CreatedDate" if self.modified != "CreatedDate" else ""
        return tuple(filter(None, ("Id", *flags, created, self.modified)))


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


KINDS = (
    Kind(
        "lead",
        "Lead",
        _names(
            "MasterRecordId FirstName LastName Name Company Email Phone MobilePhone Country"
            " LeadSource Status OwnerId IsConverted ConvertedDate ConvertedAccountId"
            " ConvertedContactId ConvertedOpportunityId HasOptedOutOfEmail"
        ),
        object="lead",
        is_optional=False,
    ),
    Kind(
        "lead_history",
        "LeadHistory",
        _names("LeadId Field DataType OldValue NewValue"),
        modified="CreatedDate",
        has_bin=False,
        hides_deleted=True,
        scope="the right to read Lead, and history tracking of its status and owner",
    ),
    Kind(
        "contact",
        "Contact",
        _names(
            "MasterRecordId AccountId FirstName LastName Name Email Phone MobilePhone"
            " MailingCountry LeadSource HasOptedOutOfEmail OwnerId"
        ),
        object="contact",
        is_optional=False,
    ),
    Kind(
        "account",
        "Account",
        _names("MasterRecordId Name Website Industry NumberOfEmployees BillingCountry OwnerId"),
        object="account",
        is_optional=False,
    ),
    Kind(
        "opportunity",
        "Opportunity",
        _names(
            "AccountId RecordTypeId Name StageName Amount CurrencyIsoCode CloseDate LeadSource"
            " IsClosed IsWon CampaignId OwnerId ContactId Type"
        ),
        object="deal",
        is_optional=False,
    ),
    Kind(
        "opportunity_history",
        "OpportunityHistory",
        _names("OpportunityId StageName Amount CloseDate"),
        has_bin=False,
        hides_deleted=True,
        is_optional=False,
    ),
    Kind(
        "opportunity_field_history",
        "OpportunityFieldHistory",
        _names("OpportunityId Field DataType OldValue NewValue"),
        modified="CreatedDate",
        has_bin=False,
        hides_deleted=True,
        scope="the right to read Opportunity, and history tracking of its owner",
    ),
    Kind(
        "opportunity_contact_role",
        "OpportunityContactRole",
        _names("OpportunityId ContactId Role IsPrimary"),
    ),
    Kind(
        "event",
        "Event",
        _names(
            "WhoId WhatId Subject Type EventSubtype ActivityDate ActivityDateTime StartDateTime"
            " EndDateTime DurationInMinutes IsAllDayEvent IsChild IsRecurrence OwnerId"
        ),
        object="event",
    ),
    Kind(
        "task",
        "Task",
        _names(
            "WhoId WhatId Subject Type TaskSubtype ActivityDate CompletedDateTime Status IsClosed"
            " CallType CallDisposition IsRecurrence OwnerId"
        ),
        object="task",
    ),
    Kind(
        "user",
        "User",
        _names("Name Email IsActive UserType UserRoleId ManagerId LastModifiedDate"),
        has_bin=False,
        is_optional=False,
    ),
    Kind(
        "opportunity_line_item",
        "OpportunityLineItem",
        _names("OpportunityId Product2Id Name Quantity UnitPrice TotalPrice CurrencyIsoCode"),
    ),
    Kind(
        "product",
        "Product2",
        _names("Name ProductCode Family IsActive"),
        object="product",
    ),
    Kind(
        "campaign",
        "Campaign",
        _names("Name Type ParentId"),
    ),
    Kind(
        "campaign_member",
        "CampaignMember",
        _names("CampaignId LeadId ContactId FirstRespondedDate"),
    ),
    Kind(
        "opportunity_split",
        "OpportunitySplit",
        _names(
            "OpportunityId SplitOwnerId SplitPercentage SplitAmount SplitTypeId CurrencyIsoCode"
        ),
        scope="the right to read OpportunitySplit (splits must be set up)",
    ),
    Kind(
        "opportunity_team_member",
        "OpportunityTeamMember",
        _names("OpportunityId UserId TeamMemberRole"),
        scope="the right to read OpportunityTeamMember (team selling must be set up)",
    ),
    Kind(
        "dated_conversion_rate",
        "DatedConversionRate",
        _names("IsoCode StartDate NextStartDate ConversionRate"),
        has_bin=False,
        is_bulk=False,
        scope="the right to read DatedConversionRate (advanced currency management)",
    ),
)
"""Every object whose changes are read, in the order in which they are read."""

BY_STREAM = {kind.stream: kind for kind in KINDS}
