/**
 * Every person of every ended session, counted by month, in one statement.
 * $1 from (included), $2 until (excluded), $3 roles in the session, $4 one person or null, $5 units or null, $6 now.
 * Indexes it walks: Meeting(status, startsAt), MeetingParticipant(meetingId, userId), AttendanceInterval(participantId),
 * SpeakingRequest(participantId), Vote(meetingId, status), VoteVoter, Ballot and VoteTurnout (voteId, userId).
 */
export const PEOPLE_BY_MONTH = `
WITH held AS (
  SELECT id, to_char("startsAt" AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM') AS month
  FROM "Meeting"
  WHERE status = 'ended' AND "rehearsalOf" IS NULL AND "startsAt" >= $1 AND "startsAt" < $2
), person AS (
  SELECT p.id, p."userId", p."meetingId", p.label, COALESCE(p."unitName", '') AS "unitName", p."absenceReason", h.month
  FROM held h JOIN "MeetingParticipant" p ON p."meetingId" = h.id
  WHERE p.role = ANY($3::text[])
    AND ($4::uuid IS NULL OR p."userId" = $4::uuid)
    AND ($5::uuid[] IS NULL OR EXISTS (
      SELECT 1 FROM "Position" o WHERE o."userId" = p."userId" AND o."unitId" = ANY($5::uuid[])
        AND o."validFrom" <= $6 AND (o."validTo" IS NULL OR o."validTo" >= ($6 AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)))
), came AS (
  SELECT a."participantId" AS id, (array_agg(a."isLate" ORDER BY a."arrivedAt"))[1] AS late
  FROM person JOIN "AttendanceInterval" a ON a."participantId" = person.id GROUP BY 1
), sent AS (
  SELECT DISTINCT s."substituteForId" AS id FROM held h JOIN "MeetingParticipant" s ON s."meetingId" = h.id WHERE s."substituteForId" IS NOT NULL
), spoke AS (
  SELECT r."participantId" AS id, count(*) AS times, sum(extract(epoch FROM r."endedAt" - r."startedAt") - r."pausedMs" / 1000.0) AS seconds
  FROM person JOIN "SpeakingRequest" r ON r."participantId" = person.id
  WHERE r.status = 'done' AND r."startedAt" IS NOT NULL AND r."endedAt" IS NOT NULL GROUP BY 1
), voted AS (
  SELECT v."meetingId", w."userId", count(*) AS held, count(b.id) + count(s."userId") AS "cast"
  FROM held h JOIN "Vote" v ON v."meetingId" = h.id AND v.status = 'closed'
  JOIN "VoteVoter" w ON w."voteId" = v.id
  LEFT JOIN "Ballot" b ON b."voteId" = v.id AND b."userId" = w."userId"
  LEFT JOIN "VoteTurnout" s ON s."voteId" = v.id AND s."userId" = w."userId"
  GROUP BY 1, 2
)
SELECT person."userId", (array_agg(person.label ORDER BY person."meetingId" DESC))[1] AS label, person."unitName", person.month,
  count(*)::int AS invited,
  count(came.id)::int AS attended,
  count(*) FILTER (WHERE came.late)::int AS late,
  count(*) FILTER (WHERE came.id IS NULL AND person."absenceReason" IS NOT NULL)::int AS excused,
  count(*) FILTER (WHERE came.id IS NULL AND person."absenceReason" IS NULL)::int AS unexcused,
  count(sent.id)::int AS substituted,
  COALESCE(sum(spoke.times), 0)::int AS speeches,
  COALESCE(round(sum(spoke.seconds)), 0)::int AS "speechSeconds",
  COALESCE(sum(voted.held), 0)::int AS "ballotsHeld",
  COALESCE(sum(voted."cast"), 0)::int AS "ballotsCast"
FROM person
LEFT JOIN came ON came.id = person.id
LEFT JOIN sent ON sent.id = person.id
LEFT JOIN spoke ON spoke.id = person.id
LEFT JOIN voted ON voted."meetingId" = person."meetingId" AND voted."userId" = person."userId"
GROUP BY person."userId", person."unitName", person.month
ORDER BY person.month, label`
