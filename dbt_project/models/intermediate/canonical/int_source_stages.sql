{#
    What a system calls its stages, where records name them by an id. `default_stage` is what the system itself says of a
    stage that no map names.
#}
{{ current_of_all_systems('stages', ['pipeline', 'pipeline_label', 'stage', 'label', 'default_stage'], 'stage') }}
