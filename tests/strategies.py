"""What hypothesis makes up: messages as no browser would send them."""

from hypothesis import strategies as st

from casework.contacts.access import CODES
from casework.intake.incoming import Incoming

anything = st.text(alphabet=st.characters(), max_size=60)
_LINES = ["form", "subject", "name", "email", "phone", "postal_code", "privacy_version", "language", "reply_language"]

hostile_incomings = st.builds(
    Incoming,
    **dict.fromkeys([*_LINES, "reply_by", "body", "address", "access_words"], anything),
    access_needs=st.lists(anything | st.sampled_from(sorted(CODES)), max_size=4).map(tuple),
    page_id=st.none() | st.integers(),
    signals=st.lists(st.tuples(anything, st.integers(0, 5)), max_size=3).map(tuple),
)
