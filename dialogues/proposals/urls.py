"""Addresses of the single text."""

from django.urls import path

from dialogues.proposals import views
from dialogues.proposals.checking import views as checking
from dialogues.proposals.criticisms import views as criticisms
from dialogues.proposals.glossary import views as glossary
from dialogues.proposals.ideas import views as ideas
from dialogues.proposals.terms import views as terms

app_name = "proposals"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/text/", views.texts, name="texts"),
    path("staff/<uuid:dialogue_id>/text/<uuid:proposal_id>/", views.draft, name="draft"),
    path("staff/<uuid:dialogue_id>/text/version/<uuid:version_id>/", views.staff_version, name="version"),
    path("staff/<uuid:dialogue_id>/text/version/<uuid:version_id>/table/", views.table, name="table"),
    path("staff/<uuid:dialogue_id>/text/version/<uuid:version_id>/turn/", criticisms.turn, name="turn"),
    path("staff/<uuid:dialogue_id>/text/criticism/<uuid:criticism_id>/", criticisms.answer, name="answer"),
    path(
        "staff/<uuid:dialogue_id>/text/version/<uuid:version_id>/since/<uuid:other_id>/",
        views.staff_compare,
        name="staff_compare",
    ),
    path("staff/<uuid:dialogue_id>/text/version/<uuid:version_id>/terms/", terms.fill, name="fill_terms"),
    path("staff/<uuid:dialogue_id>/glossary/", glossary.glossary, name="glossary"),
    path("staff/<uuid:dialogue_id>/glossary/<uuid:term_id>/", glossary.term, name="term"),
    path("room/glossary/", glossary.read, name="read_glossary"),
    path("room/text/<uuid:version_id>/check/<slug:language>/", checking.check, name="check_language"),
    path("staff/<uuid:dialogue_id>/ideas/", ideas.staff_ideas, name="staff_ideas"),
    path("staff/<uuid:dialogue_id>/ideas/<uuid:idea_id>/", ideas.decide, name="decide_idea"),
    path("room/ideas/", ideas.ideas, name="ideas"),
    path("room/ideas/take-back/", ideas.take_back, name="take_idea_back"),
    path("room/text/", views.read, name="read"),
    path("room/text/<uuid:version_id>/", views.read, name="read_version"),
    path("room/text/<uuid:version_id>/since/<uuid:other_id>/", views.compare, name="compare"),
    path("room/text/<uuid:version_id>/criticise/", criticisms.criticise, name="criticise"),
    path("room/text/<uuid:version_id>/take-back/", criticisms.withdraw, name="take_back"),
]
