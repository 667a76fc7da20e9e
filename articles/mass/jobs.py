"""What the task worker does for mass actions; it takes each only once, however often it is called."""

from django.tasks import task

from articles.mass.asking import forget_unanswered
from articles.mass.running import claim, perform


@task()
def run_mass_action(action_id: int) -> None:
    """Does the action, or takes it back where that was asked for."""
    forget_unanswered()
    if action := claim(action_id):
        perform(action)
