"""What 0.1.0 kept as typed words of a workshop, made themes, levels and audiences."""

from maillage.core.folding import fold
from maillage.core.ids import new_id

LEVELS = {
    "debutant": "beginner", "debutants": "beginner", "initiation": "beginner",
    "intermediaire": "intermediate", "a l aise": "intermediate",
    "avance": "advanced", "perfectionnement": "advanced",
    "": "all", "tous": "all", "tous niveaux": "all",
}  # fmt: skip
AUDIENCES = {
    "tout public": "everybody", "tous": "everybody", "tous publics": "everybody",
    "habitants": "inhabitants", "habitant": "inhabitants",
    "tpe": "companies", "pme": "companies", "artisans": "companies", "commercants": "companies",
    "entreprises": "companies", "professionnels": "companies",
    "associations": "associations", "aidants": "professionals",
    "demandeurs d emploi": "job_seekers", "recherche d emploi": "job_seekers",
    "seniors": "seniors", "aines": "seniors", "retraites": "seniors",
    "jeunes": "young", "ados": "young", "enfants": "young",
}  # fmt: skip


def words_to_rows(apps, schema_editor):
    """One theme a distinct text in each structure; a word nobody knows goes to the description."""
    models = apps.get_model("programme", "Workshop"), apps.get_model("programme", "Theme")
    workshops, themes = (model._base_manager for model in models)
    made = {}
    for one in workshops.all().iterator():
        text = " ".join(one.theme_text.split())
        if text:
            key = (one.structure_id, fold(text) or text)
            if key not in made:
                made[key] = themes.create(
                    id=new_id(), structure_id=one.structure_id, title=text, folded=fold(text)
                )
            one.theme_id = made[key].pk
        one.level, level = known_level(one.level_text)
        one.audiences, public = known_audiences(one.audience)
        said = [f"Niveau : {level}."] * bool(level) + [f"Pour : {public}."] * bool(public)
        one.description = " ".join([one.description, *said]).strip()[:400]
        one.save()
    if schema_editor.connection.vendor == "postgresql":
        # The columns are about to be dropped: no check of a foreign key may be left waiting.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def known_level(text):
    """The level, and what was not understood of it."""
    level = LEVELS.get(fold(text))
    return (level, "") if level else ("all", text.strip())


def known_audiences(text):
    """The audiences, and the words that are none."""
    found, rest = [], []
    for word in filter(None, (one.strip() for one in text.replace(";", ",").split(","))):
        code = AUDIENCES.get(fold(word))
        if code is None:
            rest.append(word)
        elif code not in found:
            found.append(code)
    return found, ", ".join(rest)
