"""In front of Wagtail's own addresses under ``admin/``: the search for everything, and its reports in sight."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from . import views


def _report(view, **kwargs):
    return require_admin_access(view.as_view(**kwargs))


app_name = "insight"
urlpatterns = [
    path("find/", views.Find.as_view(), name="find"),
    path("who-may/", views.WhoMay.as_view(), name="who_may"),
    path("reports/clearance/", views.HowClearanceGoes.as_view(), name="clearance"),
    path("reports/workflow/", _report(views.WorkflowsInSight)),
    path("reports/workflow/results/", _report(views.WorkflowsInSight, results_only=True)),
    path("reports/workflow_tasks/", _report(views.WorkflowTasksInSight)),
    path("reports/workflow_tasks/results/", _report(views.WorkflowTasksInSight, results_only=True)),
    path("reports/site-history/", _report(views.HistoryInSight)),
    path("reports/site-history/results/", _report(views.HistoryInSight, results_only=True)),
]
