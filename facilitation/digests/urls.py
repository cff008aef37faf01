"""Addresses of digests."""

from django.urls import path

from facilitation.digests import after_signing, views

app_name = "digests"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/digest/", views.index, name="list"),
    path("staff/<uuid:dialogue_id>/digest/<uuid:digest_id>/", views.digest, name="digest"),
    path("staff/<uuid:dialogue_id>/digest/<uuid:digest_id>/approve/", views.approve, name="approve"),
    path("staff/<uuid:dialogue_id>/digest/<uuid:digest_id>/sides/", views.to_signoff, name="to_signoff"),
    path("staff/<uuid:dialogue_id>/digest/<uuid:digest_id>/sign/", views.sign, name="sign"),
    path("staff/<uuid:dialogue_id>/digest/<uuid:digest_id>/remind/", views.remind, name="remind"),
    path("staff/<uuid:dialogue_id>/digest/<uuid:digest_id>/back/", views.take_back, name="take_back"),
    path("staff/<uuid:dialogue_id>/digest/<uuid:digest_id>/embargo/", after_signing.embargo, name="embargo"),
    path("staff/<uuid:dialogue_id>/digest/<uuid:digest_id>/delay/", after_signing.delay, name="delay"),
    path("staff/<uuid:dialogue_id>/digest/<uuid:digest_id>/withdraw/", after_signing.withdraw, name="withdraw"),
    path("room/digest/", views.read, name="read"),
]
