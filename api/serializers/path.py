"""Learning paths and their steps."""

from rest_framework import serializers

from api.serializers.base import ArticleLinkSerializer, CatalogueRowSerializer, DescribedSerializer, LinkSerializer
from articles.models import LearningPath


class PathRowSerializer(CatalogueRowSerializer):
    step_count = serializers.SerializerMethodField()
    hours = serializers.SerializerMethodField(help_text="Of all steps together.")

    def get_step_count(self, path: LearningPath) -> int:
        return len(path.steps.all())

    def get_hours(self, path: LearningPath) -> int:
        return sum(step.hours for step in path.steps.all())


class StepSerializer(serializers.Serializer):
    position = serializers.IntegerField()
    title = serializers.CharField()
    note = serializers.CharField()
    is_required = serializers.BooleanField()
    hours = serializers.IntegerField(help_text="An estimate; 0 where there is none.")
    skills = LinkSerializer(many=True)
    articles = ArticleLinkSerializer(many=True)


class PathSerializer(PathRowSerializer, DescribedSerializer):
    steps = StepSerializer(many=True)
