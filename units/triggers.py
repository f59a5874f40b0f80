"""What the database itself refuses: changing what is published. One text of each rule for plans and for rankings."""

import pgtrigger

FROZEN = "('published', 'replaced')"


def frozen_once_published(name: str, message: str) -> pgtrigger.Trigger:
    """On a table with a `status`: a published row may only become replaced, with nothing else changed."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF OLD.status IN {FROZEN} THEN
                IF TG_OP = 'UPDATE' AND OLD.status = 'published' AND NEW.status = 'replaced'
                    AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status' THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def kept_until_withdrawn(name: str, message: str, *, ending: tuple[str, ...]) -> pgtrigger.Trigger:
    """On a table with `withdrawn_at`: a row stays as it is but for being withdrawn once, which fills `ending`."""
    fields = "{" + ",".join(("withdrawn_at", *ending)) + "}"
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
                    IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
                        AND to_jsonb(NEW) - '{fields}'::text[]
                            = to_jsonb(OLD) - '{fields}'::text[] THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
                """,
    )


def frozen_with_its_parent(name: str, message: str, *, table: str, column: str) -> pgtrigger.Trigger:
    """On a table whose `column` names a row of `table`: no row comes, changes or goes once that one is published."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("frozen", "INTEGER")],
        func=f"""
            IF TG_OP <> 'INSERT' THEN
                SELECT 1 INTO frozen FROM {table} WHERE id = OLD.{column} AND status IN {FROZEN};
            END IF;
            IF TG_OP <> 'DELETE' AND frozen IS NULL THEN
                SELECT 1 INTO frozen FROM {table} WHERE id = NEW.{column} AND status IN {FROZEN};
            END IF;
            IF frozen IS NOT NULL THEN
                RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
