"""The table behind rate limits, in the form Django's database cache has."""

from django.db import migrations

MAKE = """
CREATE TABLE rate_limit (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX rate_limit_expires ON rate_limit (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE rate_limit")]
