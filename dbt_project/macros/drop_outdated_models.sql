{#
    A changed model forces a full refresh: an incremental table that was built by other code is dropped, so that
    the next build makes it anew. What is compared is the checksum of every model up to the incremental layer.
#}
{% macro drop_outdated_models() %}
    {% if execute and flags.WHICH in ('run', 'build') %}
        {% set sums = [] %}
        {% set incremental = [] %}
        {% for node in graph.nodes.values() | sort(attribute='unique_id') %}
            {% if node.resource_type == 'model' and node.schema in ('staging', 'intermediate') %}
                {% do sums.append(node.checksum.checksum) %}
                {% if node.config.materialized == 'incremental' %}
                    {% do incremental.append(node) %}
                {% endif %}
            {% endif %}
        {% endfor %}
        {% set current = local_md5(sums | join(',')) %}
        {% do run_query('create schema if not exists audit') %}
        {% do run_query('create table if not exists audit.code (checksum varchar)') %}
        {% set known = run_query('select checksum from audit.code').rows %}
        {% if known | length == 0 or known[0][0] != current %}
            {% for node in incremental %}
                {% set relation = adapter.get_relation(node.database, node.schema, node.name) %}
                {% if relation %}{% do adapter.drop_relation(relation) %}{% endif %}
            {% endfor %}
            {% do run_query('delete from audit.code') %}
            {% do run_query("insert into audit.code values ('" ~ current ~ "')") %}
        {% endif %}
    {% endif %}
{% endmacro %}
