"""The screens of this room: what is held about somebody, and what is to be corrected."""
