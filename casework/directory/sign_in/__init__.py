"""The door for staff: django-allauth at Wagtail's address, in Wagtail's looks, with this house's limits."""
