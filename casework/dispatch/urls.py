"""Where the local mailbox is; mounted at ``mailbox/`` under each language."""

from django.urls import path, re_path

from . import views

app_name = "mailbox"
urlpatterns = [
    path("", views.mailbox, name="list"),
    # 64 hexadecimal digits cannot name anything outside the mailbox.
    re_path(r"^(?P<key>[0-9a-f]{64})/$", views.message, name="message"),
    re_path(r"^(?P<key>[0-9a-f]{64})/html/$", views.message_html, name="html"),
]
