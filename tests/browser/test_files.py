"""The page's files: what is ours uses no markup out of strings, what is others' is what its makers published."""

from __future__ import annotations

import hashlib
import re

from flask.testing import FlaskClient

from .conftest import ROOT

WEB = ROOT / "service" / "web"
VENDOR = WEB / "vendor"


def test_vendored_files_are_those_of_the_readme() -> None:
    rows = re.findall(r"^\| `([^`]+)` .* \| `([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text(), re.MULTILINE)
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name, _ in rows} == dict(rows)
    others = {path.name for path in VENDOR.iterdir()} - {name for name, _ in rows}
    assert all(name == "README.md" or name.endswith(".LICENSE") for name in others)


def test_every_vendored_package_has_its_licence() -> None:
    packages = re.findall(
        r"[\w@/-]+(?= \d+\.\d+\.\d+)", "".join(re.findall(r"^\| `.*", (VENDOR / "README.md").read_text(), re.MULTILINE))
    )
    assert len(set(packages)) == 7
    assert {package.rsplit("/", 1)[-1] for package in packages} == {path.stem for path in VENDOR.glob("*.LICENSE")}


def test_no_script_makes_markup_of_strings() -> None:
    scripts = [*WEB.glob("*.js"), *VENDOR.glob("*.js")]
    assert len(scripts) > 15
    for script in scripts:
        assert not re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script.read_text()
        ), script.name


def test_no_style_stands_in_a_page_or_an_attribute() -> None:
    page = (WEB / "index.html").read_text()
    assert not re.findall(r"<style|\bstyle=|\bon\w+=|<script(?![^>]*\bsrc=)", page)
    for script in WEB.glob("*.js"):
        assert not re.findall(r'setAttribute\("style"|\bstyle:|cssText', script.read_text()), script.name


def test_the_policy_lets_nothing_in(client: FlaskClient) -> None:
    with client.get("/") as answer:
        policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert {value for name, value in policy.items() if name.endswith("-src")} == {"'none'", "'self'"}
