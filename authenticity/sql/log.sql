-- Rows of what was signed are added, and never changed or deleted.

CREATE TRIGGER authenticity_entry_frozen BEFORE UPDATE OR DELETE ON authenticity_entry
    FOR EACH ROW EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER authenticity_entry_not_emptied BEFORE TRUNCATE ON authenticity_entry
    EXECUTE FUNCTION news_refuse_change();

CREATE TRIGGER authenticity_seal_frozen BEFORE UPDATE OR DELETE ON authenticity_seal
    FOR EACH ROW EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER authenticity_seal_not_emptied BEFORE TRUNCATE ON authenticity_seal EXECUTE FUNCTION news_refuse_change();

CREATE TRIGGER authenticity_statement_frozen BEFORE UPDATE OR DELETE ON authenticity_statement
    FOR EACH ROW EXECUTE FUNCTION news_refuse_change();
CREATE TRIGGER authenticity_statement_not_emptied BEFORE TRUNCATE ON authenticity_statement
    EXECUTE FUNCTION news_refuse_change();
