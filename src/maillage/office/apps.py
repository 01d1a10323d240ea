from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "maillage.office"

    def ready(self) -> None:
        from maillage.office.panels import register_panels  # noqa: PLC0415 - models come first

        register_panels()
