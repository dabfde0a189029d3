-- Rule sets are named after the law they follow, as the table of the law names them. Sessions keep the copy they were opened with.
UPDATE "RuleSet" r SET code = n.new, params = jsonb_set(r.params, '{code}', to_jsonb(n.new))
FROM (VALUES ('phien-hop-2025', 'ubnd-72-2025'), ('phien-hop-2025-luat-65', 'ubnd-65-2025'), ('phien-hop-2015', 'ubnd-77-2015'), ('cuoc-hop-khac-2018', 'hop-khac-45-2018')) AS n(old, new)
WHERE r.code = n.old;
