{# (stage, number, kind, label, description) of all that a visit or a status can be called, in the order to show them. #}
{% macro stage_words() %}{{ return([
    ('prospecting', 1, 'stage', 'Prospecting', 'A lead exists: from a form, a list, an import or a referral.'),
    ('outreach', 2, 'stage', 'Outreach', 'Somebody called, wrote or sent a message first.'),
    ('qualification', 3, 'stage', 'Qualification', 'Need, budget and decision are being found out.'),
    ('demo', 4, 'stage', 'Demo', 'The product was shown.'),
    ('objections', 5, 'stage', 'Objections', 'Proposal, negotiation, an objection to answer.'),
    ('closing', 6, 'stage', 'Closing', 'Contract, legal and payment.'),
    ('referral', 7, 'stage', 'Referral', 'After a win: the customer was asked for, or gave, a referral.'),
    ('won', none, 'outcome', 'Won', 'The buyer bought.'),
    ('lost', none, 'outcome', 'Lost', 'The buyer decided against it.'),
    ('disqualified', none, 'outcome', 'Disqualified', 'There was nothing to sell to this buyer.'),
    ('dormant', none, 'pseudo', 'Dormant', 'Between an outcome and what followed it.'),
    ('unmapped', none, 'pseudo', 'Unmapped', 'A stage of the source that the stage map does not name.'),
    ('unknown', none, 'pseudo', 'Unknown', 'Before anything is known about the stage.'),
]) }}{% endmacro %}
