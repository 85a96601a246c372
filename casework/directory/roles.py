"""Roles as prose: a name, a sentence, and the verbs it holds. ``manage.py sync_roles`` makes them groups.

Nobody ever holds ``publish_letter``: a letter is published by its approval alone.
"""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, gettext_noop

ADMIN = "wagtailadmin.access_admin"


def _verbs(room_model: str, *verbs: str) -> list[str]:
    room, model = room_model.split(".")
    return [f"{room}.{verb}_{model}" for verb in verbs]


@dataclass(frozen=True)
class Role:
    """A named set of verbs; a person may hold several."""

    code: str
    name: str
    sentence: Promise
    permissions: list[str] = field(default_factory=list)
    edits_pages: bool = False


#: Whoever works in an office says when they are away, and sees who else is.
_STAFF = [ADMIN, *_verbs("directory.absence", "view", "add", "change")]
#: Which units clear letters of other offices: offered and accepted by directors, who answer for who reads what.
_SHARES = _verbs("directory.sharedunit", "view", "add", "change")
#: For a colleague who is ill.
_ARRANGES = "directory.arrange_absence"

_CASEWORK = [
    *_STAFF,
    *_verbs("intake.submission", "view", "change"),
    *_verbs("contacts.person", "view", "add", "change"),
    *_verbs("contacts.organisation", "view", "add", "change"),
    *_verbs("positions.position", "view"),
    *_verbs("cases.case", "view", "add", "change"),
    "cases.view_confidential_case",
    "cases.view_sensitive_case",
    *_verbs("cases.transfer", "view", "change"),  # what leaves for other offices, and what they offer
    *_verbs("letters.letter", "view", "add", "change"),
    *_verbs("letters.template", "view"),
    *_verbs("letters.clearancerule", "view"),
    *_verbs("letters.signingauthority", "view"),
    *_verbs("dispatch.dispatch", "view", "change"),
    *_verbs("records.correctionrequest", "view", "add"),
    *_verbs("records.erasure", "view", "add"),
    *_verbs("records.legalhold", "view"),
]

