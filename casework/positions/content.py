"""What an approval of a line is bound to: everything that the reviewer reads, as one value with one hash. Pure."""

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """The words in both languages, what they are about, who may be told, and from when until when."""

    issue: int
    title: str
    audience: str
    text_en: str
    text_fr: str
    do_say: str
    dont_say: str
    sources: str
    effective_from: str
    expires: str
    not_before: str

    def canonical(self) -> str:
        """The content as JSON with sorted keys, the same on every machine."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """The hash an approval names."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()
