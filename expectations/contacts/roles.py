"""Local parts that name a function of a company instead of a person.

Two people behind `sales@` are not one person, so a role address never merges people. The first
group is RFC 2142; the others are what companies in the languages of this product's users write.
A word that is also a common name of a person has no place here.
"""

_RFC_2142 = """
    abuse ftp hostmaster info marketing news noc postmaster sales security support usenet uucp
    webmaster www
"""

_ENGLISH = """
    account accounting accounts admin administration administrator all billing board booking
    bookings career careers ceo client clients commercial communications compliance contact
    contact-us contactus contacts customer customercare customers customerservice
    customersupport data-protection delivery design dev developer developers devnull donotreply
    dpo ecommerce editor editorial enquire enquiries enquiry events everyone export feedback
    finance frontdesk general gdpr hello help helpdesk hi hr import inquiries inquiry invest
    investors invoice invoices invoicing it jobs legal list logistics mail mailbox mailer-daemon
    mailerdaemon management manager me media newsletter no-reply no_reply noreply nobody null
    office online operations ops order orders partner partners payment payments payroll pr
    press privacy procurement production purchase purchasing quality quotes reception
    recruiting recruitment remove request reservations returns root sale school secretary
    service services shipping shop staff store studio subscribe suggestions team tech technical
    tender test trade training travel unsubscribe user vendors warehouse web welcome
"""

_OTHER_LANGUAGES = """
    administracao administracion administratie administration amministrazione anfrage atendimento
    bestellung bewerbung bogholderi bokning booking buchhaltung butik buero clientes comercial
    commerciale compras compta comptabilite contabilidade contabilidad contacto contato contatti
    direccion direction ekonomi empfang faktura facturacion factures fatura financeiro forsaljning
    ordre info-de inkoop innkjop inkop karriere kontakt kontor kundeservice kundtjanst kundenservice
    kundservice lager lohn marketing-de order personal post rechnung recepcion reception rrhh salg
    sekretariat segreteria servicio soporte suporte support-de ufficio ventas vendas vendite
    verkauf verkoop vertrieb vertrieb-de
"""

ROLES: frozenset[str] = frozenset((_RFC_2142 + _ENGLISH + _OTHER_LANGUAGES).split())
