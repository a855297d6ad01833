"""Which letters are about accounts; and out of the rows that are there goes what lists showed and nobody should see.

Keys held the token of a reset and the address of whoever was warned; the words of mail servers held addresses.
"""

from django.db import migrations, models

ADDRESS = r"[[:alnum:]_.+%-]+@[[:alnum:]_-]+(\.[[:alnum:]_-]+)*"

CLEAN = f"""
UPDATE mailing_letter SET about_account = true,
    key = CASE WHEN key LIKE 'account reset %' THEN 'account reset ' || split_part(key, ' ', 3) || ' letter ' || id
        ELSE key END
WHERE key LIKE 'account %';

UPDATE mailing_letter SET "to" = '', subject = '', text = '', html = '', headers = '{{}}', reply_to = '', answer = '',
    erased_at = site_now()
WHERE about_account AND state IN ('sent', 'dropped') AND erased_at IS NULL;

UPDATE mailing_letter SET key = split_part(key, ' deadline ', 1) || ' deadline '
    || split_part(split_part(key, ' deadline ', 2), ' ', 1) || ' letter ' || id
WHERE key LIKE 'enquiry % deadline %@%';

UPDATE mailing_letter SET answer = regexp_replace(answer, '{ADDRESS}', '[address]', 'g') WHERE answer LIKE '%@%';
UPDATE mailing_address SET said = regexp_replace(said, '{ADDRESS}', '[address]', 'g') WHERE said LIKE '%@%';
"""


class Migration(migrations.Migration):
    dependencies = [("mailing", "0001_letters")]

    operations = [
        migrations.AddField("letter", "about_account", models.BooleanField(db_default=False, default=False)),
        migrations.RunSQL(CLEAN, migrations.RunSQL.noop),
    ]
