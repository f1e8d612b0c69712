{# The words of systems and people for a kind of activity, each in the word of the model; others stay as they are. #}
{% macro activity_kind(column) -%}
    case
        when {{ column }} in ('e-mail', 'mail') then 'email'
        when {{ column }} in ('phone', 'phone call', 'phone_call') then 'call'
        when {{ column }} in ('sms', 'text', 'chat', 'linkedin', 'whatsapp') then 'message'
        else {{ column }}
    end
{%- endmacro %}

{% macro activity_direction(column) -%}
    case
        when {{ column }} in ('outgoing', 'outbound', 'out') then 'outgoing'
        when {{ column }} in ('incoming', 'inbound', 'in') then 'incoming'
    end
{%- endmacro %}
