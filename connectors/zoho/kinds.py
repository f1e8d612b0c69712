"""The modules that are read, and what is asked of each.

Names of fields are Zoho's API names. A field that an organisation does not have is not asked for,
where the definitions of its fields could be read; beside these, every field that it made itself is
asked for, and those that the configuration names.
"""

from dataclasses import dataclass

MODULES_READ = "the scope ZohoCRM.modules.READ"
SETTINGS_READ = "the scope ZohoCRM.settings.READ"


@dataclass(frozen=True)
class Kind:
    """One module.

    `core` are fields that are always asked for: the definitions need not list them. `is_defined`:
    the organisation may have fields of its own in it. `hides_converted`: a listing shows all only
    when asked to.
    """

    stream: str
    module: str
    fields: tuple[str, ...]
    core: tuple[str, ...] = ()
    is_defined: bool = True
    is_deletable: bool = True
    hides_converted: bool = False
    is_optional: bool = False
    scope: str = MODULES_READ


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_COMMON = ("Created_Time", "Modified_Time", "Owner")


KINDS = (
    Kind(
        "contact",
        "Contacts",
        _names("First_Name Last_Name Email Phone Mobile Account_Name Email_Opt_Out Lead_Source"),
        core=_COMMON,
    ),
    Kind(
        "account",
        "Accounts",
        _names("Account_Name Website Industry Employees Billing_Country"),
        core=_COMMON,
    ),
    Kind(
        "deal",
        "Deals",
        _names(
            "Deal_Name Amount Currency Exchange_Rate Closing_Date Account_Name Contact_Name Type"
            " Lead_Source Campaign_Source Probability Next_Step Reason_For_Loss__s"
        ),
        core=(*_COMMON, "Stage", "Pipeline"),
    ),
    Kind(
        "lead",
        "Leads",
        _names(
            "First_Name Last_Name Company Email Phone Mobile Lead_Source Industry No_of_Employees"
            " Country Email_Opt_Out"
        ),
        core=(
            *_COMMON,
            *_names("Lead_Status Converted__s Converted_Date_Time Converted_Deal"),
            *_names("Converted_Contact Converted_Account"),
        ),
        hides_converted=True,
    ),
    Kind(
        "stage_history",
        "DealHistory",
        _names("Potential_Name Stage Moved_To__s Stage_Duration_Calendar_Days Modified_Time"),
        is_defined=False,
        is_deletable=False,
        is_optional=True,
        scope="access to the module DealHistory (Stage History of deals)",
    ),
    Kind(
        "call",
        "Calls",
        _names(
            "Subject Call_Type Call_Start_Time Call_Duration Call_Result Outgoing_Call_Status"
            " Description What_Id Who_Id"
        ),
        core=_COMMON,
        is_optional=True,
    ),
    Kind(
        "event",
        "Events",
        _names("Event_Title Start_DateTime End_DateTime All_day Description What_Id Who_Id"),
        core=_COMMON,
        is_optional=True,
    ),
    Kind(
        "task",
        "Tasks",
        _names("Subject Status Due_Date Closed_Time Description What_Id Who_Id"),
        core=_COMMON,
        is_optional=True,
    ),
    Kind(
        "note",
        "Notes",
        _names("Note_Title Note_Content Parent_Id"),
        core=_COMMON,
        is_defined=False,
        is_optional=True,
        scope="the scope ZohoCRM.modules.notes.READ",
    ),
    Kind(
        "product",
        "Products",
        _names("Product_Name Product_Code Unit_Price Product_Category Product_Active"),
        core=_COMMON,
        is_optional=True,
    ),
)
"""Every module, in the order in which they are read."""

BY_STREAM = {kind.stream: kind for kind in KINDS}
