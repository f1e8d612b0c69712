"""The salescycle.yml that says what each sheet of the company is, in parts that others use too."""

from sandbox.company.company import STAFF_DOMAIN
from sandbox.company.market import (
    CHANNELS,
    DEAL_STAGES,
    LEAD_STAGES,
    PIPELINES,
    PRODUCT_TYPOS,
    REPORTING_CURRENCY,
)


def lines_of(pairs: dict[str, str], indent: int) -> str:
    """The pairs as lines of YAML."""
    return "\n".join(f"{' ' * indent}{key}: {value}" for key, value in pairs.items())


COMPANY = f"""\
# The simulated company of the sandbox. Written anew on every run: changes here do not stay.
company:
  reporting_timezone: Europe/Copenhagen
  reporting_currency: {REPORTING_CURRENCY}
  default_region: DK
  week_start: monday
  fiscal_year_start: 1
rules:
  channels:
{lines_of({name: f"[{', '.join(sources)}]" for name, sources in CHANNELS.items()}, 4)}
"""
OLD_DEALS = f"""\
      - path: sheets/old_deals.csv       # from before the CRM: one date column per stage
        entity: deal
        columns:
          deal_id: "No"
          name: Customer
          account: Customer
          contact_email: E-mail
          contact_phone: Phone
          created_at: Created
          amount: Value
          owner: Salesman
          product: Product
        constants: {{currency: {REPORTING_CURRENCY}, pipeline: Sales}}
        decimal: "."
        stage_dates: {{outreach: Contacted, demo: Demo, closing: Contract, won: Won, lost: Lost}}
"""
REFERRALS = """\
      - path: sheets/referrals_*.csv
        entity: referral
        columns: {referred: Referred, referrer: Referrer, referred_at: When, method: How}
"""
COSTS = """\
      - path: sheets/costs.csv
        entity: cost
        decimal: "."
        columns: {month: Month, kind: Kind, channel: Channel, amount: Amount}
"""

MAPPING = f"""\
{COMPANY}sources:
  - name: crm
    type: spreadsheet
    stages:                  # "Parking lot" is missing on purpose: it shows up as unmapped
{lines_of(LEAD_STAGES | DEAL_STAGES, 6)}
    pipelines:
{lines_of(PIPELINES, 6)}
    exclude: [{{deal_name: "TEST*"}}, {{email_domain: {STAFF_DOMAIN}}}]
    fields: {{deal: {{sales_region: {{type: text, segment: true}}}}}}
    tables:
      - path: sheets/leads_*.csv
        entity: lead
        timezone: Europe/Copenhagen
        columns:
          lead_id: Lead ID
          created_at: Created
          first_contact_at: First contact
          name: Name
          email: E-mail
          phone: Phone
          company: Company
          lead_source: Source
          campaign: Campaign
          owner: Owner
          status: Status
          deal_id: Deal
          referred_by: Referred by
          opted_out: Opted out
      - path: sheets/deals_*.csv         # semicolons, Windows-1252, 1.234,56
        entity: deal
        timezone: Europe/Copenhagen
        decimal: ","
        thousands: "."
        columns:
          deal_id: Deal ID
          name: Deal name
          lead_id: Lead ID
          account: Account
          contact_email: E-mail
          contact_phone: Phone
          created_at: Created
          closed_at: Closed
          close_date: Close date
          expected_close_date: Expected close
          stage: Stage
          pipeline: Pipeline
          amount: Amount
          currency: Currency
          owner: Owner
          product: Product
          lead_source: Lead source
          payment_terms: Payment terms
          stakeholders: Stakeholders
          discount: Discount
          lost_reason: Lost reason
          referred_by: Referred by
          sales_region: Region
        values:
          product:
{lines_of(PRODUCT_TYPOS, 12)}
{OLD_DEALS}      - path: sheets/stage_changes_*.csv
        entity: stage_event
        columns:
          deal_id: Deal
          lead_id: Lead
          stage: Stage
          entered_at: Changed at
          sequence: Seq
      - path: sheets/owner_changes_*.csv
        entity: owner_event
        columns: {{deal_id: Deal, owner: Owner, from: Since}}
      - path: sheets/activities_*.csv
        entity: activity
        columns:
          activity_id: ID
          kind: Kind
          direction: Direction
          occurred_at: When
          owner: By
          lead_id: Lead
          deal_id: Deal
          email: E-mail
          outcome: Result
      - path: sheets/bookings_*.csv
        entity: booking
        dates: "%d/%m/%Y %H:%M"
        timezone: UTC
        columns:
          booking_id: Booking
          starts_at: Start
          ends_at: End
          booked_at: Booked
          email: E-mail
          name: Name
          owner: Host
          event_type: Type
          status: Status
          attended: Showed up
          rescheduled_from: Moved from
          cancelled_at: Cancelled
          cancelled_by: Cancelled by
      - path: sheets/deal_lines_*.csv
        entity: deal_line
        decimal: "."
        columns: {{deal_id: Deal, product: Product, quantity: Quantity, amount: Amount}}
{REFERRALS}      - path: sheets/accounts.csv
        entity: account
        columns:
          account_id: ID
          name: Account
          industry: Industry
          employees: Employees
          country: Country
      - path: sheets/contacts.csv
        entity: person
        columns:
          person_id: ID
          name: Name
          email: E-mail
          phone: Phone
          company: Company
          opted_out: No mail
      - path: sheets/products.xlsx
        sheet: Price list
        entity: product
        columns:
          product: Product
          list_price: List price
          unit_cost: Unit cost
          category: Line
{COSTS}"""
