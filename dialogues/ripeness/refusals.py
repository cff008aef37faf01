"""What the survey refuses."""


class SurveyRefused(Exception):
    """The survey cannot be announced now; the sentence says why and what to do."""
