{#
    Every ancestor of every node, over links (node, node_order, parent, parent_order): pairs (node, ancestor). Only
    ancestors whose order is below that of the node that asks are followed. A loop in the links ends by itself.
#}
{% macro ancestors(links) %}{{ return(adapter.dispatch('ancestors')(links)) }}{% endmacro %}
{% macro default__ancestors(links) %}
    with recursive

    reached(node, node_order, ancestor) as (
        select node, node_order, parent as ancestor
        from {{ links }}
        where parent_order < node_order
        union
        select reached.node, reached.node_order, above.parent as ancestor
        from reached
        inner join {{ links }} as above on above.node = reached.ancestor
        where above.parent_order < reached.node_order
    )

    select node, ancestor from reached
{% endmacro %}
