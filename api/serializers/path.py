"""Learning paths and their steps."""

from rest_framework import serializers

from api.serializers.base import (
    ArticleLinkSerializer,
    CatalogueRowSerializer,
    DescribedSerializer,
    LinkSerializer,
    LoadedList,
)
from articles.models import LearningPath


class PathRowSerializer(CatalogueRowSerializer):
    step_count = serializers.SerializerMethodField()
    hours = serializers.SerializerMethodField(help_text="Of all steps together.")

    def get_step_count(self, path: LearningPath) -> int:
        return len(path.steps.all())

    def get_hours(self, path: LearningPath) -> int:
        return sum(step.hours for step in path.steps.all())


class StepSerializer(serializers.Serializer):
    position = serializers.IntegerField(source="step.position")
    title = serializers.CharField(source="step.title")
    note = serializers.CharField(source="step.note")
    is_required = serializers.BooleanField(source="step.is_required")
    hours = serializers.IntegerField(source="step.hours", help_text="An estimate; 0 where there is none.")
    skills = LinkSerializer(many=True)
    articles = ArticleLinkSerializer(many=True)


class PathSerializer(PathRowSerializer, DescribedSerializer):
    steps = LoadedList(child=StepSerializer())

    def get_step_count(self, path: LearningPath) -> int:
        return len(self.context["whole"].rows["steps"])

    def get_hours(self, path: LearningPath) -> int:
        return sum(shown.step.hours for shown in self.context["whole"].rows["steps"])
