{# Counts, durations and amounts that cannot be less than nothing: one column, or several in one pass. #}
{% test non_negative(model, column_name=none, columns=[]) %}
{% set checked = columns or [column_name] %}
select {{ checked | join(', ') }}
from {{ model }}
where {% for column in checked %}{{ column }} < 0{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
