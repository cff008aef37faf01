"""Addresses of exports."""

from django.urls import path

from facilitation.exports import cards, views

app_name = "exports"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/exports/", views.exports, name="exports"),
    path("staff/<uuid:dialogue_id>/exports/make/", views.make, name="make"),
    path("staff/<uuid:dialogue_id>/cards.pdf", cards.cards, name="cards"),
    path("staff/<uuid:dialogue_id>/exports/<uuid:export_id>/", views.fetch, name="fetch"),
    path("portal/<uuid:delivery_id>/<str:kind>/", views.download, name="download"),
]
