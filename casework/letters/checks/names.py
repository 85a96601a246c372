"""Whose name stands in the letter, and which riding. Pure."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Final

from django.utils.translation import gettext_lazy as _

from casework.core.text import fold

from .sheet import Finding, Sheet, listed, said

#: A line that greets somebody, up to the comma or the end of the line; with a title alone, it is the whole line.
_GREETING: Final = re.compile(
    r"^[ \t]{0,8}((?:dear|hello|hi|good (?:morning|afternoon|evening)|bonjour|ch[eè]re?s?"
    r"|salut|(?P<title>monsieur|madame|mme|m\.))"
    r"[ \t\u00a0\u202f]{1,3}[^\s,:;!?.][^,:;!?.\n]{0,60}(?:\.[^,:;!?.\n]{1,40})?)[ \t\u00a0\u202f]{0,3}"
    r"(?:(?(title)[,:!]?[ \t]{0,3}$|(?:[,:!]|$)))",
    re.IGNORECASE | re.MULTILINE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
#: Words of a greeting that are nobody's name.
_NO_NAMES: Final = listed(
    """
    dear hello hi good morning afternoon evening bonjour salut cher chere chers cheres et and or ou the to a all tous
    toutes my our mon ma mes nos notre votre of de du des d la le les l und again encore whom it may concern qui droit
    mr mrs ms miss mx dr prof professor hon honourable reverend rev father sister brother rabbi imam pastor chief elder
    judge justice captain sergeant officer constable sir madam maam mesdames messieurs monsieur madame mademoiselle m
    mme mlle mmes mm me docteur dre professeur professeure honorable reverende pere soeur maitre
    premier minister ministre deputy depute deputee member members membre membres mayor maire mairesse councillor
    councillors conseiller conseillere council conseil reeve warden mpp mp president presidente chair director
    directeur directrice manager principal executive board committee comite team equipe staff editor editors
    friend friends ami amie amis amies neighbour neighbours neighbor voisin voisine voisins voisines resident residents
    residente residentes constituent constituents electeur electrice electeurs concitoyens concitoyennes citoyen
    citoyenne citizen citizens colleague colleagues collegue collegues family famille families parent parents student
    students eleve eleves teacher teachers tenant tenants locataire locataires everyone everybody whoever children
    class community communaute general generale attorney auditor ombudsman ombud procureur procureure verificateur
    verificatrice commissioner commissaire superintendent surintendant surintendante speaker clerk greffier greffiere
    treasurer tresorier tresoriere secretary secretaire consul ambassador ambassadeur ambassadrice excellency excellence
    bishop archbishop eveque grand trustee coordinator coordonnateur coordonnatrice administrator administrateur
    administratrice volunteer volunteers benevole benevoles customer customers service services client clients
    association union local syndicat society societe group groupe club office bureau ministry ministere department
    organization organisation company partner partners partenaire partenaires owner owners proprietaire proprietaires
    veteran veterans ancien anciens combattant combattants senior seniors aine aines youth jeunes supporter
    supporters guest guests participant participants applicant applicants nurse nurses
    infirmiere infirmiers doctor doctors medecin medecins
    """
)


def greetings(sheet: Sheet) -> Iterator[Finding]:
    """The salutation against the record, and any other line of the text that greets somebody."""
    yield from _salutation(sheet)
    ours = _names_in(sheet.known.name) | _names_in(sheet.known.salutation)
    for line in _GREETING.finditer(sheet.body):
        named = _names_in(line.group(1))
        starts_big = all(word[0].isupper() for word in _WORD.findall(line.group(1)) if fold(word) in named)
        if ours and named and starts_big and _unlike(named, ours):
            yield Finding(
                "blocker",
                "other_name",
                line.group(1),
                _("This greets somebody else. Make sure that the text is not from another person’s letter."),
            )


def other_people(sheet: Sheet) -> Iterator[Finding]:
    """The names of other people whom the record names, anywhere in the letter."""
    theirs = fold(sheet.known.name)
    names = [name for name in sheet.known.others if name.strip() and fold(name) != theirs]
    for found in _each_of(names, sheet.words):
        yield Finding(
            "warning", "other_name", found, _("This is the name of another person. Make sure that it belongs here.")
        )
    to = sheet.content.to_name
    ours, named = _names_in(sheet.known.name), _names_in(to)
    if ours and named and _comparable(ours, named) and not ours & named:
        yield Finding(
            "warning", "addressee", to, _("The record has another name. Make sure that the letter is for this person.")
        )


def wrong_riding(sheet: Sheet) -> Iterator[Finding]:
    """A riding that is not the person's. A riding called like a city counts only where it is called a riding."""
    theirs = sheet.known.riding.strip()
    if not theirs:
        return
    text = _riding_pattern([theirs], whole=True).sub(lambda match: "\0" * len(match.group()), sheet.body)
    others = [riding.strip() for riding in sheet.known.ridings if fold(riding.strip()) != fold(theirs)]
    for found in _each_riding(others, text):
        yield Finding(
            "warning",
            "riding",
            found,
            said(
                _("The record has %(riding)s as this person’s riding. Correct the one or the other."),
                {"riding": theirs},
            ),
        )


