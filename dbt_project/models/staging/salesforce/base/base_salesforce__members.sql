{# What ties records to one another: contacts' roles in opportunities, members of campaigns, products of opportunities. #}
{{ config(unique_key=['source', 'object', 'record_id']) }}

{{ salesforce_objects(rows_of('salesforce', ['opportunity_contact_role', 'campaign_member', 'opportunity_line_item']), [
    'OpportunityId', 'ContactId', 'IsPrimary', 'CampaignId', 'LeadId', 'Product2Id', 'Name', 'Quantity', 'UnitPrice', 'TotalPrice',
], ['source', 'object', 'record_id']) }}
