{#
    The rows of the three histories that the platform keeps: of a lead's and an opportunity's fields, old and new value of
    each; of an opportunity's stage, the values after each save that changed stage, amount, probability or close date.
#}
{{ config(unique_key=['source', 'object', 'record_id']) }}

{{ salesforce_objects(rows_of('salesforce', ['lead_history', 'opportunity_history', 'opportunity_field_history']), [
    'LeadId', 'OpportunityId', 'StageName', 'Field', 'OldValue', 'NewValue',
], ['source', 'object', 'record_id']) }}
