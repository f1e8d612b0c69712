"""The objects of the organization: name, first characters of their ids, fields as text.

A field is Name:type(objects that it may lead to) and marks: ! never empty, = calculated, - cannot
be filtered by.
"""

AUDIT = (
    "CreatedDate:datetime! CreatedById:reference(User)! LastModifiedDate:datetime!"
    " LastModifiedById:reference(User)! SystemModstamp:datetime!"
)
MONEY = "CurrencyIsoCode:picklist"
BIN = "IsDeleted:boolean!"
HISTORY = (
    "CreatedById:reference(User)! CreatedDate:datetime! Field:picklist! DataType:picklist"
    " OldValue:anyType- NewValue:anyType-"
)
OWNED = "OwnerId:reference(User)!"
ABOUT = "WhoId:reference(Contact|Lead) WhatId:reference(Account|Opportunity)"
SPECS: tuple[tuple[str, str, str], ...] = (
    (
        "Lead",
        "00Q",
        f"{BIN} MasterRecordId:reference(Lead) LastName:string! FirstName:string Name:string!"
        " Title:string Company:string! Street:textarea City:string Country:string Address:address"
        " Phone:phone MobilePhone:phone Email:email Description:textarea- LeadSource:picklist"
        " Status:picklist! Industry:picklist NumberOfEmployees:int HasOptedOutOfEmail:boolean!"
        f" OwnerId:reference(Group|User)! IsConverted:boolean! ConvertedDate:date"
        " ConvertedAccountId:reference(Account) ConvertedContactId:reference(Contact)"
        f" ConvertedOpportunityId:reference(Opportunity) IsUnreadByOwner:boolean! {MONEY} {AUDIT}"
        " LastActivityDate:date Lead_Stage__c:picklist First_Contact__c:date Referred_By__c:string"
        " External_Id__c:string",
    ),
    ("LeadHistory", "017", f"{BIN} LeadId:reference(Lead)! {HISTORY}"),
    (
        "Contact",
        "003",
        f"{BIN} MasterRecordId:reference(Contact) AccountId:reference(Account) LastName:string!"
        " FirstName:string Name:string! Title:string Phone:phone MobilePhone:phone Email:email"
        " MailingCountry:string MailingAddress:address Description:textarea- LeadSource:picklist"
        f" HasOptedOutOfEmail:boolean! {OWNED} {MONEY} {AUDIT} LastActivityDate:date",
    ),
    (
        "Account",
        "001",
        f"{BIN} MasterRecordId:reference(Account) Name:string! Type:picklist"
        " ParentId:reference(Account) BillingCountry:string BillingAddress:address Phone:phone"
        " Website:url Industry:picklist NumberOfEmployees:int AnnualRevenue:currency"
        f" Description:textarea- {OWNED} {MONEY} {AUDIT} LastActivityDate:date",
    ),
    (
        "Opportunity",
        "006",
        f"{BIN} AccountId:reference(Account) RecordTypeId:reference(RecordType) Name:string!"
        " Description:textarea- StageName:picklist! Amount:currency Probability:percent"
        " ExpectedRevenue:currency= TotalOpportunityQuantity:double CloseDate:date! Type:picklist"
        " NextStep:string LeadSource:picklist IsClosed:boolean!= IsWon:boolean!="
        " ForecastCategory:picklist! ForecastCategoryName:picklist CampaignId:reference(Campaign)"
        f" HasOpportunityLineItem:boolean!= Pricebook2Id:reference(Pricebook2) {OWNED}"
        f" ContactId:reference(Contact) {MONEY} {AUDIT} LastActivityDate:date"
        " LastStageChangeDate:datetime FiscalYear:int= FiscalQuarter:int="
        " Payment_Terms__c:picklist Stakeholders__c:double Discount__c:percent"
        " Referred_By__c:string Sales_Region__c:picklist Loss_Reason__c:picklist"
        " Product__c:picklist Days_Open__c:double= External_Id__c:string",
    ),
    (
        "OpportunityHistory",
        "008",
        f"{BIN} OpportunityId:reference(Opportunity)! CreatedById:reference(User)!"
        " CreatedDate:datetime! StageName:picklist! Amount:currency ExpectedRevenue:currency"
        " CloseDate:date Probability:percent ForecastCategory:picklist PrevAmount:currency"
        f" PrevCloseDate:date {MONEY} SystemModstamp:datetime!",
    ),
    (
        "OpportunityFieldHistory",
        "017",
        f"{BIN} OpportunityId:reference(Opportunity)! {HISTORY}",
    ),
    (
        "OpportunityContactRole",
        "00K",
        f"{BIN} OpportunityId:reference(Opportunity)! ContactId:reference(Contact)! Role:picklist"
        f" IsPrimary:boolean! {MONEY} {AUDIT}",
    ),
    (
        "Event",
        "00U",
        f"{BIN} {ABOUT} Subject:combobox Location:string IsAllDayEvent:boolean!"
        " ActivityDateTime:datetime ActivityDate:date"
        " StartDateTime:datetime EndDateTime:datetime DurationInMinutes:int Type:picklist"
        f" Description:textarea- EventSubtype:picklist IsChild:boolean! IsRecurrence:boolean!"
        f" {OWNED} {MONEY} {AUDIT}"
        " Outcome__c:picklist",
    ),
    (
        "Task",
        "00T",
        f"{BIN} {ABOUT} Subject:combobox ActivityDate:date Status:picklist!"
        " Priority:picklist! Description:textarea- Type:picklist"
        " TaskSubtype:picklist CallType:picklist CallDurationInSeconds:int CallDisposition:string"
        " IsClosed:boolean!= IsHighPriority:boolean!= CompletedDateTime:datetime"
        " IsRecurrence:boolean!"
        f" OwnerId:reference(Group|User)! {MONEY} {AUDIT} Direction__c:picklist",
    ),
    (
        "User",
        "005",
        "Username:string! LastName:string! FirstName:string Name:string! Email:email! Title:string"
        " Department:string IsActive:boolean! UserRoleId:reference(UserRole)"
        " ManagerId:reference(User) UserType:picklist ForecastEnabled:boolean!"
        f" TimeZoneSidKey:picklist! {MONEY} {AUDIT} LastLoginDate:datetime",
    ),
    (
        "UserRole",
        "00E",
        "Name:string! ParentRoleId:reference(UserRole) DeveloperName:string"
        " ForecastUserId:reference(User) LastModifiedDate:datetime!"
        " LastModifiedById:reference(User)! SystemModstamp:datetime!",
    ),
    (
        "Group",
        "00G",
        f"Name:string! DeveloperName:string Type:picklist! Email:email {AUDIT}",
    ),
    (
        "RecordType",
        "012",
        "Name:string! DeveloperName:string! Description:string SobjectType:picklist!"
        f" IsActive:boolean! {AUDIT}",
    ),
    (
        "OpportunityStage",
        "01J",
        "MasterLabel:string! ApiName:string! IsActive:boolean! SortOrder:int IsClosed:boolean!"
        " IsWon:boolean! ForecastCategory:picklist! ForecastCategoryName:picklist!"
        f" DefaultProbability:percent Description:string {AUDIT}",
    ),
    (
        "LeadStatus",
        "01J",
        "MasterLabel:string! ApiName:string! SortOrder:int IsDefault:boolean!"
        f" IsConverted:boolean! {AUDIT}",
    ),
    (
        "ForecastingType",
        "0Db",
        f"{BIN} DeveloperName:string! MasterLabel:string! IsActive:boolean! IsAmount:boolean!"
        f" IsQuantity:boolean! RoleType:picklist {AUDIT}",
    ),
    (
        "ForecastingQuota",
        "0J9",
        "QuotaOwnerId:reference(User)! PeriodId:reference(Period)!"
        " ForecastingTypeId:reference(ForecastingType)! QuotaAmount:currency QuotaQuantity:double"
        f" StartDate:date IsAmount:boolean! IsQuantity:boolean! ProductFamily:picklist {MONEY}"
        f" {AUDIT}",
    ),
    (
        "Period",
        "026",
        "StartDate:date! EndDate:date! Type:picklist Number:int IsForecastPeriod:boolean!"
        " PeriodLabel:picklist QuarterLabel:picklist FullyQualifiedLabel:string"
        " SystemModstamp:datetime!",
    ),
    (
        "OpportunitySplit",
        "1Eo",
        f"{BIN} OpportunityId:reference(Opportunity)! SplitOwnerId:reference(User)!"
        " SplitPercentage:percent! SplitAmount:currency SplitNote:string"
        f" SplitTypeId:reference(OpportunitySplitType) {MONEY} {AUDIT}",
    ),
    (
        "OpportunitySplitType",
        "1Et",
        "DeveloperName:string! MasterLabel:string! IsActive:boolean! SplitField:picklist"
        f" IsTotalValidated:boolean! {AUDIT}",
    ),
    (
        "OpportunityLineItem",
        "00k",
        f"{BIN} OpportunityId:reference(Opportunity)! Product2Id:reference(Product2)"
        " PricebookEntryId:reference(PricebookEntry) Name:string ProductCode:string SortOrder:int"
        " Quantity:double! UnitPrice:currency ListPrice:currency TotalPrice:currency"
        f" Subtotal:currency= Discount:percent ServiceDate:date Description:string {MONEY} {AUDIT}",
    ),
    (
        "Product2",
        "01t",
        f"{BIN} Name:string! ProductCode:string Description:textarea- IsActive:boolean!"
        f" Family:picklist StockKeepingUnit:string {MONEY} {AUDIT} Unit_Cost__c:currency",
    ),
    ("Pricebook2", "01s", f"{BIN} Name:string! IsActive:boolean! IsStandard:boolean! {AUDIT}"),
    (
        "PricebookEntry",
        "01u",
        f"{BIN} Name:string Pricebook2Id:reference(Pricebook2)! Product2Id:reference(Product2)!"
        f" UnitPrice:currency! IsActive:boolean! UseStandardPrice:boolean! ProductCode:string"
        f" {MONEY} {AUDIT}",
    ),
    (
        "Campaign",
        "701",
        f"{BIN} Name:string! ParentId:reference(Campaign) Type:picklist Status:picklist"
        " StartDate:date EndDate:date IsActive:boolean! NumberOfLeads:int= Description:textarea-"
        f" {OWNED} {MONEY} {AUDIT}",
    ),
    (
        "CampaignMember",
        "00v",
        f"{BIN} CampaignId:reference(Campaign)! LeadId:reference(Lead) ContactId:reference(Contact)"
        f" Status:picklist HasResponded:boolean!= FirstRespondedDate:date {MONEY} {AUDIT}",
    ),
    (
        "CurrencyType",
        "01L",
        "IsoCode:picklist! ConversionRate:double! DecimalPlaces:int! IsActive:boolean!"
        f" IsCorporate:boolean! {AUDIT}",
    ),
    (
        "DatedConversionRate",
        "04w",
        f"IsoCode:picklist! StartDate:date! NextStartDate:date ConversionRate:double! {AUDIT}",
    ),
    (
        "Organization",
        "00D",
        "Name:string! Country:string TimeZoneSidKey:picklist! LanguageLocaleKey:picklist!"
        " FiscalYearStartMonth:int UsesStartDateAsFiscalYearName:boolean! IsSandbox:boolean!"
        f" InstanceName:string OrganizationType:picklist {AUDIT}",
    ),
)
