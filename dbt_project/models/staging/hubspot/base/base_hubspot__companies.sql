{{ hubspot_objects(source('raw', 'hubspot__company'), [
    'name', 'domain', 'industry', 'numberofemployees', 'country', 'hs_merged_object_ids',
]) }}
