-- The peer: each source as a table of its own, as a state's systems keep them, with the persons and addresses already
-- resolved (by the ground truth, which is more than a matcher can give) and an index for every step of the chain.
CREATE TABLE vehicle (
    plate text PRIMARY KEY, vin text, year int, make text, model text, style text, colour text, plate_type text,
    status text, expires date, as_of timestamptz, document text, address text
);
CREATE TABLE owner (plate text, position int, person bigint);
CREATE TABLE record (
    person bigint, source text, address text, as_of timestamptz, document text,
    surname text, given text, middle text, suffix text, born text, sex text, height int, weight int, eyes text,
    hair text, licence text, photo text
);
