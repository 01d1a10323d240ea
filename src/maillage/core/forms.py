"""One renderer for every form: label, help, field, error, with room to touch."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Fields are drawn by ``core/field.html``, the whole form by ``core/form.html``."""

    form_template_name = "core/form.html"
    field_template_name = "core/field.html"
