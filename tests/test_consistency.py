"""Conventions held by machines: floors, classes of models, personal columns, kinds, words."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from maillage.core.commands import Kind, kinds
from maillage.core.retention import rules
from maillage.network.rights import RIGHTS, Right

ROOT = Path(__file__).resolve().parents[1]
FLOORS = {"core": 0, "network": 1, "people": 2, "booking": 4, "counter": 5}
FLOORS |= dict.fromkeys(("messages", "money", "programme"), 3)
OURS = [model for model in apps.get_models() if model._meta.app_config.name.startswith("maillage.")]
TYPED_BY_PEOPLE = (models.CharField, models.TextField, models.JSONField, models.FileField)


def by_label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", OURS, ids=by_label)
def test_relations_go_downwards_only(model: type[models.Model]) -> None:
    floor = FLOORS[model._meta.app_label]
    for field in model._meta.concrete_fields:
        if field.related_model is not None:
            app = field.related_model._meta.app_label
            assert app == model._meta.app_label or FLOORS[app] < floor, field


@pytest.mark.parametrize("model", OURS, ids=by_label)
def test_every_model_says_its_class(model: type[models.Model]) -> None:
    assert model.tenancy in {"private", "shared", "reference", "system"}


@pytest.mark.parametrize("model", [m for m in OURS if m.tenancy != "reference"], ids=by_label)
def test_every_column_that_may_hold_something_personal_is_classified(
    model: type[models.Model],
) -> None:
    typed = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, TYPED_BY_PEOPLE) and not (field.choices or field.primary_key)
    }
    classified = set(model.personal) | model.impersonal
    assert typed - classified == set(), "say what it is for, how long, what erasing does"


@pytest.mark.parametrize("model", [m for m in OURS if m.personal], ids=by_label)
def test_a_personal_column_says_why_how_long_and_exists(model: type[models.Model]) -> None:
    columns = {field.name for field in model._meta.concrete_fields}
    for name, personal in model.personal.items():
        assert name in columns
        assert (personal.purpose, personal.duration) != ("", "")


@pytest.mark.parametrize("model", [m for m in OURS if m.personal], ids=by_label)
def test_a_duration_is_that_of_a_rule_which_forgets(model: type[models.Model]) -> None:
    promised = {str(one.duration) for one in model.personal.values() if one.action != "keep"}
    assert promised <= {str(one.duration) for one in rules().values()}


@pytest.mark.parametrize("model", OURS, ids=by_label)
def test_constraints_speak_french(model: type[models.Model]) -> None:
    for constraint in model._meta.constraints:
        assert constraint.violation_error_code or constraint.violation_error_message
        assert "Constraint" not in str(constraint.violation_error_message)


@pytest.mark.parametrize("model", OURS, ids=by_label)
def test_names_have_a_short_way_to_be_guarded(model: type[models.Model]) -> None:
    """What is append-only holds ids, codes and amounts: nothing personal."""
    if any(guard.name == "append_only" for guard in model.guards):
        assert model.personal == {}


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_a_payloads_fields_are_its_operations_arguments(kind: Kind) -> None:
    parameters = inspect.signature(kind.run).parameters
    if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values()):
        return
    assert set(kind.payload.model_fields) <= set(parameters)
    required = {
        name
        for name, one in parameters.items()
        if one.default is inspect.Parameter.empty and name != "acting"
    }
    assert required <= set(kind.payload.model_fields)


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_a_kind_is_documented_labelled_and_somebodys(kind: Kind) -> None:
    documented = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"`{kind.name}`" in documented
    assert kind.label.startswith(("a ", "s’"))
    assert any(kind.right in rights for rights in RIGHTS.values())


def test_every_right_is_asked_for_somewhere() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    for name in vars(Right):
        if name.isupper():
            used = len(re.findall(rf"\bRight\.{name}\b", sources))
            value = getattr(Right, name)
            assert used > 1 or f'right="{value}"' in sources, name


def test_templates_are_all_used() -> None:
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for pattern in ("*.py", "*.html")
        for path in (ROOT / "src").rglob(pattern)
    )
    for template in (ROOT / "src").glob("maillage/*/templates/**/*.html"):
        name = template.relative_to(next(p for p in template.parents if p.name == "templates"))
        assert f"{name.as_posix()}" in sources, name


def test_no_machine_path_and_no_registry_host_is_named() -> None:
    banned = re.compile(r"/opt/|/work/|pypi\.org|registry\.npmjs|files\.pythonhosted")
    suffixes = {".py", ".toml", ".txt", ".md", ".html", ".js", ".css", ".sh", ".cfg", ".yml"}
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT).parts
        if path.suffix not in suffixes or inside[0].startswith(".") or "vendor" in inside:
            continue
        if path.name in {"test_consistency.py", "test_requirements.py"}:
            continue
        assert not banned.search(path.read_text(encoding="utf-8")), path
