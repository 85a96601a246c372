"""Lists in Wagtail's clothes whose cost does not grow with the table: counts are capped, columns ask nothing."""

from django.db import connection
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic

from .audit import tell_export
from .text import inert_cell


class ByOffice:
    """The rows of several offices in one order, each office walked in the order of its index and merged here.

    Asked for all offices at once, a database sorts every row they have before it shows the first.
    """

    ordered = True

    def __init__(self, rows, office_ids):
        self.rows, self.office_ids, self.model = rows, office_ids, rows.model
        order = list(rows.query.order_by)
        if not {"pk", "-pk", "id", "-id"}.intersection(order):
            order.append("pk")
        self.names = ["pk" if name.lstrip("-") == "id" else name.lstrip("-") for name in order]
        self.is_down = [name.startswith("-") for name in order]

    @classmethod
    def fits(cls, rows, user):
        """Whether the rows can be walked that way: several offices, each row in one, in an order of plain columns."""
        if len(user.office_ids) < 2 or not rows.query.order_by or "office" not in _columns(rows.model):
            return False
        return all(isinstance(name, str) and name.lstrip("-") in _columns(rows.model) for name in rows.query.order_by)

    def counted(self, most):
        """How many rows there are, no further than ``most``."""
        total = 0
        for office in self.office_ids:
            if total < most:
                total += self.rows.filter(office_id=office).order_by().values("pk")[: most - total].count()
        return total

    def __getitem__(self, part):
        keys = []
        for office in self.office_ids:
            keys += self.rows.filter(office_id=office).values_list(*self.names)[: part.stop]
        for place, is_down in reversed(list(enumerate(self.is_down))):
            keys.sort(key=lambda key, place=place: _sortable(key[place]), reverse=is_down)
        pks = [key[self.names.index("pk")] for key in keys[part]]
        found = {row.pk: row for row in self.rows.filter(pk__in=pks)}
        return [found[pk] for pk in pks if pk in found]


def _columns(model):
    return {"pk", *(field.name for field in model._meta.concrete_fields if not field.null or field.name != "office")}


def _sortable(value):
    """Nothing at all comes where the database puts it: last on PostgreSQL, first on SQLite."""
    empty = value is None
    return (empty == connection.features.nulls_order_largest, 0 if empty else value)


class CappedPaginator(WagtailPaginator):
    """Counts, and leafs through, no further than ``cap`` rows: beyond them one filters instead."""

    cap = 1000

    @cached_property
    def _counted(self):
        rows = self.object_list
        if isinstance(rows, ByOffice):
            return rows.counted(self.cap + 1)
        return rows.order_by().values("pk")[: self.cap + 1].count() if hasattr(rows, "query") else len(rows)

    @cached_property
    def count(self):
        """How many rows can be leafed through."""
        return min(self._counted, self.cap)

    @cached_property
    def items_count_label(self):
        """How many there are, in words; past the cap, what to do instead of leafing on."""
        if self._counted > self.cap:
            return _("more than %(count)d %(things)s: search or filter to see fewer") % {
                "count": self.cap,
                "things": self.verbose_name_plural,
            }
        return super().items_count_label


class Words(Column):
    """Words somebody typed: kept apart from the writing direction of the words around them."""

    cell_template_name = "casework/core/words_cell.html"


def office_of(user):
    """For a column: the office of a row, told only to somebody who works in several."""
    several = len(user.office_ids) > 1
    return lambda row: row.office if several else ""


class Title(TitleColumn):
    """What leads to the record: its title and, below it, what tells it from others."""

    cell_template_name = "casework/core/title_cell.html"

    def __init__(self, name, *, below=None, **kwargs):
        super().__init__(name, **kwargs)
        self.below = below

    def get_cell_context_data(self, instance, parent_context):
        """Wagtail's, and the line below."""
        return {
            **super().get_cell_context_data(instance, parent_context),
            "below": self.below(instance) if self.below else "",
        }


