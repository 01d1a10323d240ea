"""E-mail by the operator's own mail server (``MAILLAGE_MAIL_URL``)."""
