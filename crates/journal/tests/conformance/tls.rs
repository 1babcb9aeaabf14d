//! Who may be the other end of the network.

use std::net::TcpListener;
use std::time::Duration;

use ciss_journal::{Journal, JournalError, JournalErrorKind, PostgresJournal, PostgresOptions};
use rcgen::{BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair};

use crate::backend::{SHARD, documents};
use crate::server::Server;

fn authority(name: &str) -> (Issuer<'static, KeyPair>, String) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    let key = KeyPair::generate().unwrap();
    let pem = params.self_signed(&key).unwrap().pem();
    (Issuer::new(params, key), pem)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_named_server_with_a_certificate_of_the_authority_is_spoken_to() {
    let Some(mut server) = Server::start(&[]) else { return };
    server.kill();
    let (issuer, right) = authority("the database's");
    let (_, wrong) = authority("another");
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = certificate.signed_by(&key, &issuer).unwrap();
    server.place("server.crt", &certificate.pem());
    server.place("server.key", &key.serialize_pem());
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, pem: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, pem).unwrap();
        path.display().to_string()
    };
    let (right, wrong) = (file("right", &right), file("wrong", &wrong));
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    server.restart(&["ssl=on", "listen_addresses=127.0.0.1", &format!("port={port}")], port);

    let open = async |host: &str, authority: &str| {
        let address =
            format!("postgres://postgres@{host}:{port}/postgres?sslmode=verify-full&sslrootcert={authority}");
        let options = PostgresOptions::new(address).patience(Duration::from_secs(2));
        PostgresJournal::open(&options).await
    };
    let journal = open("localhost", &right).await.unwrap();
    journal.append(SHARD, documents(&["a"])).await.unwrap();
    let in_the_clear = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                     WHERE application_name = 'ciss-journal' AND NOT ssl";
    assert_eq!(server.tell("postgres", in_the_clear), "0");

    let check = |opened: Result<PostgresJournal, JournalError>, expect: &str| {
        let error = opened.err().unwrap();
        assert_eq!(error.kind(), JournalErrorKind::Unavailable);
        assert!(error.to_string().contains(expect), "{error}");
    };
    check(open("localhost", &wrong).await, "UnknownIssuer");
    check(open("127.0.0.1", &right).await, "not valid for name");
}
