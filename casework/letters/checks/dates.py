"""Days that are over and spoken of as to come, and words that promise something. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from .sheet import Finding, Sheet, clip

_MONTHS: Final = {
    **dict.fromkeys(("january", "jan", "janvier", "janv"), 1),
    **dict.fromkeys(("february", "feb", "février", "fevrier", "févr"), 2),
    **dict.fromkeys(("march", "mar", "mars"), 3),
    **dict.fromkeys(("april", "apr", "avril", "avr"), 4),
    **dict.fromkeys(("may", "mai"), 5),
    **dict.fromkeys(("june", "jun", "juin"), 6),
    **dict.fromkeys(("july", "jul", "juillet", "juill"), 7),
    **dict.fromkeys(("august", "aug", "août", "aout"), 8),
    **dict.fromkeys(("september", "sept", "sep", "septembre"), 9),
    **dict.fromkeys(("october", "oct", "octobre"), 10),
    **dict.fromkeys(("november", "nov", "novembre"), 11),
    **dict.fromkeys(("december", "dec", "décembre", "decembre", "déc"), 12),
}
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE: Final = re.compile(
    rf"\b(?P<m1>{_MONTH})\.?[ \u00a0](?P<d1>[0-3]?[0-9])(?:st|nd|rd|th)?,?[ \u00a0](?P<y1>(?:19|20)[0-9]{{2}})\b"
    rf"|\b(?P<d2>[0-3]?[0-9])(?:st|nd|rd|th|er|ᵉʳ)?[ \u00a0](?:of )?(?P<m2>{_MONTH})\.?,?[ \u00a0]"
    r"(?P<y2>(?:19|20)[0-9]{2})\b"
    r"|\b(?P<y3>(?:19|20)[0-9]{2})-(?P<m3>[01][0-9])-(?P<d3>[0-3][0-9])\b",
    re.IGNORECASE,
)
#: Verbs in the future: English by its helpers; French by its endings, less the verbs that end so in the present.
_FUTURE_FR: Final = (
    r"(?!(?:dés|t|ret|att|insp|resp|adm|exp|v|asp|m)ir)(?:ser|aur|fer|pourr|devr|i|(?:re|de|par|inter|con)?viendr|tiendr"
    r"|verr|recevr|voudr|faudr|saur|enverr|prendr|répondr|attendr|[a-zéèêçâîôû]{3,}[ei]r)(?:ai|as|a|ons|ez|ont)"
)
_FUTURE: Final = re.compile(
    r"\b(?:will|won['’]t|shall|(?:is|are|am)(?: now)? (?:going|scheduled|due|planned|set|expected) to|upcoming|"
    r"takes? place|look(?:ing)? forward|"
    rf"(?:vais|vas|va|allons|allez|vont) (?!bien\b)[a-zéè]{{2,}}(?:er|ir|re)|aura lieu|{_FUTURE_FR})\b"
    r"|['’]ll\b|\b(?:before|by|no later than|until"
    r"|d['’]ici(?: le| au)?|avant le|au plus tard le|jusqu['’]au)[ \u00a0]*$",
    re.IGNORECASE,
)
#: The day itself is one on which something was done, whatever is promised after it.
_BEHIND: Final = re.compile(
    r"\b(?:of|dated|since|was|were|had|did|wrote|written|received|sent|met|spoke|called|asked|told|said|held|made|passed"
    r"|opened|closed|ended|began|du|datée?|depuis|reçue?|écrite?|envoyée?|tenue?|rencontrée?s?|étée?|était|étaient|ont"
    r"|avez|avons|dès)\b",
    re.IGNORECASE,
)
_PROMISE: Final = re.compile(
    r"\b(?:(?:I|we|my office|our office|the office) (?:will|shall|promise|guarantee|commit|undertake|pledge)"
    r"|(?:I|we)['’]ll|(?:I am|we are|I['’]m|we['’]re) going to|you (?:will|shall) (?:receive|hear|get|have)"
    r"|you['’]ll (?:hear|get)"
    r"|(?:nous allons|je vais) (?!bien\b)[a-zéè']{2,}"
    rf"|(?:nous|je|j['’]|notre bureau|mon bureau) ?(?:(?:vous|le|la|les|lui|leur|en|y|l['’]|ne|me|nous) ?)"
    rf"{{0,3}}{_FUTURE_FR}"
    r"|(?:je|nous) (?:m['’]|nous )(?:engage|engageons)"
    r"|(?:je|nous) (?:vous )?(?:promets|promettons|garantis|garantissons)"
    rf"|vous (?:recevrez|aurez)|on vous {_FUTURE_FR})\b",
    re.IGNORECASE,
)


def past_as_future(sheet: Sheet) -> Iterator[Finding]:
    """Days that are over, in a sentence that speaks of them as to come."""
    for sentence in sheet.sentences:
        for match in _DATE.finditer(sentence):
            day = _day(match)
            if day is not None and day < sheet.known.today and _is_to_come(sentence, match):
                yield Finding(
                    "warning",
                    "past_date",
                    match.group(),
                    _("This day is over, and the sentence speaks of it as to come."),
                )
            elif day is None:
                yield Finding("warning", "past_date", match.group(), _("There is no such day. Look it up."))


def promises(sheet: Sheet) -> Iterator[Finding]:
    """Sentences that promise something, or name a day to come."""
    for sentence in sheet.sentences:
        days = (_day(match) for match in _DATE.finditer(sentence))
        if _PROMISE.search(sentence) or any(day and day > sheet.known.today for day in days):
            yield Finding(
                "warning",
                "promise",
                clip(sentence),
                _("This promises something. Make sure that it can be kept, and note on the case who does it by when."),
            )


def _day(match: re.Match[str]) -> date | None:
    """The day that is named; None when there is no such day."""
    parts = match.groupdict()
    year = int(parts["y1"] or parts["y2"] or parts["y3"])
    named = parts["m1"] or parts["m2"]
    month = _MONTHS[named.lower()] if named else int(parts["m3"])
    try:
        return date(year, month, int(parts["d1"] or parts["d2"] or parts["d3"]))
    except ValueError:
        return None


def _is_to_come(sentence: str, match: re.Match[str]) -> bool:
    before = sentence[max(0, match.start() - 90) : match.start()]
    after = sentence[match.end() : match.end() + 90]
    ahead = [*_FUTURE.finditer(before)]
    behind = [*_BEHIND.finditer(before)]
    if behind and (not ahead or ahead[-1].start() < behind[-1].start()):
        return False
    if ahead:
        return True
    to_come, over = _FUTURE.search(after), _BEHIND.search(after)
    return to_come is not None and (over is None or to_come.start() < over.start())
