"""Words that only hidden texts have take no places from those that may be told."""

from django.db import migrations

from publishing.rowsecurity import ROLE

# The nearest words are looked at in their order until there are enough that something public has. To cut the list first
# would let a hidden text be felt by the words it displaces.
TOLD = """
    SELECT word FROM (SELECT word, likeness FROM near ORDER BY likeness DESC, word OFFSET 0) n WHERE EXISTS (
        SELECT FROM search_found f
        WHERE f.words @@ to_tsquery('search_stemmed'::regconfig, '''' || n.word || '''')
        OR f.words @@ to_tsquery('search_simple'::regconfig, '''' || n.word || '''')
    ) LIMIT most
"""
AS_IT_WAS = """
    , nearest AS MATERIALIZED (
        SELECT word FROM near ORDER BY likeness DESC, word LIMIT most
    )
    SELECT word FROM nearest n WHERE EXISTS (
        SELECT FROM search_found f
        WHERE f.words @@ to_tsquery('search_stemmed'::regconfig, '''' || n.word || '''')
        OR f.words @@ to_tsquery('search_simple'::regconfig, '''' || n.word || '''')
    )
"""


def similar(told):
    return f"""
CREATE OR REPLACE FUNCTION search_similar(misspelt text, most integer) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH near AS (
        SELECT DISTINCT word, cardinality(ARRAY(
            SELECT unnest(threes) INTERSECT SELECT unnest(search_threes(misspelt))
        ))::real / greatest(cardinality(threes), length(misspelt)) AS likeness
        FROM search_word
        WHERE beginnings && search_beginnings(misspelt) AND abs(length(word) - length(misspelt)) <= 2
        AND word <> misspelt
    ){told}
$$;
REVOKE EXECUTE ON FUNCTION search_similar(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_similar(text, integer) TO {ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0005_fill")]
    operations = [migrations.RunSQL(similar(TOLD), similar(AS_IT_WAS))]
