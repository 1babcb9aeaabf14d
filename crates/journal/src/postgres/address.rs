//! Where the servers are.

use std::net::IpAddr;

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;

use crate::error::JournalError;

/// What may stand after the question mark. Anything else may be a misspelt one, and one that counts.
const PARAMETERS: [&str; 9] =
    ["host", "port", "user", "dbname", "password", "sslmode", "sslrootcert", "sslcert", "sslkey"];

/// Reads an address with one or more hosts: one set of options for each, in their order.
///
/// # Errors
/// Refused where it is no such address, or would send what the journal holds over a network unprotected.
pub(super) fn parse(address: &str) -> Result<Vec<PgConnectOptions>, JournalError> {
    let rest = address.strip_prefix("postgres://").or_else(|| address.strip_prefix("postgresql://"));
    let rest = rest.ok_or_else(|| refused("it does not start with postgres://"))?;
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = place.split_once('/').unwrap_or((place, ""));
    let (user, hosts) = match authority.rsplit_once('@') {
        Some((user, hosts)) => (format!("{user}@"), hosts),
        None => (String::new(), authority),
    };
    let mut parameters = Vec::new();
    let (mut query_hosts, mut query_ports) = ("", "");
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        match key {
            "host" => query_hosts = value,
            "port" => query_ports = value,
            _ if PARAMETERS.contains(&key) => parameters.push(pair),
            _ => return Err(refused("it has a parameter that is not known")),
        }
    }
    if !hosts.is_empty() && !query_hosts.is_empty() {
        return Err(refused("its hosts stand in two places"));
    }
    let named = if hosts.is_empty() { query_hosts } else { hosts };
    if named.is_empty() {
        return Err(refused("it names no host"));
    }
    let ports: Vec<&str> = query_ports.split(',').filter(|port| !port.is_empty()).collect();
    let count = named.split(',').count();
    if ports.len() > 1 && ports.len() != count {
        return Err(refused("it has another number of ports than of hosts"));
    }
    let options = named.split(',').enumerate().map(|(index, host)| {
        let mut parameters: Vec<String> = parameters.iter().map(|pair| (*pair).to_owned()).collect();
        parameters.extend(ports.get(index).or(ports.first()).map(|port| format!("port={port}")));
        let authority = if hosts.is_empty() {
            parameters.push(format!("host={host}"));
            String::new()
        } else {
            format!("{user}{host}")
        };
        if hosts.is_empty() && !user.is_empty() {
            let user = user.trim_end_matches('@');
            parameters.push(format!("user={user}"));
        }
        one(&format!("postgres://{authority}/{database}?{}", parameters.join("&")))
    });
    options.collect()
}

/// Options for one host.
fn one(address: &str) -> Result<PgConnectOptions, JournalError> {
    let options: PgConnectOptions =
        address.parse().map_err(|_| refused("a host, a port or a parameter of it cannot be read"))?;
    let stays_here = options.get_socket().is_some()
        || options.get_host().starts_with('/')
        || options.get_host() == "localhost"
        || options.get_host().trim_matches(['[', ']']).parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
    let asked = address.contains("sslmode=") || address.contains("ssl-mode=");
    let checked = matches!(options.get_ssl_mode(), sqlx::postgres::PgSslMode::VerifyFull);
    if !stays_here && asked && !checked {
        return Err(refused("another machine is spoken to with sslmode=verify-full only"));
    }
    let options =
        if stays_here || asked { options } else { options.ssl_mode(sqlx::postgres::PgSslMode::VerifyFull) };
    Ok(options.application_name("ciss-journal").disable_statement_logging())
}

fn refused(why: &str) -> JournalError {
    JournalError::refused(format!("the address of its database: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hosts, ports and TLS modes, or the refusal.
    fn check(address: &str, expect: Result<&[&str], &str>) {
        let shown = parse(address).map(|hosts| {
            let show = |options: PgConnectOptions| {
                let place = match options.get_socket() {
                    Some(socket) => socket.display().to_string(),
                    None => options.get_host().to_owned(),
                };
                let database = options.get_database().unwrap_or("-").to_owned();
                format!(
                    "{}@{place}:{}/{database} {:?}",
                    options.get_username(),
                    options.get_port(),
                    options.get_ssl_mode()
                )
            };
            hosts.into_iter().map(show).collect::<Vec<_>>()
        });
        match (shown, expect) {
            (Ok(shown), Ok(expect)) => assert_eq!(shown, expect, "{address}"),
            (Err(error), Err(expect)) => assert!(error.to_string().contains(expect), "{address}: {error}"),
            (shown, expect) => panic!("{address}: {shown:?}, expected {expect:?}"),
        }
    }

    #[test]
    fn hosts_stand_in_the_authority_or_in_a_parameter() {
        check("postgres://ciss@db.example:5433/journal", Ok(&["ciss@db.example:5433/journal VerifyFull"]));
        check(
            "postgresql://ciss@one:5433,two/journal",
            Ok(&["ciss@one:5433/journal VerifyFull", "ciss@two:5432/journal VerifyFull"]),
        );
        check(
            "postgres:///journal?host=/run/a,/run/b&port=5433,5434&user=ciss",
            Ok(&["ciss@/run/a:5433/journal Prefer", "ciss@/run/b:5434/journal Prefer"]),
        );
        check("postgres://ciss@/journal?host=/run/a&port=5433", Ok(&["ciss@/run/a:5433/journal Prefer"]));
        check("postgres://ciss@127.0.0.1/journal", Ok(&["ciss@127.0.0.1:5432/journal Prefer"]));
        check("postgres://ciss@[::1]:7/journal", Ok(&["ciss@[::1]:7/journal Prefer"]));
    }

    #[test]
    fn nothing_goes_over_a_network_without_a_checked_certificate() {
        let over_network = "verify-full only";
        for mode in ["disable", "allow", "prefer", "require", "verify-ca"] {
            check(&format!("postgres://ciss@db.example/journal?sslmode={mode}"), Err(over_network));
        }
        check(
            "postgres://ciss@db.example/journal?sslmode=verify-full&sslrootcert=/ca.pem",
            Ok(&["ciss@db.example:5432/journal VerifyFull"]),
        );
        check("postgres://ciss@localhost,db.example/journal?sslmode=disable", Err(over_network));
    }

    #[test]
    fn what_is_no_address_is_refused_without_repeating_it() {
        check("mysql://ciss@db/journal", Err("does not start with postgres://"));
        check("postgres://ciss@db/journal?sslmod=disable", Err("parameter that is not known"));
        check("postgres://ciss@db/journal?host=other", Err("in two places"));
        check("postgres:///journal", Err("names no host"));
        check("postgres:///journal?host=/a,/b,/c&port=1,2", Err("another number of ports"));
        check("postgres://ciss:secret@db:port/journal", Err("cannot be read"));
        let error = parse("postgres://ciss:secret@db:port/journal").unwrap_err();
        assert!(!error.to_string().contains("secret"));
    }
}
