"""The site with two doors that somebody forgot to close: what the stranger's walk must find."""

from django.http import HttpResponse
from django.urls import path
from django.views import View

from casework.cases.models import Case
from portal import urls


class Leak(View):
    """A case for whoever asks."""

    model = Case

    def get(self, request, pk=None):
        """Without a question."""
        return HttpResponse(Case.objects.filter(pk=pk).first() or Case.objects.first())


urlpatterns = [
    path("admin/leak/", Leak.as_view()),
    path("admin/leak/<int:pk>/", Leak.as_view()),
    *urls.urlpatterns,
]
