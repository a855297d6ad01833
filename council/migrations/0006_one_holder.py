"""Two people never hold at one time an office that is held by one."""

from django.db import migrations, models

# What is certain of a term: the days on which it was held however the imprecise limits are read. “Since 2020” is
# certain from the last day of 2020 on, “until November 2018” until the first day of that month. The last day is left
# out, for on the day of a handover both hold. An end that is not known leaves the first day alone.
CERTAIN = """
CREATE FUNCTION council_certain_days(first_day date, first_known text, last_day date, last_known text)
RETURNS daterange LANGUAGE sql IMMUTABLE AS $$
    WITH limits AS (
        SELECT
            CASE first_known
                WHEN 'month' THEN (date_trunc('month', first_day) + interval '1 month - 1 day')::date
                WHEN 'year' THEN (date_trunc('year', first_day) + interval '1 year - 1 day')::date
                ELSE first_day
            END AS lower,
            CASE
                WHEN last_known = 'unknown' THEN first_day
                WHEN last_known = 'month' THEN date_trunc('month', last_day)::date
                WHEN last_known = 'year' THEN date_trunc('year', last_day)::date
                ELSE last_day
            END AS upper
    )
    SELECT CASE
        WHEN first_day IS NULL OR first_known = 'unknown' OR lower >= upper THEN 'empty'::daterange
        ELSE daterange(lower, upper, '[)')
    END FROM limits
$$;

CREATE FUNCTION council_other_holders(
    office bigint, term bigint, first_day date, first_known text, last_day date, last_known text
) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT other.id FROM council_term other
    JOIN council_office held ON held.id = other.office_id AND held.single_holder
    WHERE other.office_id = office AND other.id IS DISTINCT FROM term
    AND council_certain_days(other.start, other.start_precision, other."end", other.end_precision)
        && council_certain_days(first_day, first_known, last_day, last_known)
$$;

CREATE FUNCTION council_refuse_two_holders() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    other bigint;
BEGIN
    -- One at a time for each office: what another transaction is about to write counts too.
    PERFORM pg_advisory_xact_lock(hashtextextended('council.office ' || NEW.office_id, 0));
    SELECT holder INTO other FROM council_other_holders(
        NEW.office_id, NEW.id, NEW.start, NEW.start_precision, NEW."end", NEW.end_precision
    ) holder LIMIT 1;
    IF other IS NOT NULL THEN
        RAISE EXCEPTION 'Term % overlaps term % of the same office, which one person holds at a time.', NEW.id, other
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'council_term_one_holder';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER council_term_one_holder
    AFTER INSERT OR UPDATE OF office_id, start, start_precision, "end", end_precision ON council_term
    FOR EACH ROW EXECUTE FUNCTION council_refuse_two_holders();

CREATE FUNCTION council_refuse_one_holder_too_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('council.office ' || NEW.id, 0));
    IF EXISTS (
        SELECT FROM council_term held, council_other_holders(
            held.office_id, held.id, held.start, held.start_precision, held."end", held.end_precision
        ) WHERE held.office_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'Office % has terms that overlap.', NEW.id
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'council_office_one_holder';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER council_office_one_holder AFTER UPDATE OF single_holder ON council_office
    FOR EACH ROW WHEN (NEW.single_holder) EXECUTE FUNCTION council_refuse_one_holder_too_late();
"""

NO_SUCH_LAW = """
DROP TRIGGER council_office_one_holder ON council_office;
DROP FUNCTION council_refuse_one_holder_too_late();
DROP TRIGGER council_term_one_holder ON council_term;
DROP FUNCTION council_refuse_two_holders();
DROP FUNCTION council_other_holders(bigint, bigint, date, text, date, text);
DROP FUNCTION council_certain_days(date, text, date, text);
"""

# The offices that are there: of a representative and of the Secretary General there is one holder.
OFFICES_OF_ONE = "UPDATE council_office SET single_holder = kind IN ('representative', 'secretary_general');"


class Migration(migrations.Migration):
    dependencies = [("council", "0005_amendments")]
    operations = [
        migrations.AddField(
            model_name="office",
            name="single_holder",
            field=models.BooleanField(
                default=True,
                help_text="Untick it for an office that several hold at a time, as deputies do.",
                verbose_name="held by one person at a time",
            ),
        ),
        migrations.RunSQL(OFFICES_OF_ONE, migrations.RunSQL.noop),
        migrations.RunSQL(CERTAIN, NO_SUCH_LAW),
    ]
