CREATE TABLE {table} (
    person bigint, document text, as_of timestamptz, number text, status text, on_date date, until_date date,
    summary text, charges jsonb
);
