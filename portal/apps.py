"""The project itself, so that its system checks and commands are found."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """portal: wiring, no rules, no models."""

    name = "portal"

    def ready(self) -> None:
        """Register the system checks."""
        from . import checks  # noqa: F401  (leaf: registers itself, once the settings are loaded)
