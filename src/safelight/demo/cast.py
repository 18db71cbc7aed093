"""The cast: four agencies and their staff, with fixed standing. All fictional."""

from dataclasses import dataclass

from safelight.core.vocabulary import AgencyKind as Kind
from safelight.core.vocabulary import Fund

COUNTY = "Alder County"


@dataclass(frozen=True, slots=True)
class DemoAgency:
    code: str
    name: str
    kind: Kind
    funds: tuple[Fund, ...] = ()
    mailing_address: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the cast. `standing` says who they are to the county's families."""

    code: str
    agency: str
    name: str
    roles: tuple[str, ...]
    standing: str
    supervisor: str = ""

    @property
    def email(self) -> str:
        return f"{self.code}@{self.agency}.example"


AGENCIES = (
    DemoAgency(
        "support",
        f"{COUNTY} Child Support",
        Kind.CHILD_SUPPORT,
        mailing_address="PO Box 500, Alder 00001",
    ),
    DemoAgency("protection", f"{COUNTY} Child Protection", Kind.CHILD_PROTECTION),
    DemoAgency("lantern", "Lantern Program", Kind.VICTIM_SERVICES, tuple(Fund)),
    DemoAgency("court", f"{COUNTY} Family Court", Kind.COURT),
)
MEMBERS = (
    Member("sonia", "support", "Sonia Marsh", ("ivd_supervisor", "signatory"), "Supervises Carl and Nils; signs agreements"),
    Member("carl", "support", "Carl Ivers", ("ivd_worker",), "Works with the Brandts, the Hales and the Linds", "sonia"),
    Member("nils", "support", "Nils Berg", ("ivd_worker",), "A cousin of Jonas Brandt: kept away from that family", "sonia"),
    Member("omar", "protection", "Omar Bale", ("cps_supervisor", "signatory"), "Supervises Petra; signs agreements"),
    Member("petra", "protection", "Petra Quill", ("cps_worker",), "Works with the Amaris", "omar"),
    Member("iris", "protection", "Iris Kent", ("agency_counsel",), "Counsel: approves what is produced of the Amaris' file", "omar"),
    Member("dina", "lantern", "Dina Holt", ("program_director",), "Directs the program; signs agreements"),
    Member("rosa", "lantern", "Rosa Vega", ("advocate",), "Advocate of Lena Brandt and Tess Okafor", "dina"),
    Member("ada", "court", "Judge Ada Stone", ("judge",), "Hears the Brandts' matter"),
    Member("finn", "court", "Finn Loe", ("court_clerk",), "Keeps the court's files", "ada"),
    Member("alma", "support", "Alma Reyes", ("administrator",), "Administers accounts; sees no record"),
)  # fmt: skip
