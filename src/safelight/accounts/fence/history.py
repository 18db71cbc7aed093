"""The change history as a rule of a table: a trigger that no session can switch off.

It runs as the owner and reads no setting that turns it off, so every insert, update and
delete is kept, in bulk or by hand. The application's role may read the history and can
neither write nor change it.

A history must outlive a purge without keeping anything readable: sealed values are
there as the ciphertext they were, and whoever a row is about only as a mark, made of
the row's id and the salt beside that person's key. With the key gone no line can be
tied to anybody, nor to another line: each row has its own mark.
"""

from collections.abc import Sequence
from typing import Any

from safelight.accounts.fence.constraints import TableRule

FUNCTIONS = """
    CREATE OR REPLACE FUNCTION safelight_mark(agency uuid, subject uuid, what text)
        RETURNS bytea LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT sha256(uuid_send(salt) || convert_to(what, 'UTF8'))
        FROM accounts_datakey WHERE agency_id = agency AND id = subject $$;
    CREATE OR REPLACE FUNCTION safelight_remember() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            was jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
            acting text := nullif(current_setting('safelight.agency', true), '');
            agency uuid := coalesce(was->>'agency_id', acting)::uuid;
            row_id text := was->>'id';
            first uuid; mark bytea := ''; found bytea; link text;
        BEGIN
            FOREACH link IN ARRAY coalesce(TG_ARGV, ARRAY[]::text[]) LOOP
                CONTINUE WHEN was->>link IS NULL;
                IF link = 'case_id' THEN
                    found := safelight_mark(agency, first, was->>link);
                ELSE
                    found := safelight_mark(agency, (was->>link)::uuid, row_id);
                    first := coalesce(first, (was->>link)::uuid);
                END IF;
                found := coalesce(found, '');
                IF mark = '' THEN mark := found; END IF;
                was := replace(was::text, was->>link, encode(found, 'hex'))::jsonb;
                IF link = 'id' THEN
                    row_id := coalesce(nullif(substr(encode(found, 'hex'), 1, 32), ''),
                        '00000000000000000000000000000000');
                END IF;
            END LOOP;
            INSERT INTO accounts_change
                (agency_id, id, "table", row_id, mark, act, at, actor, image)
            VALUES (agency, gen_random_uuid(), TG_TABLE_NAME, row_id::uuid, mark,
                TG_OP, clock_timestamp(),
                nullif(current_setting('safelight.actor', true), '')::uuid,
                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE was END);
            RETURN NULL;
        END $$;
    REVOKE ALL ON FUNCTION safelight_mark(uuid, uuid, text) FROM PUBLIC;
    REVOKE ALL ON FUNCTION safelight_remember() FROM PUBLIC"""


class Remembered(TableRule):
    """Every version of every row is kept.

    `links` are the columns that name a subject, and after them `case_id` where a shared
    case would tie people to each other.
    """

    def __init__(self, *, name: str, links: Sequence[str] = ()) -> None:
        super().__init__(name=name)
        self.links = tuple(links)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "links": self.links}

    def make(self, table: str) -> str:
        links = ", ".join(f"'{link}'" for link in self.links)
        return f"""{FUNCTIONS};
            CREATE TRIGGER remembered AFTER INSERT OR UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION safelight_remember({links})"""

    def drop(self, table: str) -> str:
        return f"DROP TRIGGER remembered ON {table}"
