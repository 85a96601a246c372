"""Letters wherever they stand, brought there by the verbs."""

from typing import Any

import factory
from django.db import transaction
from factory.django import DjangoModelFactory

from casework.core import clock
from casework.letters import actions, queries
from casework.letters.models import (
    Approval,
    AuthorityEnd,
    Clearance,
    ClearancePlan,
    ClearanceRule,
    Decision,
    Digest,
    Letter,
    Ratification,
    Return,
    SigningAuthority,
    SignOff,
    Template,
    TemplateReturn,
    TemplateUse,
    TemplateVersion,
    TemplateWriter,
    Unlocking,
    Waiver,
    Writer,
)

from .cases import CaseFactory
from .directory import MemberFactory, OfficeFactory, UnitFactory, UserFactory

WORDS = "<p>Thank you for writing.</p><p>We have found the answer.</p>"


class TemplateFactory(DjangoModelFactory):
    """A letter every office may start from; a draft in use, in one language: ``language="fr", body="<p>Merci.</p>"``.

    ``by``: written by them through the verbs; ``submitted``, ``returned``, ``approved``, ``retired``: brought further,
    decided on by ``approver``. ``text`` and ``texte`` are the bodies of a pair.
    """

    class Meta:
        model = Template

    class Params:
        language = "en"
        subject = "{subject}"
        salutation = "{salutation}"
        body = "<p>Thank you for writing about {subject}.</p>"
        closing = "Sincerely,"

    name = factory.Sequence(lambda n: f"Template {n:04}")
    subject_en = factory.LazyAttribute(lambda given: given.subject if given.language == "en" else "{subject}")
    salutation_en = factory.LazyAttribute(lambda given: given.salutation if given.language == "en" else "{salutation}")
    body_en = factory.LazyAttribute(lambda given: given.body if given.language == "en" else "")
    closing_en = factory.LazyAttribute(lambda given: given.closing if given.language == "en" else "")
    subject_fr = factory.LazyAttribute(lambda given: given.subject if given.language == "fr" else "{subject}")
    salutation_fr = factory.LazyAttribute(lambda given: given.salutation if given.language == "fr" else "{salutation}")
    body_fr = factory.LazyAttribute(lambda given: given.body if given.language == "fr" else "")
    closing_fr = factory.LazyAttribute(lambda given: given.closing if given.language == "fr" else "")


def template(*, by: Any = None, approver: Any = None, state: str = "approved", **words: Any) -> Template:
    """A pair of an office, brought to its state by the verbs: draft, submitted, returned, approved, retired."""
    office = words.setdefault("office", by.memberships.first().office if by else OfficeFactory())
    by = by or UserFactory(office=office, roles=["officer"])
    approver = approver or UserFactory(office=office, roles=["reviewer"])
    issues, comment = words.pop("issues", ()), words.pop("comment", "Shorter, please.")
    words.setdefault("body_fr", "<p>Merci d’avoir écrit au sujet de {subject}.</p>")
    made = actions.save_template(TemplateFactory.build(**words), by=by, issues=issues)
    if state != "draft":
        made = actions.submit_template(made, by=by)
    if state == "returned":
        made = actions.return_template(made, by=approver, comment=comment)
    if state in {"approved", "retired"}:
        actions.approve_template(made, by=approver)
    if state == "retired":
        actions.retire_template(made, by=by, reason=comment)
    return Template.objects.select_related("current", "office").get(pk=made.pk)


class TemplateVersionFactory(DjangoModelFactory):
    """What was approved."""

    class Meta:
        model = TemplateVersion

    @classmethod
    def _create(cls, model_class: type[TemplateVersion], *args: Any, **given: Any) -> TemplateVersion:
        return template(**given).versions.get()


class TemplateReturnFactory(DjangoModelFactory):
    """A template sent back."""

    class Meta:
        model = TemplateReturn

    @classmethod
    def _create(cls, model_class: type[TemplateReturn], *args: Any, **given: Any) -> TemplateReturn:
        return template(state="returned", **given).returns.get()


class TemplateWriterFactory(DjangoModelFactory):
    """Somebody's hand in a template."""

    class Meta:
        model = TemplateWriter

    template = factory.SubFactory(TemplateFactory)
    number = 1
    user = factory.SubFactory(UserFactory)


class TemplateUseFactory(DjangoModelFactory):
    """A letter that began from a template."""

    class Meta:
        model = TemplateUse

    @classmethod
    def _create(cls, model_class: type[TemplateUse], *args: Any, **given: Any) -> TemplateUse:
        case = CaseFactory(office=given.get("office") or OfficeFactory(), opened=True)
        by = UserFactory(office=case.office, roles=["officer"])
        letter = actions.start_reply(case, by=by, template=template(office=case.office))
        return TemplateUse.objects.get(letter=letter)


