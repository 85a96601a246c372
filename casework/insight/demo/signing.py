"""Which letters of the demo a member signs, and who may sign for them."""

from datetime import timedelta

from casework.core import clock
from casework.directory.models import Issue, Member, Office, User
from casework.letters import actions as letters, queries
from casework.letters.models import ClearanceRule, Letter, SigningAuthority
from casework.letters.tiers import Tier

from .needs import talk

RULE = "Signed by the member"
ISSUE = "long-term-care"
#: For each office: who keeps the rule and gives the authority, and who signs.
SIGNERS = {"leader": ("director", "reviewer"), "riverside": ("director", "reviewer")}


def build() -> None:
    """Letters on one issue are signed; somebody of the office may sign them for its member."""
    before = clock.today() - timedelta(weeks=10)  # it holds in every week that is played
    for slug, (keeper, signer) in SIGNERS.items():
        office, by = Office.objects.get(slug=slug), User.objects.get(username=keeper)
        if ClearanceRule.objects.filter(office=office, name=RULE).exists():
            continue
        rule = ClearanceRule(office=office, name=RULE, tier=Tier.LIGHT, signature=True)
        letters.save_clearance_rule(rule, by=by, issues=Issue.objects.filter(code=ISSUE))
        holder = User.objects.get(username=signer)
        for member in Member.objects.filter(office=office):
            given = SigningAuthority(office=office, member=member, holder=holder, starts=before)
            letters.give_authority(given, by=by)


def sign(letter: Letter) -> None:
    """Whoever may sign does, unless somebody took the letter back."""
    letter = Letter.objects.select_related("office", "case__person", "latest_revision__user").get(pk=letter.pk)
    signers = queries.signers_of(letter)
    if letter.status == "to_sign" and signers:
        talk(letter)
        letters.sign(letter, by=signers[0], sha256=queries.reading(letter).sha256)
