"""Onward duties, rights of access and legal compulsion: one table, each with its law.

A row says: whoever of this kind holds such an item may come to give it there. It says
what could happen, not what should. `protected_stay` marks the ways that a protection in
force closes for whereabouts; `general_only` the ways that end at the sealed partition.
"""

from dataclasses import dataclass
from typing import Final

from safelight.core.exposure.holders import Reached
from safelight.core.vocabulary import AgencyKind as Kind
from safelight.core.vocabulary import Category, Term


class Way(Term):
    """How an item gets on."""

    AGREEMENT = "AGREEMENT", "agreement"
    RELEASE = "RELEASE", "signed release"
    DUTY = "DUTY", "onward duty"
    COMPULSION = "COMPULSION", "legal compulsion"
    ACCESS = "ACCESS", "right of access"


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """One way on. `of` is a kind of agency, or a holder that is none."""

    of: Kind | Reached
    to: Reached
    way: Way
    words: str
    law: str
    categories: frozenset[Category] = frozenset(Category)
    general_only: bool = False
    protected_stay: bool = False


# What no duty or access carries on: only a court's order can.
CONFIDENTIAL: Final = frozenset({Category.CHILDS_CONFIDENCE, Category.ADVOCATE_NOTES})
CASE: Final = frozenset(Category) - CONFIDENTIAL
SUPPORT: Final = frozenset(
    {Category.IDENTITY, Category.LOCATION, Category.CONTACT, Category.EMPLOYMENT,
     Category.MONEY, Category.PARENTAGE, Category.COURT}
)  # fmt: skip
ABUSE: Final = frozenset({Category.HARM, Category.CHILDS_REPORT, Category.IDENTITY})
CAPTA: Final = "42 U.S.C. 5106a(b)(2)(B)"

# Holders that are no agency of the network, and pass on what such an agency would.
LIKE: Final = {
    Reached.CHILD_PROTECTION: Kind.CHILD_PROTECTION,
    Reached.COURT_FILE: Kind.COURT,
}
ONWARD: Final = (
    Onward(of=Kind.CHILD_PROTECTION, to=Reached.OTHER_PARTY, way=Way.ACCESS, words="a subject of the report may see the general part of the file", law=f"{CAPTA}(viii)(I)", categories=CASE, general_only=True),
    Onward(of=Kind.CHILD_PROTECTION, to=Reached.GOVERNMENT, way=Way.DUTY, words="the state must disclose to agencies that need it to protect a child", law=f"{CAPTA}(viii)(II), (ix)", categories=CASE),
    Onward(of=Kind.CHILD_PROTECTION, to=Reached.PANEL, way=Way.DUTY, words="review panels may see the file", law=f"{CAPTA}(viii)(III)-(IV)", categories=CASE),
    Onward(of=Kind.CHILD_PROTECTION, to=Reached.COURT_FILE, way=Way.COMPULSION, words="a court or grand jury may find it necessary", law=f"{CAPTA}(viii)(V)"),
    Onward(of=Kind.CHILD_PROTECTION, to=Reached.PUBLIC, way=Way.DUTY, words="findings about a child's death or near death are made public", law=f"{CAPTA}(x)", categories=frozenset({Category.HARM, Category.CHILDS_REPORT}), general_only=True),
    Onward(of=Kind.CHILD_SUPPORT, to=Reached.COURT_FILE, way=Way.DUTY, words="pleadings name the parties and where they can be found", law="UIFSA section 311; 312 seals them once a finding is made", categories=SUPPORT, protected_stay=True),
    Onward(of=Kind.CHILD_SUPPORT, to=Reached.REGISTRY, way=Way.DUTY, words="every case is in the Federal Case Registry, with its indicator", law="42 U.S.C. 653(h), 654a(e)", categories=frozenset({Category.IDENTITY, Category.PARENTAGE}), protected_stay=True),
    Onward(of=Kind.CHILD_SUPPORT, to=Reached.OTHER_STATE, way=Way.DUTY, words="states work each other's cases", law="42 U.S.C. 654(9); 654(26) bars whereabouts of a protected person", categories=SUPPORT, protected_stay=True),
    Onward(of=Kind.CHILD_SUPPORT, to=Reached.EMPLOYER, way=Way.DUTY, words="an order to withhold income goes to the employer", law="42 U.S.C. 666(b)", categories=frozenset({Category.MONEY})),
    Onward(of=Reached.OTHER_STATE, to=Reached.COURT_FILE, way=Way.DUTY, words="the other state files it in its own court", law="UIFSA section 304", categories=SUPPORT, protected_stay=True),
    Onward(of=Kind.COURT, to=Reached.OTHER_PARTY, way=Way.ACCESS, words="parties may see the court's file unless it is sealed", law="the state's rules on access to court files", general_only=True),
    Onward(of=Kind.COURT, to=Reached.COUNSEL, way=Way.ACCESS, words="counsel may see the court's file unless it is sealed", law="the state's rules on access to court files", general_only=True),
    Onward(of=Kind.VICTIM_SERVICES, to=Reached.CHILD_PROTECTION, way=Way.DUTY, words="a report of child abuse, where the law specifically requires it", law="34 U.S.C. 12291(b)(2)(E)", categories=ABUSE),
    Onward(of=Kind.VICTIM_SERVICES, to=Reached.COURT_FILE, way=Way.COMPULSION, words="a court may order it; the survivor must be told where possible", law="34 U.S.C. 12291(b)(2)(C)", categories=CASE),
    Onward(of=Kind.LAW_ENFORCEMENT, to=Reached.PROSECUTOR, way=Way.DUTY, words="police give their file to the prosecutor", law="the state's criminal procedure", categories=CASE),
    Onward(of=Reached.PROSECUTOR, to=Reached.COUNSEL, way=Way.COMPULSION, words="discovery gives it to the defense", law="the state's rules of criminal discovery", categories=CASE),
    Onward(of=Kind.LAW_ENFORCEMENT, to=Reached.CHILD_PROTECTION, way=Way.DUTY, words="police report suspected child abuse", law=f"{CAPTA}(i)", categories=ABUSE),
    Onward(of=Kind.COMMUNITY_PROVIDER, to=Reached.CHILD_PROTECTION, way=Way.DUTY, words="a mandated reporter reports suspected child abuse", law=f"{CAPTA}(i)", categories=ABUSE),
    Onward(of=Kind.COMMUNITY_PROVIDER, to=Reached.COURT_FILE, way=Way.COMPULSION, words="a court may order it", law="the state's rules of civil procedure", categories=CASE),
    Onward(of=Kind.BENEFITS, to=Reached.OTHER_BENEFITS, way=Way.DUTY, words="benefit agencies match income and eligibility", law="42 U.S.C. 1320b-7", categories=frozenset({Category.IDENTITY, Category.MONEY, Category.EMPLOYMENT})),
    Onward(of=Kind.BENEFITS, to=Reached.FUNDER, way=Way.DUTY, words="audits see case files", law="the program's own audit rules", categories=CASE),
    Onward(of=Kind.CHILD_SUPPORT, to=Reached.FUNDER, way=Way.DUTY, words="federal audits see case files", law="42 U.S.C. 652(a)(4)", categories=CASE, protected_stay=True),
    Onward(of=Kind.BENEFITS, to=Reached.COURT_FILE, way=Way.COMPULSION, words="a court may order it", law="the state's rules of civil procedure", categories=CASE),
    Onward(of=Kind.LAW_ENFORCEMENT, to=Reached.COURT_FILE, way=Way.COMPULSION, words="it is evidence in a prosecution", law="the state's criminal procedure", categories=CASE),
)  # fmt: skip
