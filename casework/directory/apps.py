"""Us: users, offices, members, issues."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users import apps as wagtail_users


class DirectoryConfig(AppConfig):
    """directory: who we are, public and slow to change."""

    name = "casework.directory"
    label = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        """Register the policies before anything asks for one, and see that the roles exist after ``migrate``."""
        from . import permissions, receivers  # leaf: need the models loaded

        permissions.register()
        receivers.connect()


class StaffConfig(wagtail_users.WagtailUsersAppConfig):
    """Wagtail's users, kept on our screens: with Wagtail's own, whoever may change a user may become a superuser."""

    default = False  # of this module the directory is the app
    user_viewset = "casework.directory.viewsets.StaffViewSet"
