{# Contact verdicts are functions of the engine: registered by the plugin on DuckDB, as session functions elsewhere. #}
{% macro contact_email(text) %}{{ return(adapter.dispatch('contact_email')(text)) }}{% endmacro %}
{% macro default__contact_email(text) %}contact_email({{ text }}){% endmacro %}

{% macro contact_phone(text, region) %}{{ return(adapter.dispatch('contact_phone')(text, region)) }}{% endmacro %}
{% macro default__contact_phone(text, region) %}contact_phone({{ text }}, {{ region }}){% endmacro %}

{% macro contact_rules_version() %}{{ return(adapter.dispatch('contact_rules_version')()) }}{% endmacro %}
{% macro default__contact_rules_version() %}contact_rules_version(){% endmacro %}

{% macro mask_contact(kind, text) %}{{ return(adapter.dispatch('mask_contact')(kind, text)) }}{% endmacro %}
{% macro default__mask_contact(kind, text) %}mask_contact({{ kind }}, {{ text }}){% endmacro %}
