"""Links one labelled file with Splink, set up as its documentation does, and prints what it found as one line of JSON.

Arguments: the file, the kind of file (a key of KINDS), "best" to try every threshold or "fixed" for its 0.95 alone.
"""

import json
import resource
import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

FIXED = 0.95
THRESHOLDS = [0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, FIXED, 0.98, 0.99, 0.995, 0.999, 0.9995, 0.9999, 0.99999, 0.999999]


def dates(column):
    return cl.DateOfBirthComparison(
        column, input_is_string=True, datetime_metrics=["month", "year"], datetime_thresholds=[1, 1]
    )


FEBRL = dict(
    select="*, strftime(try_strptime(date_of_birth, '%Y%m%d'), '%Y-%m-%d') as born",
    comparisons=[
        cl.ForenameSurnameComparison("given_name", "surname"),
        dates("born"),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
    ],
    blocking=[
        block_on("soc_sec_id"), block_on("given_name", "surname"), block_on("surname", "born"),
        block_on("given_name", "born"), block_on("postcode", "street_number"), block_on("address_1"),
    ],
    certain=[block_on("soc_sec_id"), block_on("given_name", "surname", "born")],
    training=[block_on("born"), block_on("soc_sec_id"), block_on("given_name", "surname")],
)

SIMULATED = dict(
    select="""* replace (upper(given) as given, upper(surname) as surname, replace(ssn, '-', '') as ssn,
        upper(street) as street, upper(town) as town,
        strftime(coalesce(try_strptime(born, '%Y-%m-%d'), try_strptime(born, '%m/%d/%Y'),
            try_strptime(born, '%Y%m%d'), try_strptime(born, '%d %b %Y')), '%Y-%m-%d') as born)""",
    comparisons=[
        cl.ForenameSurnameComparison("given", "surname"),
        dates("born"),
        cl.DamerauLevenshteinAtThresholds("oln", [1]),
        cl.DamerauLevenshteinAtThresholds("ssn", [1]),
        cl.ExactMatch("sid"),
        cl.JaroWinklerAtThresholds("street", [0.9]).configure(term_frequency_adjustments=True),
    ],
    blocking=[
        block_on("oln"), block_on("ssn"), block_on("sid"), block_on("surname", "born"),
        block_on("given", "born"), block_on("given", "surname", "town"), block_on("given", "street"),
    ],
    certain=[block_on("oln"), block_on("given", "surname", "born")],
    training=[block_on("born"), block_on("oln"), block_on("given", "surname", "town")],
)

KINDS = {
    "febrl1": FEBRL,
    "febrl2": FEBRL,
    "febrl3": FEBRL,
    "simulated": SIMULATED,
    "fake_1000": dict(
        select="*",
        comparisons=[
            cl.JaroWinklerAtThresholds("first_name", [0.9, 0.7]),
            cl.JaroAtThresholds("surname", [0.9, 0.7]),
            dates("dob"),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        blocking=[block_on("first_name"), block_on("surname"), block_on("dob"), block_on("email")],
        certain=[block_on("first_name", "surname"), block_on("email")],
        training=[block_on("first_name", "surname"), block_on("dob"), block_on("email")],
    ),
    "RLdata500": dict(
        select='* rename ("by" as year)',
        comparisons=[
            cl.NameComparison("fname_c1"), cl.NameComparison("lname_c1"),
            cl.LevenshteinAtThresholds("year", 1), cl.LevenshteinAtThresholds("bm", 1), cl.LevenshteinAtThresholds("bd", 1),
        ],
        blocking=[
            block_on("fname_c1"), block_on("lname_c1"), block_on("year", "bm"), block_on("bm", "bd"), block_on("year", "bd"),
        ],
        certain=[block_on("fname_c1", "lname_c1"), block_on("year", "bm", "bd")],
        training=[block_on("fname_c1", "lname_c1"), block_on("year", "bm", "bd")],
    ),
    "essnet_census_cis": dict(
        select="*, dob_year || '-' || lpad(dob_mon, 2, '0') || '-' || lpad(dob_day, 2, '0') as born",
        comparisons=[
            cl.ForenameSurnameComparison("pername1", "pername2"),
            dates("born"),
            cl.ExactMatch("sex"),
            cl.JaroWinklerAtThresholds("enumcap", [0.95, 0.9]).configure(term_frequency_adjustments=True),
        ],
        blocking=[
            block_on("pername1", "pername2"), block_on("pername2", "born"), block_on("pername1", "born"),
            block_on("enumcap", "sex"), block_on("enumpc", "dob_year"), block_on("dob_day", "dob_mon", "enumpc"),
        ],
        certain=[block_on("pername1", "pername2", "born")],
        training=[block_on("born"), block_on("pername1", "pername2")],
    ),
}

COUNTS = """
with sides as (select c.cluster_id as found, t.cluster_id as truth from clusters c join people t on t.unique_id = c.unique_id),
count_of as (select (select sum(n * (n - 1) / 2) from (select count(*) as n from sides group by truth)) as true_pairs,
    (select sum(n * (n - 1) / 2) from (select count(*) as n from sides group by found)) as found_pairs,
    (select sum(n * (n - 1) / 2) from (select count(*) as n from sides group by found, truth)) as right_pairs)
select right_pairs / found_pairs, right_pairs / true_pairs from count_of
"""


def main():
    file, kind, mode = sys.argv[1:4]
    settings = KINDS[kind]
    connection = duckdb.connect()
    connection.execute(f"create table raw as select * from read_csv('{file}', all_varchar = true, nullstr = '')")
    connection.execute(f"create table people as select record_id as unique_id, {settings['select']} from raw")
    begin = time.monotonic()
    table = connection.table("people").project("* exclude (cluster_id, record_id, source)")
    linker = Linker(
        DuckDBAPI(connection=connection).register(table, dataset_display_name="records"),
        SettingsCreator(
            link_type="dedupe_only",
            comparisons=settings["comparisons"],
            blocking_rules_to_generate_predictions=settings["blocking"],
        ),
    )
    linker.training.estimate_probability_two_random_records_match(settings["certain"], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in settings["training"]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predictions = linker.inference.predict(threshold_match_probability=0.01)

    def at(threshold):
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, threshold)
        connection.execute(f"create or replace temp view clusters as select * from {clusters.physical_name}")
        precision, recall = (float(share or 0) for share in connection.execute(COUNTS).fetchall()[0])
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return dict(threshold=threshold, precision=precision, recall=recall, f1=f1)

    fixed = at(FIXED)
    seconds = time.monotonic() - begin
    best = max((at(threshold) for threshold in THRESHOLDS), key=lambda found: found["f1"]) if mode == "best" else fixed
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(dict(fixed=fixed, best=best, seconds=seconds, peak_memory=peak)))


main()
