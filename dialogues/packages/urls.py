"""Addresses of packages."""

from django.urls import path

from dialogues.packages.views import finder, table

app_name = "packages"

_STAFF = "staff/<uuid:dialogue_id>/packages/"

urlpatterns = [
    path("room/packages/", table.read, name="read"),
    path("room/packages/<uuid:package_id>/", table.read_package, name="read_package"),
    path(_STAFF, finder.board, name="board"),
    path(f"{_STAFF}weigh/", finder.weigh, name="weigh"),
    path(f"{_STAFF}draft/", finder.draft, name="draft"),
    path(f"{_STAFF}improve/", finder.improve, name="improve"),
    path(f"{_STAFF}item/<uuid:item_id>/add/", finder.add_option, name="add_option"),
    path(f"{_STAFF}option/<uuid:option_id>/withdraw/", finder.withdraw_option, name="withdraw_option"),
    path(f"{_STAFF}<uuid:package_id>/", finder.package, name="package"),
]
