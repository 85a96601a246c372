"""What an approval is bound to: the content of a letter as one value with one hash. Pure."""

import hashlib
import json
from dataclasses import asdict, dataclass


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
