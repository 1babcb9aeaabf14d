WITH v AS (SELECT * FROM vehicle WHERE plate = $1),
household AS (
    SELECT person FROM owner WHERE plate = $1
    UNION
    SELECT record.person FROM record JOIN v ON record.address = v.address
)
SELECT json_build_object(
    'vehicle', (SELECT row_to_json(v) FROM v),
    'owners', (SELECT json_agg(person ORDER BY position) FROM owner WHERE plate = $1),
    'people', (SELECT json_agg(json_build_object(
        'person', household.person,
        'records', (SELECT json_agg(row_to_json(r)) FROM record r WHERE r.person = household.person){answers}
    )) FROM household)
)::text
