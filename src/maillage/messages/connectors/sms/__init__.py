"""SMS by an HTTP gateway (``MAILLAGE_SMS_URL``, ``MAILLAGE_SMS_TOKEN``)."""
