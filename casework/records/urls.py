"""Addresses of this room, under the admin's."""

from django.urls import path

from . import views

app_name = "records"
urlpatterns = [
    path("people/<int:pk>/held/", views.Held.as_view(), name="held"),
    path("people/<int:pk>/hold/", views.PlaceHold.as_view(), name="hold"),
    path("people/<int:pk>/erase/", views.AskErasure.as_view(), name="erase"),
    path("holds/<int:pk>/end/", views.EndHold.as_view(), name="end_hold"),
]
