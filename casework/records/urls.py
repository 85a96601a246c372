"""Addresses of this room, under the admin's."""

from django.urls import path

from . import views

app_name = "records"
urlpatterns = [
    path("people/<int:pk>/held/", views.Held.as_view(), name="held"),
]
