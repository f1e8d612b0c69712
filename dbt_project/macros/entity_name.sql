{# The word of salescycle.yml for one record of a staged entity: `deals` are rows of the entity `deal`. #}
{% macro entity_name(entity) %}{{ return({'people': 'person', 'activities': 'activity', 'tallies': 'tally'}.get(entity, entity[:-1])) }}{% endmacro %}
