"""Addresses of reciprocal steps."""

from django.urls import path

from dialogues.steps.views import board, plan, step, table

app_name = "steps"

_STAFF = "staff/<uuid:dialogue_id>/steps/"

urlpatterns = [
    path("room/steps/", table.read, name="read"),
    path("room/steps/plans/<uuid:plan_id>/", table.read_plan, name="read_plan"),
    path("room/steps/<uuid:step_id>/turn/", table.turn, name="turn"),
    path(_STAFF, board.board, name="board"),
    path(f"{_STAFF}plans/<uuid:plan_id>/", plan.plan, name="plan"),
    path(f"{_STAFF}<uuid:step_id>/", step.step, name="step"),
]
