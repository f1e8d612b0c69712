{# What systems themselves count of their streams, beside what is held. #}
{{ current_of_all_systems('tallies', [
    'stream', 'counted_at', 'vendor_count', 'held_count', 'vendor_sums', 'is_different', 'differs_from', 'differs_until',
], 'stream') }}
