"""The project itself, so that its system checks and commands are found."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """portal: wiring, no rules, no models."""

    name = "portal"
