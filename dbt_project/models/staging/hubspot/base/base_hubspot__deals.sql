{{ hubspot_objects(source('raw', 'hubspot__deal'), [
    'dealname', 'dealstage', 'pipeline', 'createdate', 'closedate', 'amount', 'deal_currency_code', 'hubspot_owner_id',
    'closed_lost_reason', 'hs_merged_object_ids',
]) }}
