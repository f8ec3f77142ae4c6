"""Settings: from the environment and back, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import fields

from service.settings import SettingError, Settings

README = Path(__file__).parents[1] / "README.md"


def test_defaults() -> None:
    assert Settings.from_environ({}) == Settings()


def test_from_the_environment() -> None:
    settings = Settings.from_environ({"COPYDESK_PORT": "8010", "COPYDESK_DEADLINE_SECONDS": "2.5", "HOME": "/root"})
    assert (settings.port, settings.deadline_seconds) == (8010, 2.5)


def test_to_the_environment_and_back() -> None:
    settings = Settings(port=1, api_keys="a,b", deadline_seconds=0.1, gazetteer="/elsewhere")
    assert Settings.from_environ(settings.to_environ()) == settings


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("COPYDESK_PROT", "80", "COPYDESK_PROT is not a setting"),
        ("COPYDESK_PORT", "http", "COPYDESK_PORT is not of type int"),
        ("COPYDESK_SLOTS", "0", "slots must be at least 1"),
        ("COPYDESK_DEADLINE_SECONDS", "nan", "deadline_seconds must be at least"),
        ("COPYDESK_LOG_LEVEL", "loud", "log_level must be one of: debug"),
        ("COPYDESK_LOG_FORMAT", "xml", "log_format must be one of: console, json"),
        ("COPYDESK_MAX_BYTES", "1000", "max_bytes must be at least 12 times max_characters"),
    ],
)
def test_what_is_refused(variable: str, value: str, told: str) -> None:
    with pytest.raises(SettingError, match=re.escape(told)):
        Settings.from_environ({variable: value})


def test_keys_are_told_apart() -> None:
    assert Settings(api_keys=" a, b ,,").keys == ("a", "b")
    assert Settings().keys == ()


def test_keys_are_not_shown() -> None:
    assert "secret" not in repr(Settings(api_keys="secret"))


def test_the_readme_has_each_setting_with_its_default_and_its_meaning() -> None:
    rows = re.findall(r"^\| `COPYDESK_(\w+)` \| (.*?) ?\| (.*?) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    told = {name.lower(): (default, meaning) for name, default, meaning in rows}
    for setting in fields(Settings):
        default, meaning = told.pop(setting.name)
        assert meaning == setting.metadata["meaning"]
        if setting.name != "gazetteer":  # a path that is where the package is
            assert default == (f"`{setting.default}`" if setting.default != "" else "")
    assert not told
