"""Us in Wagtail's admin, under Settings: offices, who works where, units; and the public reference lists."""

from functools import partial

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views.users import UserViewSet
from wagtail_modeladmin.options import ModelAdmin

from casework.core.listing import Title, YesNo

from . import queries, views
from .forms import ChangedAccountForm, InvitationForm, MembershipForm, OfficeForm, UnitForm
from .models import (
    Closure,
    CommunityService,
    CriticPortfolio,
    Invitation,
    Issue,
    Member,
    Membership,
    Office,
    Program,
    Unit,
)
from .sign_in import keeping


class KeeperItem(MenuItem):
    """Shown to whoever keeps the directory."""

    def __init__(self, *args, permission, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request):
        """Whether they may change what it leads to."""
        return request.user.has_perm(self.permission)


class DirectoryViewSet(ModelViewSet):
    """What the screens of the directory have in common."""

    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = views.DirectoryList
    add_view_class = views.Add
    edit_view_class = views.Change
    may_delete = False
    form = None
    rows = None
    list_columns = ()
    #: What an empty list says, and what to do about it.
    empty = _("None yet.")

    def get_common_view_kwargs(self, **kwargs):
        """Nothing leads where there is nothing."""
        gone = ("usage_url_name",) if self.may_delete else ("usage_url_name", "delete_url_name")
        return super().get_common_view_kwargs(**{**dict.fromkeys(gone), **kwargs})

    def get_index_view_kwargs(self, **kwargs):
        """The rows in their order, the first column leading to the form."""
        (name, label), *rest = self.list_columns
        title = Title(name, label=label, url_name=self.get_url_name("edit"))
        return super().get_index_view_kwargs(
            rows=self.rows, columns=[title, *(_column(*one) for one in rest)], empty=self.empty, **kwargs
        )

    def get_form_class(self, for_update=False):
        """One form for both."""
        return self.form

    def get_urlpatterns(self):
        """What there is."""
        gone = {"usage"} if self.may_delete else {"usage", "delete"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in gone]


def _column(name, label):
    return YesNo(name, label=label) if name.startswith("is_") else Column(name, label=label)


class OfficeViewSet(DirectoryViewSet):
    """Places with their own files; never deleted, since files name them."""

    model, name, icon = Office, "offices", "home"
    menu_label, menu_order = _("Offices"), 210
    menu_item_class = partial(KeeperItem, permission="directory.change_office")
    form, rows = OfficeForm, staticmethod(queries.every_office)
    list_columns = (
        ("title", _("Office")),
        ("get_kind_display", _("Kind")),
        ("email", _("E-mail")),
        ("reply_days", _("Working days to answer")),
        ("is_public", _("Public")),
    )


class MembershipViewSet(DirectoryViewSet):
    """Who works where, and so sees what."""

    model, name, icon = Membership, "memberships", "group"
    menu_label, menu_order = _("Memberships"), 220
    menu_item_class = partial(KeeperItem, permission="directory.change_membership")
    form, rows, may_delete = MembershipForm, staticmethod(queries.every_membership), True
    add_view_class, edit_view_class = views.AddMembership, views.ChangeMembership
    delete_view_class = views.EndMembership
    list_columns = (
        ("user", _("Person")),
        ("user.username", _("User name")),
        ("office", _("Office")),
        ("starts_on", _("First day")),
        ("ends_on", _("Last day")),
    )


class UnitViewSet(DirectoryViewSet):
    """Departments inside an office."""

    model, name, icon = Unit, "units", "folder"
    menu_label, menu_order = _("Units"), 230
    menu_item_class = partial(KeeperItem, permission="directory.change_unit")
    form, rows, may_delete = UnitForm, staticmethod(queries.every_unit), True
    delete_view_class = views.RemoveUnit
    list_columns = (("name", _("Unit")), ("name_fr", _("In French")), ("office", _("Office")), ("lead", _("Lead")))


class InvitationViewSet(DirectoryViewSet):
    """Who was invited and has not come yet."""

    model, name, icon = Invitation, "invitations", "mail"
    menu_label, menu_order = _("Invitations"), 225
    menu_item_class = partial(KeeperItem, permission="directory.add_invitation")
    form, rows = InvitationForm, staticmethod(queries.open_invitations)
    add_view_class = keeping.Invite
    empty = _("Nobody is invited now. Add an invitation: your colleague gets a link, good for three days.")
    list_columns = (
        ("email", _("E-mail")),
        ("offices_named", _("Offices")),
        ("roles_named", _("Roles")),
        ("invited_by", _("Invited by")),
        ("good_until", _("Good until")),
    )

    def get_urlpatterns(self):
        """The list, the form, and what may be done about one."""
        kept = [one for one in super().get_urlpatterns() if one.name in {"index", "index_results", "add"}]
        return [
            *kept,
            path("<int:pk>/", keeping.InviteAgain.as_view(), name="edit"),
            path("<int:pk>/withdraw/", keeping.WithdrawInvitation.as_view(), name="withdraw"),
        ]


class StaffViewSet(UserViewSet):
    """Wagtail's users, so that whoever keeps accounts cannot make themselves more than they are.

    Only a superuser sees or sets who is one, and opens a superuser's account; only a superuser changes their own roles.
    """

    copy_view_enabled = False
    index_view_class = views.Accounts
    edit_view_class = views.ChangeAccount
    delete_view_class = views.RemoveAccount

    def construct_view(self, view_class, **kwargs):
        """Every view of one account, those Wagtail adds later included, asks first whose it is."""
        if hasattr(view_class, "get_object"):
            view_class = type(view_class.__name__, (views.WithinReach, view_class), {})
        return super().construct_view(view_class, **kwargs)

    def get_form_class(self, for_update=False):
        """The form that is told who asks."""
        return ChangedAccountForm

    @property
    def add_view(self):
        """An account is not made by hand."""
        return keeping.InviteInstead.as_view()

    def get_urlpatterns(self):
        """Wagtail's, and how somebody signs in."""
        here = self.construct_view(keeping.AccountSignIn)
        return [*super().get_urlpatterns(), path("<int:pk>/sign-in/", here, name="sign_in")]


