{# Parts of a whole: from 0 to 1, or null where there is no whole. One column, or several in one pass. #}
{% test is_share(model, column_name=none, columns=[]) %}
{% set checked = columns or [column_name] %}
select {{ checked | join(', ') }}
from {{ model }}
where {% for column in checked %}{{ column }} < 0 or {{ column }} > 1{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
