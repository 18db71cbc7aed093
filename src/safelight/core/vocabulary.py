"""The closed sets of words the gate reasons about.

Each member is a code (upper case, stored and sent) and a label (shown to people).
The same codes are used in the database, in JSON and as Cedar entity ids.
"""

from enum import StrEnum


class Term(StrEnum):
    """A code with the words that people read."""

    label: str

    def __new__(cls, code: str, label: str = "") -> "Term":
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class Category(Term):
    """What kind of information an item is. Every stored field has one."""

    IDENTITY = "IDENTITY", "Identity"
    LOCATION = "LOCATION", "Location"
    CONTACT = "CONTACT", "Contact"
    EMPLOYMENT = "EMPLOYMENT", "Employment"
    MONEY = "MONEY", "Money"
    PARENTAGE = "PARENTAGE", "Parentage"
    COURT = "COURT", "Court"
    SAFETY = "SAFETY", "Safety"
    SERVICES = "SERVICES", "Services"
    HEALTH = "HEALTH", "Health"
    IMMIGRATION = "IMMIGRATION", "Immigration"
    HARM = "HARM", "Harm"
    CHILDS_CONFIDENCE = "CHILDS_CONFIDENCE", "Child's confidence"
    CHILDS_REPORT = "CHILDS_REPORT", "Child's report"
    ADVOCATE_NOTES = "ADVOCATE_NOTES", "Advocate's notes"
    NARRATIVE = "NARRATIVE", "Narrative"


class Flag(Term):
    """A protection's standing. Whatever is not CLEAR protects."""

    CLEAR = "CLEAR", "Not in force"
    SET = "SET", "In force"
    UNKNOWN = "UNKNOWN", "Not known"


class Answer(Term):
    """What the gate says of one item, strongest first."""

    RELEASE = "RELEASE", "Released"
    SUBSTITUTE = "SUBSTITUTE", "Substitute"
    ANSWER = "ANSWER", "Answer only"
    WITHHOLD = "WITHHOLD", "Withheld"


class Channel(Term):
    """How the item would travel."""

    VIEW = "VIEW", "On a screen"
    SHARE = "SHARE", "In a packet"
    PAPER = "PAPER", "On paper"
    TRANSMIT = "TRANSMIT", "In a message or file"
    LINK = "LINK", "As a key to match records"
    COUNT = "COUNT", "In a count"


class Purpose(Term):
    CASEWORK = "CASEWORK", "Own casework"
    ESTABLISH_SUPPORT = "ESTABLISH_SUPPORT", "Establish child support"
    ENFORCE_SUPPORT = "ENFORCE_SUPPORT", "Enforce child support"
    LOCATE = "LOCATE", "Locate a person"
    CUSTODY_VISITATION = "CUSTODY_VISITATION", "Custody or visitation"
    CHILD_SAFETY = "CHILD_SAFETY", "Child safety"
    CHILD_ABUSE_REPORT = "CHILD_ABUSE_REPORT", "Report of child abuse"
    SAFETY_PLANNING = "SAFETY_PLANNING", "Safety planning"
    SERVICE_PLANNING = "SERVICE_PLANNING", "Service planning"
    TEAM_REVIEW = "TEAM_REVIEW", "Team review"
    COURT_PROCEEDING = "COURT_PROCEEDING", "Court proceeding"
    BENEFITS = "BENEFITS", "Benefits"
    SUBJECT_ACCESS = "SUBJECT_ACCESS", "A person's access to their own record"
    MONITORING = "MONITORING", "Funder's monitoring or audit"
    STATISTICS = "STATISTICS", "Statistics"


class GroundKind(Term):
    """What an asker relies on."""

    NONE = "NONE", "No ground"
    RELEASE = "RELEASE", "Signed release"
    AGREEMENT = "AGREEMENT", "Agreement between agencies"
    MANDATE = "MANDATE", "Reporting law"
    EMERGENCY = "EMERGENCY", "Imminent danger to life"
    COURT_ORDER = "COURT_ORDER", "Court order"
    SUBPOENA = "SUBPOENA", "Subpoena"


