from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "maillage.counter"
