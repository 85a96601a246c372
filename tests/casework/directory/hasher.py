"""A password hasher that tells the tests how often it was asked."""

from typing import ClassVar

from django.contrib.auth.hashers import MD5PasswordHasher


class Listening(MD5PasswordHasher):
    """Quick, and it remembers."""

    algorithm = "md5"
    heard: ClassVar[list[str]] = []

    def encode(self, password, salt):
        """What a stored hash is compared with, or what takes its time for nobody."""
        self.heard.append(password)
        return super().encode(password, salt)
