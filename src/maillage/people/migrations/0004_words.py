from django.db import migrations

from maillage.core.beginnings import index_of_words


class Migration(migrations.Migration):
    dependencies = [("people", "0003_door_rings")]

    operations = [
        migrations.RunPython(*index_of_words("people.Person", "people_person_words")),
        migrations.RunPython(*index_of_words("people.PersonName", "people_name_words")),
    ]