class ReferenceAdmin(ModelAdmin):
    """The one base of every list that wagtail-modeladmin serves: public reference data, behind the guard."""

    add_to_settings_menu = True
    add_to_admin_menu = False
    index_view_class = views.SafeIndexView
    edit_view_class = views.SafeEditView
    delete_view_class = views.SafeDeleteView
    history_view_class = views.SafeHistoryView
    list_per_page = 50


def _in_words(field, label):
    """A column that says yes or no: the icons of Django's own admin are not on this site."""

    def column(_admin, row):
        return _("Yes") if getattr(row, field) else _("No")

    column.short_description, column.admin_order_field = label, field
    return column


class IssueAdmin(ReferenceAdmin):
    """What people write about."""

    model = Issue
    menu_label, menu_icon, menu_order = _("Issues"), "tag", 240
    in_use = _in_words("is_active", _("In use"))
    list_display = ("name", "name_fr", "parent", "in_use")
    list_filter = ("is_active",)
    list_select_related = ("parent",)
    search_fields = ("name", "name_fr", "code")
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_fr")]),
        FieldPanel("code"),
        FieldPanel("parent"),
        FieldPanel("is_active"),
    ]


def _checked(_admin, row):
    """When the names and the consent were checked with the agency, or that they were not."""
    return row.checked_on or _("Verify with the office")


_checked.short_description, _checked.admin_order_field = _("Checked"), "checked_on"


class ProgramAdmin(ReferenceAdmin):
    """The programs of governments people ask for help with."""

    model = Program
    menu_label, menu_icon, menu_order = _("Programs"), "list-ul", 245
    in_use, checked = _in_words("is_active", _("In use")), _checked
    list_display = ("name", "name_fr", "government", "agency", "checked", "in_use")
    list_filter = ("government", "is_active")
    search_fields = ("name", "name_fr", "code", "agency", "agency_fr")
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_fr")]),
        FieldPanel("code"),
        FieldPanel("government"),
        FieldRowPanel([FieldPanel("agency"), FieldPanel("agency_fr")]),
        FieldPanel("consent"),
        FieldPanel("consent_fr"),
        FieldPanel("issue"),
        FieldPanel("checked_on"),
        FieldRowPanel([FieldPanel("order"), FieldPanel("is_active")]),
    ]


class MemberAdmin(ReferenceAdmin):
    """Elected members, in whose name letters go out."""

    model = Member
    menu_label, menu_icon, menu_order = _("Members"), "user", 250
    sits = _in_words("is_current", _("Sits now"))
    list_display = ("name", "riding", "office", "sits")
    list_filter = ("is_current",)
    list_select_related = ("office",)
    search_fields = ("name", "riding")
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_fr")]),
        FieldPanel("riding"),
        FieldPanel("office"),
        FieldPanel("portrait", permission="wagtailimages.choose_image"),  # the library is the site editors'
        FieldRowPanel([FieldPanel("portrait_words"), FieldPanel("portrait_words_fr")]),
        FieldPanel("is_current"),
    ]


class CriticPortfolioAdmin(ReferenceAdmin):
    """Who speaks for the caucus on what."""

    model = CriticPortfolio
    menu_label, menu_icon, menu_order = _("Critic portfolios"), "comment", 252
    list_display = ("topic", "topic_fr", "member", "starts_on", "ends_on")
    list_select_related = ("member",)
    search_fields = ("topic", "topic_fr", "member__name")
    panels = [
        FieldPanel("member"),
        FieldRowPanel([FieldPanel("topic"), FieldPanel("topic_fr")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    ]


class CommunityServiceAdmin(ReferenceAdmin):
    """Who else can help: organisations on the public list."""

    model = CommunityService
    menu_label, menu_icon, menu_order = _("Community services"), "globe", 255
    listed = _in_words("is_listed", _("On the public list"))
    list_display = ("name", "name_fr", "need", "phone", "listed")
    list_filter = ("need", "is_listed")
    search_fields = ("name", "name_fr", "offers", "offers_fr")
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_fr")]),
        FieldRowPanel([FieldPanel("need"), FieldPanel("second_need")]),
        FieldRowPanel([FieldPanel("offers"), FieldPanel("offers_fr")]),
        FieldRowPanel([FieldPanel("serves"), FieldPanel("serves_fr")]),
        FieldRowPanel([FieldPanel("area"), FieldPanel("area_fr")]),
        FieldRowPanel([FieldPanel("languages"), FieldPanel("languages_fr")]),
        FieldRowPanel([FieldPanel("access"), FieldPanel("access_fr")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("website")]),
        FieldPanel("is_listed"),
    ]


class ClosureAdmin(ReferenceAdmin):
    """Days on which the offices are closed."""

    model = Closure
    menu_label, menu_icon, menu_order = _("Closures"), "calendar", 260
    list_display = ("on", "office", "reason")
    list_select_related = ("office",)
    panels = [FieldPanel("on"), FieldPanel("office"), FieldRowPanel([FieldPanel("reason"), FieldPanel("reason_fr")])]
