{#
    The same as int_cycle_steps, by the system's own stages (`label`). Kinds of step:
    `visit` (a stage), `dormant` (an outcome that something followed), `outcome` (the one it ended with) and `referral`
    (stage 7, beside the run of won). Kept from night to night; the cycles whose inputs changed (int_cycle_inputs) are
    deleted and made anew.
#}
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='cycle_id',
    post_hook="delete from {{ this }} where not exists (
        select 1 from {{ ref('int_cycle_inputs') }} as inputs
        where inputs.cycle_id = {{ this }}.cycle_id and inputs.fingerprint = {{ this }}.fingerprint)",
) }}

{{ cycle_steps(ref('int_source_runs')) }}