class Mandate(Term):
    """How a reporting law binds the agency."""

    NONE = "NONE", "Neither required nor permitted"
    REQUIRED = "REQUIRED", "Specifically required"
    PERMITTED = "PERMITTED", "Expressly permitted"


class HarmFinding(Term):
    """What the court found on harm before letting more be disclosed."""

    NONE = "NONE", "Not yet decided"
    NOT_HARMFUL = "NOT_HARMFUL", "Not harmful"
    HARMFUL = "HARMFUL", "Harmful"


class Signer(Term):
    NONE = "NONE", "Nobody"
    ADULT = "ADULT", "The adult it is about"
    MINOR_AND_PARENT = "MINOR_AND_PARENT", "The minor and a parent who is not abusive"
    MINOR = "MINOR", "The minor alone, where the law allows"


class Standing(Term):
    """Who an asker is. Counsel and employer mean the other party's."""

    STAFF = "STAFF", "Agency staff"
    SUBJECT = "SUBJECT", "The person it is about"
    PARTY = "PARTY", "The other party"
    COUNSEL = "COUNSEL", "The other party's counsel"
    EMPLOYER = "EMPLOYER", "The other party's employer"
    OTHER_STATE = "OTHER_STATE", "Another state"
    REGISTRY = "REGISTRY", "Federal registry"
    PUBLIC = "PUBLIC", "Anybody else"


class AgencyKind(Term):
    CHILD_SUPPORT = "CHILD_SUPPORT", "Child support"
    CHILD_PROTECTION = "CHILD_PROTECTION", "Child protection"
    VICTIM_SERVICES = "VICTIM_SERVICES", "Victim services"
    COURT = "COURT", "Court"
    LAW_ENFORCEMENT = "LAW_ENFORCEMENT", "Law enforcement"
    COMMUNITY_PROVIDER = "COMMUNITY_PROVIDER", "Community provider"
    BENEFITS = "BENEFITS", "Benefits"
    NONE = "NONE", "No agency"


class Fund(Term):
    """Federal funding whose confidentiality rule binds a program."""

    VAWA = "VAWA", "Violence Against Women Act"
    FVPSA = "FVPSA", "Family Violence Prevention and Services Act"
    VOCA = "VOCA", "Victims of Crime Act"


class Duty(Term):
    """What a role is for; roles are data, duties are what policies read."""

    CASEWORK = "CASEWORK", "Works cases"
    SUPERVISE = "SUPERVISE", "Supervises cases"
    ADVOCACY = "ADVOCACY", "Advocates for survivors"
    ADJUDICATE = "ADJUDICATE", "Hears and decides"
    SIGN = "SIGN", "Signs for the agency"
    AUDIT = "AUDIT", "Audits"
    REGISTRY = "REGISTRY", "Works the registry desk"
    COUNSEL = "COUNSEL", "Counsel of the agency"
    ADMINISTER = "ADMINISTER", "Administers accounts"


class Assignment(Term):
    """How the asker stands to the person's case in the asker's own agency."""

    NONE = "NONE", "Not assigned"
    ASSIGNED = "ASSIGNED", "Assigned worker"
    SUPERVISOR = "SUPERVISOR", "Supervisor of the assigned worker"


class Partition(Term):
    GENERAL = "GENERAL", "General"
    SEALED = "SEALED", "Sealed"


class Source(Term):
    """Where an item came from; each source brings its own limits."""

    SURVIVOR = "SURVIVOR", "Told by the person it is about"
    CHILD = "CHILD", "Told by a child"
    OBSERVATION = "OBSERVATION", "Own observation"
    PUBLIC_RECORD = "PUBLIC_RECORD", "Public record"
    OTHER_PARTY = "OTHER_PARTY", "The other party"
    PARTNER_AGENCY = "PARTNER_AGENCY", "Another agency"
    FEDERAL_TAX = "FEDERAL_TAX", "Federal tax information"
    FEDERAL_LOCATOR = "FEDERAL_LOCATOR", "Federal locator or new-hire data"
    PART_2 = "PART_2", "Substance-use record (42 CFR Part 2)"
    HEALTH_RECORD = "HEALTH_RECORD", "Health record"
    UNKNOWN = "UNKNOWN", "Not known"