ROLES = [
    Role(
        "officer",
        gettext_noop("Correspondence officer"),
        _(
            "Triages what comes in, works cases, drafts letters and sees them off; keeps the templates, writes the "
            "lines."
        ),
        [*_CASEWORK, *_verbs("letters.template", "add", "change"), *_verbs("positions.position", "add", "change")],
    ),
    Role(
        "caseworker",
        gettext_noop("Constituency assistant"),
        _("Triages and works the cases of a member's office and drafts its letters."),
        _CASEWORK,
    ),
    Role(
        "reviewer",
        gettext_noop("Reviewer"),
        _(
            "Reads letters, lines and templates others wrote, letters with the case they answer, and approves or "
            "returns them."
        ),
        [
            *_STAFF,
            *_verbs("cases.case", "view"),
            "cases.view_confidential_case",
            *_verbs("contacts.person", "view"),
            *_verbs("positions.position", "view", "approve"),
            *_verbs("letters.letter", "view", "approve"),
            *_verbs("letters.template", "view", "approve"),
            *_verbs("letters.clearancerule", "view"),
            *_verbs("letters.signingauthority", "view"),
            *_verbs("dispatch.dispatch", "view"),
        ],
    ),
    Role(
        "director",
        gettext_noop("Director"),
        _(
            "Sees everything of the office but what is kept for named people, of which the Director sees that it "
            "exists; hands out work, enters the absence of somebody who is ill, shares units with other offices, sets "
            "the rules for routing and clearance, approves what others wrote, waives a clearance that cannot be waited "
            "for, says who signs for a member."
        ),
        [
            *_CASEWORK,
            _ARRANGES,
            *_SHARES,
            "cases.oversee_case",
            *_verbs("cases.conflict", "view", "change"),
            *_verbs("cases.opening", "view", "change"),
            *_verbs("cases.possibleconflict", "view", "change"),
            *_verbs("positions.position", "add", "change", "approve"),
            *_verbs("letters.letter", "approve", "waive"),
            *_verbs("letters.clearancerule", "view", "add", "change"),
            *_verbs("letters.signingauthority", "add", "change"),
            *_verbs("letters.template", "add", "change", "approve"),
            *_verbs("intake.routingrule", "view", "add", "change", "delete"),
            *_verbs("records.accessexport", "view", "add"),
            *_verbs("records.correctionrequest", "decide"),
            *_verbs("records.erasure", "approve"),
            *_verbs("records.legalhold", "add", "change"),
            *_verbs("core.historyentry", "view"),  # what was refused to somebody, on the office's things
        ],
    ),
    Role(
        "office_manager",
        gettext_noop("Office manager"),
        _(
            "Runs a member’s office from day to day: works and hands out its cases, keeps the routing rules and the "
            "templates; approves nothing."
        ),
        [
            *_CASEWORK,
            *_verbs("cases.possibleconflict", "view", "change"),
            *_verbs("letters.template", "add", "change"),
            *_verbs("intake.routingrule", "view", "add", "change", "delete"),
            *_verbs("directory.sharedunit", "view"),
            _ARRANGES,
        ],
    ),
    Role(
        "records_lead",
        gettext_noop("Records lead"),
        _(
            "Answers for the files of an office: reads its cases, letters and messages, sensitive ones apart, what "
            "left, and who was refused what or took lists away; tells people what is held about them, decides what "
            "they ask to have corrected, and is one of two who erase it; writes and decides nothing else."
        ),
        [
            *_STAFF,
            *_verbs("intake.submission", "view"),
            *_verbs("contacts.person", "view"),
            *_verbs("contacts.organisation", "view"),
            *_verbs("cases.case", "view"),
            "cases.view_confidential_case",
            *_verbs("letters.letter", "view"),
            *_verbs("letters.template", "view"),
            *_verbs("letters.clearancerule", "view"),
            *_verbs("letters.signingauthority", "view"),
            *_verbs("dispatch.dispatch", "view"),
            *_verbs("records.accessexport", "view", "add"),
            *_verbs("records.correctionrequest", "view", "add", "decide"),
            *_verbs("records.erasure", "view", "add", "approve"),
            *_verbs("records.legalhold", "view", "add", "change"),
            *_verbs("core.historyentry", "view"),
        ],
    ),
    Role(
        "volunteer",
        gettext_noop("Volunteer"),
        _("Helps with the cases that are open to the whole office, and sees no other."),
        [*_STAFF, *_verbs("cases.case", "view", "change"), *_verbs("contacts.person", "view")],
    ),
    Role(
        "leaders_files",
        gettext_noop("Keeper of the Leader’s files"),
        _("Sees the cases that are for the Leader only; held beside another role."),
        [*_STAFF, *_verbs("cases.case", "view"), "cases.view_confidential_case", "cases.view_leaders_case"],
    ),
    Role(
        "editor",
        gettext_noop("Site editor"),
        _("Writes the public pages in both languages."),
        [ADMIN, *_verbs("wagtailimages.image", "add", "change", "choose"), "simple_translation.submit_translation"],
        edits_pages=True,
    ),
    Role(
        "administrator",
        gettext_noop("Office administrator"),
        _("Keeps users, offices, memberships, units and the public reference lists; sees no case by that alone."),
        [
            *_STAFF,
            *_verbs("directory.user", "view", "add", "change"),
            *_verbs("directory.invitation", "view", "add", "change"),
            *_verbs("directory.office", "view", "add", "change"),
            *_verbs("directory.membership", "view", "add", "change", "delete"),
            *_verbs("directory.unit", "view", "add", "change", "delete"),
            *_verbs("directory.member", "view", "add", "change", "delete"),
            *_verbs("directory.issue", "view", "add", "change", "delete"),
            *_verbs("directory.program", "view", "add", "change", "delete"),
            *_verbs("directory.closure", "view", "add", "change", "delete"),
            *_verbs("directory.criticportfolio", "view", "add", "change", "delete"),
            *_verbs("directory.communityservice", "view", "add", "change", "delete"),
            *_verbs("core.historyseal", "view"),  # the chain of the history, and who signed in
        ],
    ),
]
