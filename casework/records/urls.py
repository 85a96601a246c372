"""Addresses of this room, under the admin's."""

from django.urls import path

from .views import correcting, holding

app_name = "records"
urlpatterns = [
    path("people/<int:pk>/held/", holding.Held.as_view(), name="held"),
    path("people/<int:pk>/hold/", holding.PlaceHold.as_view(), name="hold"),
    path("people/<int:pk>/erase/", holding.AskErasure.as_view(), name="erase"),
    path("people/<int:pk>/correct/", correcting.AskCorrection.as_view(), name="correct"),
    path("holds/<int:pk>/end/", holding.EndHold.as_view(), name="end_hold"),
]
