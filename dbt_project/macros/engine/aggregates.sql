{# Linear percentile of the values that are not null. #}
{% macro percentile(value, share) %}{{ return(adapter.dispatch('percentile')(value, share)) }}{% endmacro %}
{% macro duckdb__percentile(value, share) %}quantile_cont({{ value }}, {{ share }}){% endmacro %}

{# Several of them in one pass over the values: a list, read with `list_item(list, position)` from 1. #}
{% macro percentiles(value, shares) %}{{ return(adapter.dispatch('percentiles')(value, shares)) }}{% endmacro %}
{% macro duckdb__percentiles(value, shares) %}quantile_cont({{ value }}, [{{ shares | join(', ') }}]){% endmacro %}

{# The value of the row in which `by` is least. #}
{% macro value_of_least(value, by) %}{{ return(adapter.dispatch('value_of_least')(value, by)) }}{% endmacro %}
{% macro duckdb__value_of_least(value, by) %}arg_min({{ value }}, {{ by }}){% endmacro %}

{% macro value_of_most(value, by) %}{{ return(adapter.dispatch('value_of_most')(value, by)) }}{% endmacro %}
{% macro duckdb__value_of_most(value, by) %}arg_max({{ value }}, {{ by }}){% endmacro %}

{# One row per pair of (node, key): every node gets as label the least node that it reaches over shared keys. #}
{% macro connected(pairs) %}{{ return(adapter.dispatch('connected')(pairs)) }}{% endmacro %}
{% macro duckdb__connected(pairs) %}
    with recursive

    edges as (
        -- a star per key keeps the graph small: every node of a key is tied to the key's least node
        select pairs.node, least_node.node as neighbour
        from {{ pairs }} as pairs
        inner join (select shared_key, min(node) as node from {{ pairs }} group by shared_key) as least_node
            on least_node.shared_key = pairs.shared_key
    ),

    both_ways as (
        select node, neighbour from edges where node <> neighbour
        union
        select neighbour as node, node as neighbour from edges where node <> neighbour
    ),

    reached(node, label) using key (node) as (
        select node, node as label from (select distinct node from {{ pairs }})
        union
        select both_ways.node, min(reached.label) as label
        from reached
        inner join both_ways on both_ways.neighbour = reached.node
        inner join recurring.reached as known on known.node = both_ways.node
        where reached.label < known.label
        group by both_ways.node
    )

    select node, label from reached
{% endmacro %}
