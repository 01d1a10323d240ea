from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "maillage.core"

    def ready(self) -> None:
        from maillage.core import beginnings, guards, settle, undo  # noqa: F401, PLC0415 - models loaded

        autodiscover_modules("commands", "retention")
        pre_migrate.connect(guards.drop_guards_before_migration, sender=self)
        post_migrate.connect(_install_guards_last, dispatch_uid="core.guards")


def _install_guards_last(app_config: AppConfig, **_: object) -> None:
    """Install once, after the last application's tables are there."""
    from django.apps import apps  # noqa: PLC0415 - called once models are loaded

    from maillage.core.guards import install_guards  # noqa: PLC0415

    with_tables = [one for one in apps.get_app_configs() if one.models_module is not None]
    if app_config is with_tables[-1]:
        install_guards()
