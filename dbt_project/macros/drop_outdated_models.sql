{#
    A changed model forces a full refresh: an incremental table that other code built is dropped, so that this build
    makes it anew. The code of a staging model is its own; that of an intermediate one is all code up to there. dbt does
    not tell a model the text of macros, so the nightly job gives their checksum in SALESCYCLE_MACROS; when it changed,
    every incremental table is outdated. Who changes a macro and builds by hand adds --full-refresh.
#}
{% macro drop_outdated_models() %}
    {% if execute and flags.WHICH in ('run', 'build') %}
        {% do run_query('create schema if not exists audit') %}
        {% do run_query('create table if not exists audit.code (model varchar, checksum varchar)') %}
        {% set known = {} %}
        {% for row in run_query('select model, checksum from audit.code').rows %}
            {% do known.update({row[0]: row[1]}) %}
        {% endfor %}
        {% set macros = env_var('SALESCYCLE_MACROS', '') %}
        {% set other_macros = macros != '' and known.get('(macros)', macros) != macros %}
        {% if macros != '' and known.get('(macros)') != macros %}
            {% do run_query("delete from audit.code where model = '(macros)'") %}
            {% do run_query("insert into audit.code values ('(macros)', '" ~ macros ~ "')") %}
        {% endif %}
        {% set upstream = [] %}
        {% for node in graph.nodes.values() | sort(attribute='unique_id') %}
            {% if node.resource_type == 'model' and node.schema in ('staging', 'intermediate') %}
                {% do upstream.append(node.checksum.checksum) %}
            {% endif %}
        {% endfor %}
        {% for node in graph.nodes.values() if node.resource_type == 'model'
            and node.config.materialized == 'incremental' and node.unique_id in selected_resources %}
            {% set current = node.checksum.checksum if node.schema == 'staging' else local_md5(upstream | join(',')) %}
            {% if other_macros or known.get(node.name) != current %}
                {% set relation = adapter.get_relation(node.database, node.schema, node.name) %}
                {% if relation %}{% do adapter.drop_relation(relation) %}{% endif %}
                {% do run_query("delete from audit.code where model = '" ~ node.name ~ "'") %}
                {% do run_query("insert into audit.code values ('" ~ node.name ~ "', '" ~ current ~ "')") %}
            {% endif %}
        {% endfor %}
    {% endif %}
{% endmacro %}
