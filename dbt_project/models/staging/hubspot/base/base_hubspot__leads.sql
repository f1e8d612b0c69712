{{ hubspot_objects(source('raw', 'hubspot__lead'), [
    'hs_lead_name', 'hs_pipeline', 'hs_pipeline_stage', 'hs_createdate', 'hubspot_owner_id', 'hs_merged_object_ids',
]) }}
