{# The runs of the seven stages. #}
{{ cycle_runs('stage') }}
