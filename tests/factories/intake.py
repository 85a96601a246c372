"""What arrived, and the rules that say where it goes. A test of the front door calls ``intake.receive``."""

import hashlib
import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from casework.cases.states import Channel, ReplyBy
from casework.core.files import vault
from casework.core.files.kinds import Kind
from casework.core.references import new_reference
from casework.intake.incoming import Incoming
from casework.intake.models import Attachment, RoutingRule, Submission
from casework.intake.states import ScanState, SubmissionStatus, Verdict
from tests.samples import pdf

from .cases import CaseFactory
from .directory import OfficeFactory, UserFactory


class IncomingFactory(factory.Factory):
    """A message as the contact form hands it over."""

    class Meta:
        model = Incoming

    class Params:
        french = factory.Trait(language="fr", reply_language="fr")
        odd = factory.Trait(signals=(("too_fast", 2),))
        spammy = factory.Trait(signals=(("honeypot", 3), ("too_many", 2)))

    subject = factory.Sequence(lambda n: f"Subject {n}")
    body = factory.Sequence(lambda n: f"Message {n}.")
    name = factory.Sequence(lambda n: f"Writer Number{n}")
    email = factory.Sequence(lambda n: f"writer{n}@example.org")


class SubmissionFactory(DjangoModelFactory):
    """Something that waits in triage."""

    class Meta:
        model = Submission

    class Params:
        held = factory.Trait(status=SubmissionStatus.HELD, verdict=Verdict.CHECK)
        rejected = factory.Trait(
            status=SubmissionStatus.REJECTED,
            decided_at=factory.LazyFunction(timezone.now),
            decided_by=factory.SubFactory(UserFactory),
        )
        accepted = factory.Trait(
            status=SubmissionStatus.ACCEPTED,
            case=factory.SubFactory(
                CaseFactory,
                office=factory.SelfAttribute("..office"),
                reference=factory.SelfAttribute("..reference"),
            ),
            decided_at=factory.LazyFunction(timezone.now),
            decided_by=factory.SubFactory(UserFactory),
        )
        attached = factory.Trait(
            status=SubmissionStatus.ATTACHED,
            case=factory.SubFactory(CaseFactory, office=factory.SelfAttribute("..office")),
            decided_at=factory.LazyFunction(timezone.now),
            decided_by=factory.SubFactory(UserFactory),
        )

    reference = factory.LazyFunction(new_reference)
    key = factory.LazyFunction(lambda: uuid.uuid4().hex)
    office = factory.SubFactory(OfficeFactory)
    channel = Channel.WEB_FORM
    form = "contact"
    language = "en"
    subject = factory.Sequence(lambda n: f"Subject {n}")
    body = factory.Sequence(lambda n: f"Message {n}.")
    name = factory.Sequence(lambda n: f"Writer Number{n}")
    email = factory.Sequence(lambda n: f"writer{n}@example.org")
    reply_by = ReplyBy.EMAIL
    reply_language = "en"
    raw = factory.LazyAttribute(
        lambda row: Incoming(subject=row.subject, body=row.body, name=row.name, email=row.email).as_json()
    )
    sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.raw.encode()).hexdigest())


class AttachmentFactory(DjangoModelFactory):
    """A PDF that came with a submission, and lies in the vault; nobody has looked for a virus."""

    class Meta:
        model = Attachment

    class Params:
        content = pdf()
        clean = factory.Trait(scan=ScanState.CLEAN)
        waiting = factory.Trait(scan=ScanState.WAITING)
        infected = factory.Trait(scan=ScanState.INFECTED, virus="Eicar-Test")
        failed = factory.Trait(scan=ScanState.FAILED)
        lost = factory.Trait(scan=ScanState.LOST, key="")
        picture = factory.Trait(kind=Kind.JPEG, came_as=Kind.HEIC, name="IMG_1.jpg", content=b"\xff\xd8\xff")

    submission = factory.SubFactory(SubmissionFactory)
    number = factory.LazyAttribute(lambda row: row.submission.attachments.count() + 1)
    name = factory.Sequence(lambda n: f"scan {n}.pdf")
    kind = came_as = Kind.PDF
    size = came_size = factory.LazyAttribute(lambda row: len(row.content))
    sha256 = came_sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.content).hexdigest())
    key = factory.LazyAttribute(lambda row: vault.put(row.content))
    scan = ScanState.UNSCANNED


class RoutingRuleFactory(DjangoModelFactory):
    """A rule that looks for a word."""

    class Meta:
        model = RoutingRule

    class Params:
        retired = factory.Trait(is_active=False)

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Rule {n:04}")
    any_words = "hydro"
