from rest_framework import serializers

from api.serializers.base import CatalogueRowSerializer, DescribedSerializer, LinkSerializer
from api.views.items import ItemViewSet


class CourseRowSerializer(CatalogueRowSerializer):
    provider = serializers.CharField()


class CourseSerializer(CourseRowSerializer, DescribedSerializer):
    skills = LinkSerializer(many=True)


class CourseViewSet(ItemViewSet):
    item_type = "course"
    row_serializer = CourseRowSerializer
    item_serializer = CourseSerializer
