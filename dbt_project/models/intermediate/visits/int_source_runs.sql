{# The runs of the system's own stages. #}
{{ cycle_runs('source_stage') }}
