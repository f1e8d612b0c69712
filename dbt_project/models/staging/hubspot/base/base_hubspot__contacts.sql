{{ hubspot_objects(source('raw', 'hubspot__contact'), [
    'email', 'firstname', 'lastname', 'phone', 'mobilephone', 'company', 'createdate', 'lifecyclestage', 'hs_lead_status',
    'hubspot_owner_id', 'hs_email_optout', 'hs_merged_object_ids',
]) }}