def _salutation(sheet: Sheet) -> Iterator[Finding]:
    salutation, known = sheet.content.salutation, sheet.known
    ours, named = _names_in(known.name) | _names_in(known.salutation), _names_in(salutation)
    if not ours or not salutation:
        return
    if named and _unlike(named, ours):
        yield Finding(
            "blocker",
            "salutation",
            salutation,
            _("The record has another name. Write this person’s name; or correct how the record says to address them."),
        )
    elif named and not named <= ours:
        yield Finding(
            "warning", "salutation", salutation, _("The record writes this name in another way. Compare them.")
        )
    elif (
        known.salutation and known.language in {"", sheet.content.language} and not _same(salutation, known.salutation)
    ):
        yield Finding(
            "warning",
            "salutation",
            salutation,
            said(_("The record says to address this person as “%(salutation)s”."), {"salutation": known.salutation}),
        )


def _same(one: str, other: str) -> bool:
    return [*map(fold, _WORD.findall(one))] == [*map(fold, _WORD.findall(other))]


def _names_in(words: str) -> frozenset[str]:
    """The words that can be somebody's name, folded; an initial is none."""
    folded = (fold(word) for word in _WORD.findall(words))
    return frozenset(word for word in folded if word not in _NO_NAMES and (len(word) > 1 or not word.isascii()))


def _unlike(named: frozenset[str], ours: frozenset[str]) -> bool:
    """Whether no word of a greeting is, or resembles, a name of this person; across scripts nobody can say."""
    if named & ours or not _comparable(named, ours):
        return False
    pairs = ((a[:40], b[:40]) for a in [*named][:12] for b in [*ours][:12])
    return not any(a[:3] == b[:3] or SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.75 for a, b in pairs)


def _comparable(some: frozenset[str], others: frozenset[str]) -> bool:
    return any(word.isascii() for word in some) and any(word.isascii() for word in others)


def _each_of(names: Iterable[str], text: str) -> list[str]:
    parts = ["[ \t\u00a0-]+".join(map(re.escape, name.split())) for name in names if len(name.strip()) > 3]
    if not parts:
        return []
    return [match.group() for match in re.finditer(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", text, re.IGNORECASE)]


def _each_riding(ridings: list[str], text: str) -> list[str]:
    several = sorted({riding for riding in ridings if len(re.split(r"[\s\-–—]+", riding)) > 1}, key=len, reverse=True)
    found = [match.group() for match in _riding_pattern(several, whole=True).finditer(text)] if several else []
    single = [riding for riding in ridings if riding and riding not in several]
    if single:
        found += [match.group("riding") for match in _riding_pattern(single, whole=False).finditer(text)]
    return found


def _riding_pattern(ridings: list[str], *, whole: bool) -> re.Pattern[str]:
    """The ridings however their dashes are typed; unless the name is enough, with the word for a riding before it."""
    typed = "|".join(
        r"[\s\-\u2010-\u2015]+".join(map(re.escape, filter(None, re.split(r"[\s\-–—]+", riding)))) for riding in ridings
    )
    called = (
        ""
        if whole
        else r"(?:riding of|constituents? (?:of|in)|mpp? for|circonscription d(?:e |['’])|députée? d(?:e |['’]))\s*"
    )
    return re.compile(rf"(?<!\w){called}(?P<riding>{typed})(?!\w)", re.IGNORECASE)