class LetterFactory(DjangoModelFactory):
    """A draft with words. ``submitted``, ``returned``, ``approved``, ``void``: brought further by the verbs.

    ``LetterFactory(office=a, by=alice, approver=bob, approved=True)``.
    """

    class Meta:
        model = Letter

    class Params:
        office = factory.SubFactory(OfficeFactory)

    case = factory.SubFactory(
        CaseFactory,
        office=factory.SelfAttribute("..office"),
        opened=True,
        person__email=factory.Sequence(lambda n: f"person{n}@constituent.example"),
    )
    by = factory.LazyAttribute(lambda given: UserFactory(office=given.case.office, roles=["officer"]))
    approver = factory.LazyAttribute(lambda given: UserFactory(office=given.case.office, roles=["reviewer"]))
    body = WORDS
    submitted = returned = approved = void = False
    signatory = None
    post = ""  # an address: the letter goes there, and not by e-mail
    comment = "Say it in two sentences."

    @classmethod
    def _create(cls, model_class: type[Letter], *args: Any, **given: Any) -> Letter:
        by, approver = given["by"], given["approver"]
        way: dict[str, Any] = {"channel": "post", "to_address": given["post"]} if given["post"] else {}
        way |= {"signatory": given["signatory"]} if given["signatory"] else {}
        letter = write(actions.start_reply(given["case"], by=by), by=by, body=given["body"], **way)
        if given["submitted"] or given["returned"] or given["approved"]:
            letter = again(actions.submit(letter, by=by))
        if given["returned"]:
            letter = actions.return_to_writer(
                letter, by=approver, revision=letter.latest_revision, comment=given["comment"]
            )
        if given["approved"]:
            letter = actions.approve(letter, by=approver, revision=letter.latest_revision)
        if given["void"]:
            letter = actions.void(letter, by=by, reason="It is settled.")
        return again(letter)