class Stacked(Column):
    """A line, and smaller lines below it; empty ones are left out."""

    cell_template_name = "casework/core/stacked_cell.html"

    def __init__(self, name, *, below, **kwargs):
        super().__init__(name, **kwargs)
        self.below = below

    def get_cell_context_data(self, instance, parent_context):
        """Wagtail's, and the lines below."""
        lines = [line for line in self.below(instance) if line]
        return {**super().get_cell_context_data(instance, parent_context), "below": lines}


class YesNo(BooleanColumn):
    """A tick or a cross that is read aloud as a word."""

    cell_template_name = "casework/core/yes_no_cell.html"


class When(DateColumn):
    """How long ago, and on request exactly when."""

    cell_template_name = "casework/core/when_cell.html"


class Tags(Column):
    """Short facts as tags: ``accessor`` gives (words, strong) pairs."""

    cell_template_name = "casework/core/tags_cell.html"


class SaysExports:
    """In front of a list of Wagtail's: what leaves as a file leaves a line, with how many rows and narrowed by what."""

    #: What the rows are, where the view names no model of its own.
    told_of = None

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Write the line, one for each office of the person, and give the file."""
        asked = {name for name, value in self.request.GET.items() if value} - {"export", "p"}
        about = self.told_of or self.model
        tell_export(self.request.user, about, rows=len(queryset), kind=spreadsheet_format, narrowed=sorted(asked))
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def preprocess_field_value(self, field, value, export_format):
        """As Wagtail's, and in a CSV file never a formula; in a workbook Wagtail sees to it by the type of the cell."""
        written = super().preprocess_field_value(field, value, export_format)
        is_text = isinstance(written, str) and export_format == self.FORMAT_CSV
        return inert_cell(written) if is_text else written


class ListView(SaysExports, generic.IndexView):
    """One list of a room: its rows come from a query of the room, its order is one the database keeps."""

    paginator_class = CappedPaginator
    template_name = "casework/core/list.html"
    results_template_name = "casework/core/list_results.html"
    table_classname = "listing cw-rows"
    any_permission_required = ["view", "change"]
    is_searchable = True
    paginate_by = 25
    #: ``rows(user)``: a function of the room's queries, as a static method.
    rows = None
    #: ``among(user, words, rows)``: those of the rows that a search finds; without it the list has no search.
    among = None
    #: What an empty list says, and what to do about it.
    empty = ""
    #: Other lists of the same room: (url name, label) pairs.
    siblings = ()
    #: Whether every row is of an office of the person who looks.
    is_of_ones_offices = True

    def setup(self, request, *args, **kwargs):
        """A list that names no columns to export has no export: it would read every row for nothing."""
        super().setup(request, *args, **kwargs)
        self.is_export = self.is_export and bool(self.list_export)

    def get_base_queryset(self):
        """The rows, in their own order."""
        return self.rows(self.request.user)

    def order_queryset(self, queryset):
        """Keep the order of the query unless one of the columns' was asked for."""
        if self.ordering not in self.get_valid_orderings():
            return queryset
        return queryset.order_by(self.ordering, "-pk" if self.ordering.startswith("-") else "pk")

    def search_queryset(self, queryset):
        """The room's own search, among these rows."""
        if not self.is_searching:
            return queryset
        return self.among(self.request.user, self.search_query, queryset)

    def get_paginator(self, queryset, *args, **kwargs):
        """For somebody of several offices, walk each office by itself."""
        user = self.request.user
        merged = self.is_of_ones_offices and ByOffice.fits(queryset, user)
        rows = ByOffice(queryset, user.office_ids) if merged else queryset
        return super().get_paginator(rows, *args, **kwargs)

    def get_edit_url(self, instance):
        """The title leads to the record."""
        return self.get_inspect_url(instance)

    def get_context_data(self, *args, **kwargs):
        """What the list's own templates show besides Wagtail's."""
        context = super().get_context_data(*args, **kwargs)
        context.update(empty=self.empty, siblings=self.siblings, here=self.index_url_name)
        return context


class Filters(WagtailFilterSet):
    """The closed list of what a list can be narrowed by; whoever works in one office is not asked for the office."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.request is not None and len(self.request.user.office_ids) < 2:
            self.filters.pop("office", None)
