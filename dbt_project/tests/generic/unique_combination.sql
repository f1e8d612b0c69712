{# The columns together are a key: no two rows are equal in them, and none of them is null unless it is named `nullable`. #}
{% test unique_combination(model, columns, nullable=[]) %}
select {{ columns | join(', ') }}, count(*) as occurrences
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
    {% for column in columns if column not in nullable %}
        or {{ column }} is null
    {% endfor %}
{% endtest %}
