"""Menu items for those who can use them."""

from wagtail.admin.menu import MenuItem


class PermittedItem(MenuItem):
    """Shown to whoever holds the verb and works in an office; a superuser without one would find an empty room."""

    def __init__(self, label, url, permission, **kwargs):
        super().__init__(label, url, **kwargs)
        self.permission = permission

    def is_shown(self, request):
        """Whether this person can use what it leads to."""
        return bool(request.user.office_ids) and request.user.has_perm(self.permission)


class KeepersItem(PermittedItem):
    """Shown to whoever holds the verb, in an office or not: what it leads to is no office's file."""

    def is_shown(self, request):
        """Whether this person can use what it leads to."""
        return request.user.has_perm(self.permission)
