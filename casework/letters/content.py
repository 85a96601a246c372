"""What an approval is bound to: the content of a letter as one value with one hash. Pure."""

import hashlib
import json
from dataclasses import asdict, dataclass

#: What a department clears. The addressee is apart: the same text may go to many.
CLEARED = ("language", "from_name", "subject", "body", "closing", "signatory", "signatory_title")


@dataclass(frozen=True, slots=True)
class Content:
    """Every word that leaves, and to whom; in this order it is hashed."""

    reference: str
    language: str
    channel: str
    to_name: str
    to_address: str
    from_name: str
    from_address: str
    subject: str
    salutation: str
    body: str
    closing: str
    signatory: str
    signatory_title: str

    def canonical(self) -> str:
        """The content as JSON with sorted keys, the same on every machine."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """The hash an approval names."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    @property
    def cleared_sha256(self) -> str:
        """The hash a unit's clearance names: what is said, in whose name and in which language; not to whom."""
        said = {name: getattr(self, name) for name in CLEARED}
        words = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(words.encode()).hexdigest()

    @classmethod
    def from_canonical(cls, written: str) -> "Content":
        """The content that ``canonical`` wrote down."""
        return cls(**json.loads(written))
