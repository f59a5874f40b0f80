from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """One look for every field: label, hint, message, control (templates/components/field.html)."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
