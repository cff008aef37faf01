"""What the database itself keeps: the audit chain only grows, and a passkey's moments are days."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION anteroom_audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The test suite empties its tables between tests; a database of that name is no one's record.
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%'
        AND coalesce(current_setting('anteroom.strict', true), '') <> 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'The audit chain only grows.' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION anteroom_audit_only_grows();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON accounts_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION anteroom_audit_only_grows();
"""
APPEND_ONLY_UNDONE = """
DROP TRIGGER audit_is_not_emptied ON accounts_auditentry;
DROP TRIGGER audit_only_grows ON accounts_auditentry;
DROP FUNCTION anteroom_audit_only_grows();
"""

# The sign-in library writes both moments to the microsecond; cut here, no version of it can do otherwise.
DAYS = """
CREATE FUNCTION anteroom_passkey_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.created_at := date_trunc('day', NEW.created_at, 'UTC');
    NEW.last_used_at := date_trunc('day', NEW.last_used_at, 'UTC');
    RETURN NEW;
END
$$;
CREATE TRIGGER passkey_days BEFORE INSERT OR UPDATE ON mfa_authenticator
    FOR EACH ROW EXECUTE FUNCTION anteroom_passkey_days();
"""
DAYS_UNDONE = """
DROP TRIGGER passkey_days ON mfa_authenticator;
DROP FUNCTION anteroom_passkey_days();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_UNDONE),
        migrations.RunSQL(DAYS, DAYS_UNDONE),
    ]
