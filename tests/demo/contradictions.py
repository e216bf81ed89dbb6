"""What contradicts itself in a database of the demonstration: each kind is one question to it.

A question gives a row for each contradiction. Times are text in one form, so that they compare.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

_VIEWS = """
    CREATE TEMP VIEW answers_for AS SELECT person_id, CAST(scope_id AS INTEGER) AS partner_id
        FROM membership WHERE role = 'respondent' AND scope_kind = 'partner';
    CREATE TEMP VIEW works_in AS SELECT person_id, role, CAST(scope_id AS INTEGER) AS trust
        FROM membership WHERE scope_kind = 'trust';
    CREATE TEMP VIEW given AS SELECT r.*, o.trust, o.year, p.name
        FROM "return" r JOIN round o ON o.id = r.round_id JOIN partner p ON p.id = r.partner_id;
    CREATE TEMP VIEW signed AS SELECT s.*, o.id AS round_id, o.trust, o.year FROM signoff s
        JOIN snapshot n ON n.id = s.snapshot_id JOIN round o ON o.id = n.round_id;
    CREATE TEMP VIEW carried AS SELECT CAST(object_id AS INTEGER) AS round_id FROM audit_event
        WHERE action = 'carried_over' AND person_id = 'operator';
"""

QUESTIONS: Mapping[str, str] = {
    "a submitted return that nobody of its partner submitted": """
        SELECT r.trust, r.year, r.name, r.submitted_by FROM given r
        WHERE r.status = 'submitted' AND (r.submitted_by IS NULL OR NOT
        (r.submitted_by, r.partner_id) IN (SELECT person_id, partner_id FROM answers_for))""",
    "a submitted return whose submission is not in the record": """
        SELECT r.trust, r.year, r.name FROM given r
        WHERE r.status = 'submitted' AND NOT EXISTS (SELECT 1 FROM audit_event e
        WHERE e.action = 'return_submitted' AND e.object_id = CAST(r.id AS TEXT)
        AND e.person_id IS r.submitted_by AND e.at = r.submitted_at)""",
    "a partner that takes part and has nobody who answers for it": """
        SELECT r.trust, r.year, r.name FROM given r
        WHERE r.partner_id NOT IN (SELECT partner_id FROM answers_for)""",
    "an answer that nobody of its partner gave, or after it was submitted": """
        SELECT DISTINCT r.trust, r.year, r.name, a.answered_by
        FROM given r JOIN answer a ON a.return_id = r.id
        WHERE a.answered_by IS NULL OR a.answered_at > r.submitted_at
        OR NOT (a.answered_by, r.partner_id) IN (SELECT person_id, partner_id FROM answers_for)""",
    "answers that the record does not count": """
        SELECT r.trust, r.year, r.name FROM given r
        WHERE (SELECT count(*) FROM answer a WHERE a.return_id = r.id) <>
        (SELECT coalesce(sum(coalesce(json_extract(e.detail, '$.answers'), 1)), 0)
        FROM audit_event e WHERE e.object_kind = 'return' AND e.object_id = CAST(r.id AS TEXT)
        AND e.action IN ('workbook_imported', 'answer_saved'))""",
    "a signed round that is neither carried over nor has only submitted returns": """
        SELECT o.trust, o.year FROM round o WHERE o.status = 'signed'
        AND o.id NOT IN (SELECT round_id FROM carried)
        AND (NOT EXISTS (SELECT 1 FROM "return" r WHERE r.round_id = o.id)
        OR EXISTS (SELECT 1 FROM "return" r WHERE r.round_id = o.id
        AND r.status <> 'submitted' AND r.apology = ''))""",
    "results that were carried over, of a Trust that has its returns here": """
        SELECT o.trust, o.year FROM round o JOIN "return" r ON r.round_id = o.id
        WHERE o.id IN (SELECT round_id FROM carried)""",
    "a signature of one who does not chair the Trust, and is not carried over": """
        SELECT s.trust, s.year, s.signed_by FROM signed s
        WHERE NOT (s.signed_by, 'chair', s.trust) IN
        (SELECT person_id, role, trust FROM works_in)
        AND NOT (s.signed_by = 'operator' AND s.round_id IN (SELECT round_id FROM carried))""",
    "a signature before a return was submitted or a level agreed": """
        SELECT s.trust, s.year FROM signed s WHERE s.signed_at < (SELECT max(submitted_at)
        FROM "return" r WHERE r.round_id = s.round_id) OR s.signed_at < (SELECT max(agreed_at)
        FROM agreed_score g WHERE g.round_id = s.round_id)""",
    "a level that nobody of the steering group agreed, or before all had submitted": """
        SELECT DISTINCT o.trust, o.year, g.agreed_by FROM agreed_score g
        JOIN round o ON o.id = g.round_id WHERE g.agreed_by IS NULL
        OR g.agreed_at < (SELECT max(submitted_at) FROM "return" r WHERE r.round_id = o.id)
        OR NOT (g.agreed_by, o.trust) IN (SELECT person_id, trust FROM works_in)""",
    "evidence whose owner or giver does not answer for its partner": """
        SELECT e.title FROM evidence e WHERE e.owner IS NULL OR e.added_by IS NULL
        OR NOT (e.owner, e.partner_id) IN (SELECT person_id, partner_id FROM answers_for)
        OR NOT (e.added_by, e.partner_id) IN (SELECT person_id, partner_id FROM answers_for)
        OR NOT EXISTS (SELECT 1 FROM audit_event v WHERE v.action = 'evidence_added'
        AND v.object_id = e.id AND v.person_id = e.added_by AND v.at = e.added_at)""",
    "evidence that was added after the return that relies on it was submitted": """
        SELECT e.title, r.submitted_at FROM evidence e JOIN evidence_link l ON l.evidence_id = e.id
        JOIN "return" r ON r.id = l.return_id WHERE e.added_at > r.submitted_at
        OR r.partner_id <> e.partner_id OR NOT EXISTS (SELECT 1 FROM audit_event v
        WHERE v.action = 'evidence_linked' AND v.object_id = CAST(r.id AS TEXT))""",
    "responses to a survey that has no link, or that the record does not count": """
        SELECT o.trust, o.year FROM round o WHERE
        (SELECT count(*) FROM survey_response r WHERE r.round_id = o.id) <>
        (SELECT coalesce(sum(json_extract(e.detail, '$.responses')), 0) FROM audit_event e
        WHERE e.action = 'responses_kept' AND e.object_id = CAST(o.id AS TEXT))
        OR (EXISTS (SELECT 1 FROM survey_response r WHERE r.round_id = o.id) AND NOT EXISTS
        (SELECT 1 FROM survey v WHERE v.round_id = o.id AND NOT v.is_replaced
        AND v.last_answered_on <= v.closes))""",
    "somebody who did something and had not signed in within the half day before": """
        SELECT e.person_id, e.action, e.at FROM audit_event e
        WHERE e.person_id IS NOT NULL AND e.person_id <> 'operator' AND e.action <> 'signed_in'
        AND NOT EXISTS (SELECT 1 FROM audit_event v WHERE v.action = 'signed_in'
        AND v.person_id = e.person_id AND v.at <= e.at
        AND julianday(e.at) - julianday(v.at) < 0.5)""",
    "somebody who did something before they were there, or is not there": """
        SELECT DISTINCT e.person_id FROM audit_event e
        LEFT JOIN person p ON p.id = e.person_id
        WHERE e.person_id IS NOT NULL AND e.person_id <> 'operator'
        AND (p.id IS NULL OR p.added_at IS NULL OR p.added_at > e.at)""",
    "somebody whose last visit is not that of the last thing that they did": """
        SELECT p.name, p.last_seen_at FROM person p LEFT JOIN (SELECT person_id, max(at) AS last
        FROM audit_event GROUP BY person_id) e ON e.person_id = p.id
        WHERE e.last IS NULL OR p.last_seen_at IS NULL OR p.last_seen_at < e.last
        OR julianday(p.last_seen_at) - julianday(e.last) > 0.5""",
    "somebody with a role who has never been there": """
        SELECT p.name FROM person p JOIN membership m ON m.person_id = p.id
        WHERE p.last_seen_at IS NULL""",
    "a role that nobody gave, or gave before they were there": """
        SELECT p.name, m.role FROM membership m JOIN person p ON p.id = m.person_id
        WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.action = 'role_given'
        AND e.object_id = m.person_id AND json_extract(e.detail, '$.role') = m.role
        AND e.at = p.added_at)""",
    "two of one Trust, or two people to sign in as, of one name": """
        SELECT p.name FROM person p JOIN membership m ON m.person_id = p.id
        LEFT JOIN partner r ON m.scope_kind = 'partner' AND CAST(r.id AS TEXT) = m.scope_id
        GROUP BY p.name, CASE m.scope_kind WHEN 'partner' THEN CAST(r.trust AS TEXT)
        WHEN 'trust' THEN m.scope_id ELSE '' END HAVING count(DISTINCT p.id) > 1""",
    "somebody who is called as their role is, or has no first name": """
        SELECT p.name FROM person p WHERE trim(p.name) NOT LIKE '_% _%'
        OR lower(p.name) LIKE '%chair%' OR lower(p.name) LIKE '%coordinator%'
        OR lower(p.name) LIKE '%partner%' OR lower(p.name) LIKE '%steering%'
        OR lower(p.name) LIKE '%lead%' OR lower(p.name) LIKE '%team%'
        OR lower(p.name) LIKE '%administrator%' OR lower(p.name) LIKE '%member%'""",
    "a round that opened before its year did, or that its own coordinator did not open": """
        SELECT o.trust, o.year, e.person_id FROM round o JOIN audit_event e
        ON e.action = 'round_opened' AND e.object_id = CAST(o.id AS TEXT)
        WHERE e.at < (SELECT c.at FROM audit_event c WHERE c.action = 'cycle_opened'
        AND c.object_id = CAST(o.year AS TEXT)) OR NOT
        (e.person_id, 'coordinator', o.trust) IN
        (SELECT person_id, role, trust FROM works_in)""",
    "something that happens after the day that it is": """
        SELECT e.action, e.at FROM audit_event e WHERE date(e.at) > :today""",
}


def contradictions(path: Path, today: str) -> Mapping[str, list[tuple[object, ...]]]:
    """Every kind of contradiction that a database holds, with its rows; empty for a true story."""
    with asking(path) as database:
        found = {kind: rows_of(database, kind, today) for kind in QUESTIONS}
    return {kind: rows for kind, rows in found.items() if rows}


@contextmanager
def asking(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can be asked for contradictions; what is changed by it is not kept."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(_VIEWS)
        yield database
        database.rollback()


def rows_of(database: sqlite3.Connection, kind: str, today: str) -> list[tuple[object, ...]]:
    """The contradictions of one kind."""
    return database.execute(QUESTIONS[kind], {"today": today}).fetchall()
