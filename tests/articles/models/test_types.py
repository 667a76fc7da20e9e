"""What types of content are called."""

from articles.models import ITEM_MODELS, RECORD_MODELS, Alias, Step, User, type_of


def test_every_type_is_called_as_the_change_log_calls_it() -> None:
    named = {**ITEM_MODELS, **RECORD_MODELS}
    assert {name: type_of(model) for name, model in named.items()} == {name: name for name in named}


def test_what_is_no_content_of_its_own_has_no_type() -> None:
    assert [type_of(model) for model in (User, Alias, Step)] == ["", "", ""]