class ClearanceRuleFactory(DjangoModelFactory):
    """Every letter of the office needs the word of these units: ``ClearanceRuleFactory(office=a, units=[press])``."""

    class Meta:
        model = ClearanceRule
        skip_postgeneration_save = True

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Clearance rule {n:04}")
    always = True

    @factory.post_generation
    def units(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """The units that must clear."""
        self.units.set(extracted or [])


def in_clearance(**given: Any) -> Clearance:
    """A letter in review that one unit has to clear; its turn."""
    office = given.pop("office", None) or OfficeFactory()
    speaker = UserFactory(office=office, roles=["reviewer"])
    unit = UnitFactory(office=office, staff=[speaker])
    ClearanceRuleFactory(office=office, units=[unit])
    letter = LetterFactory(office=office, submitted=True, **given)
    return next(turn for turn in queries.clearances_of(letter) if turn.unit_id == unit.pk)


class ClearanceFactory(DjangoModelFactory):
    """A unit's turn at a letter."""

    class Meta:
        model = Clearance

    @classmethod
    def _create(cls, model_class: type[Clearance], *args: Any, **given: Any) -> Clearance:
        return in_clearance(**given)


class ClearancePlanFactory(DjangoModelFactory):
    """What a submission needed."""

    class Meta:
        model = ClearancePlan

    @classmethod
    def _create(cls, model_class: type[ClearancePlan], *args: Any, **given: Any) -> ClearancePlan:
        return in_clearance(**given).plan


class DecisionFactory(DjangoModelFactory):
    """What a unit said."""

    class Meta:
        model = Decision

    @classmethod
    def _create(cls, model_class: type[Decision], *args: Any, **given: Any) -> Decision:
        comment = given.pop("comment", "")
        turn = in_clearance(**given)
        sha256 = queries.reading(again(turn.letter)).sha256
        speaker = turn.unit.staff.get()
        return actions.decide(turn, by=speaker, verdict="clear", sha256=sha256, comment=comment).decision


class WaiverFactory(DjangoModelFactory):
    """A letter that went on without a unit."""

    class Meta:
        model = Waiver

    @classmethod
    def _create(cls, model_class: type[Waiver], *args: Any, **given: Any) -> Waiver:
        words = given.pop("words", "Away until Monday.")
        turn = in_clearance(**given)
        director = UserFactory(office=turn.letter.office, roles=["director"])
        return actions.waive(turn, by=director, code="unavailable", words=words)


class RatificationFactory(DjangoModelFactory):
    """A waiver that somebody else stands by."""

    class Meta:
        model = Ratification

    @classmethod
    def _create(cls, model_class: type[Ratification], *args: Any, **given: Any) -> Ratification:
        waiver = WaiverFactory(**given)
        return actions.ratify(waiver, by=UserFactory(office=waiver.letter.office, roles=["director"]))


class SigningAuthorityFactory(DjangoModelFactory):
    """Somebody may sign for a member of the office; given by a director."""

    class Meta:
        model = SigningAuthority

    office = factory.SubFactory(OfficeFactory)
    member = factory.LazyAttribute(lambda given: MemberFactory(office=given.office))
    holder = factory.LazyAttribute(lambda given: UserFactory(office=given.office, roles=["reviewer"]))

    @classmethod
    def _create(cls, model_class: type[SigningAuthority], *args: Any, **given: Any) -> SigningAuthority:
        by = given.pop("by", None) or UserFactory(office=given["office"], roles=["director"])
        return actions.give_authority(SigningAuthority(**given), by=by)


class AuthorityEndFactory(DjangoModelFactory):
    """An authority that was taken back."""

    class Meta:
        model = AuthorityEnd

    @classmethod
    def _create(cls, model_class: type[AuthorityEnd], *args: Any, **given: Any) -> AuthorityEnd:
        reason = given.pop("reason", "On leave.")
        authority = SigningAuthorityFactory(**given)
        return actions.end_authority(authority, by=authority.given_by, reason=reason)


def to_be_signed(authority: SigningAuthority | None = None, **given: Any) -> Letter:
    """An approved letter that waits for the signature of its member, or of whoever has this authority."""
    office = given.pop("office", None) or (authority.office if authority else OfficeFactory())
    authority = authority or SigningAuthorityFactory(office=office)
    rule = ClearanceRuleFactory(office=office, signature=True)
    letter = LetterFactory(office=office, signatory=authority.member, approved=True, **given)
    ClearanceRule.objects.filter(pk=rule.pk).update(is_active=False)
    return letter


class SignOffFactory(DjangoModelFactory):
    """A letter that was signed by authority, and waits to leave."""

    class Meta:
        model = SignOff

    @classmethod
    def _create(cls, model_class: type[SignOff], *args: Any, **given: Any) -> SignOff:
        authority = given.pop("authority", None) or SigningAuthorityFactory(office=given.pop("office", OfficeFactory()))
        letter = to_be_signed(authority, **given)
        return actions.sign(letter, by=authority.holder, sha256=queries.reading(letter).sha256)


class UnlockingFactory(DjangoModelFactory):
    """A signed letter that was opened again."""

    class Meta:
        model = Unlocking

    @classmethod
    def _create(cls, model_class: type[Unlocking], *args: Any, **given: Any) -> Unlocking:
        reason = given.pop("reason", "A wrong amount.")
        signed = SignOffFactory(**given)
        director = UserFactory(office=signed.letter.office, roles=["director"])
        actions.recall(signed.letter, by=director, reason=reason)
        return Unlocking.objects.get(sign_off=signed)


class DigestFactory(DjangoModelFactory):
    """Somebody had their mail of the morning."""

    class Meta:
        model = Digest

    user = factory.SubFactory(UserFactory)
    on = factory.LazyFunction(clock.today)


class WriterFactory(DjangoModelFactory):
    """Somebody's hand in a letter."""

    class Meta:
        model = Writer

    letter = factory.SubFactory(LetterFactory)
    user = factory.SubFactory(UserFactory)


class ApprovalFactory(DjangoModelFactory):
    """The yes that a letter got."""

    class Meta:
        model = Approval

    @classmethod
    def _create(cls, model_class: type[Approval], *args: Any, **given: Any) -> Approval:
        return LetterFactory(approved=True, **given).approvals.get()


class ReturnFactory(DjangoModelFactory):
    """A letter sent back."""

    class Meta:
        model = Return

    @classmethod
    def _create(cls, model_class: type[Return], *args: Any, **given: Any) -> Return:
        return LetterFactory(returned=True, **given).returns.get()


def again(letter: Letter) -> Letter:
    """The letter as it stands in the database now."""
    return Letter.objects.select_related("case__person", "office", "latest_revision").get(pk=letter.pk)


def write(letter: Letter, *, by: Any, **words: Any) -> Letter:
    """Change some words and save them, as the editor does."""
    with transaction.atomic():
        text = again(letter).get_latest_revision_as_object()
        for name, value in words.items():
            setattr(text, name, value)
        text.save()
        text.save_revision(user=by, clean=False)
    return again(letter)
