"""Workshops (the type), sessions (dated), seats and who came."""

from maillage.programme.models.registrations import (
    Registration,
    Signature,
)
from maillage.programme.models.sessions import (
    ChecklistItem,
    EventSheet,
    Series,
    Session,
    SessionDecision,
    SessionMediator,
    SessionOrganiser,
)
from maillage.programme.models.workshops import (
    Audience,
    Format,
    Level,
    Theme,
    Tool,
    Workshop,
)

__all__ = [
    "Audience",
    "ChecklistItem",
    "EventSheet",
    "Format",
    "Level",
    "Registration",
    "Series",
    "Session",
    "SessionDecision",
    "SessionMediator",
    "SessionOrganiser",
    "Signature",
    "Theme",
    "Tool",
    "Workshop",
]
