"""The modules of the organisation and their fields, each as name:type; `custom` are its own."""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Module:
    """One module."""

    name: str
    standard: str
    custom: str = ""
    is_deletable: bool = True

    @property
    def types(self) -> dict[str, str]:
        """The data type of each field."""
        return _types(f"{_SHARED} {self.standard} {self.custom}")

    @property
    def own(self) -> frozenset[str]:
        """The fields that the organisation made."""
        return frozenset(_types(self.custom))


_SHARED = "Owner:ownerlookup Created_Time:datetime Modified_Time:datetime"


@cache
def _types(words: str) -> dict[str, str]:
    pairs = (word.partition(":") for word in words.split())
    return {name: kind or "text" for name, _, kind in pairs}


_MODULES = (
    Module(
        "Leads",
        "First_Name Last_Name Company Email:email Phone:phone Mobile:phone Lead_Source:picklist"
        " Lead_Status:picklist Email_Opt_Out:boolean Industry:picklist No_of_Employees:integer"
        " Country Converted__s:boolean Converted_Date_Time:datetime Converted_Deal:lookup"
        " Converted_Contact:lookup Converted_Account:lookup",
        "Campaign First_Contact:date Referred_By",
    ),
    Module(
        "Deals",
        "Deal_Name Stage:picklist Pipeline:picklist Amount:currency Currency:picklist"
        " Exchange_Rate:double Closing_Date:date Account_Name:lookup Contact_Name:lookup"
        " Lead_Source:picklist Reason_For_Loss__s:picklist Type:picklist Probability:integer"
        " Next_Step Description:textarea Campaign_Source:lookup",
        "Product:picklist Payment_Terms:picklist Stakeholders:integer Discount:double Referred_By"
        " sales_region:picklist Checklist:subform",
    ),
    Module(
        "Contacts",
        "First_Name Last_Name Email:email Phone:phone Mobile:phone Account_Name:lookup"
        " Email_Opt_Out:boolean Lead_Source:picklist",
    ),
    Module(
        "Accounts",
        "Account_Name Website:website Industry:picklist Employees:integer Billing_Country",
    ),
    Module(
        "Calls",
        "Subject Call_Type:picklist Call_Start_Time:datetime Call_Duration Call_Result:picklist"
        " Outgoing_Call_Status:picklist Description:textarea What_Id:lookup Who_Id:lookup",
    ),
    Module(
        "Events",
        "Event_Title Start_DateTime:datetime End_DateTime:datetime All_day:boolean"
        " Description:textarea Participants What_Id:lookup Who_Id:lookup",
    ),
    Module(
        "Tasks",
        "Subject Status:picklist Due_Date:date Closed_Time:datetime Description:textarea"
        " What_Id:lookup Who_Id:lookup",
        "Channel:picklist Direction:picklist Result:picklist",
    ),
    Module("Notes", "Note_Title Note_Content:textarea Parent_Id:lookup"),
    Module(
        "Products",
        "Product_Name Product_Code Unit_Price:currency Product_Category:picklist"
        " Product_Active:boolean",
        "Unit_Cost:currency",
    ),
    Module(
        "DealHistory",
        "Potential_Name:lookup Stage:picklist Moved_To__s:picklist"
        " Stage_Duration_Calendar_Days:integer Amount:currency Currency:picklist",
        is_deletable=False,
    ),
)
MODULES = {module.name: module for module in _MODULES}
