//! Who may be built with whom. Nothing points upwards.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

use crate::workspace::Workspace;

/// The only packages that `ciss-contract` may name: it does no I/O and depends on no framework.
const CONTRACT: [&str; 3] = ["jiff", "serde", "utoipa"];

/// A package of ours, and what it must never be built with, however far away.
const NEVER: [(&str, &[&str]); 20] = [
    ("ciss-contract", &["tokio", "mio", "reqwest", "hyper", "sqlx", "axum", "tauri", "yew", "web-sys"]),
    (
        "ciss-multiview",
        &["ciss-hub", "ciss-client", "ciss-simulator", "tokio", "sqlx", "reqwest", "tauri", "yew"],
    ),
    (
        "ciss-exchange",
        &["ciss-hub", "ciss-multiview", "ciss-client", "ciss-simulator", "tokio", "sqlx", "tauri"],
    ),
    (
        "ciss-journal",
        &["ciss-contract", "ciss-hub", "ciss-multiview", "ciss-exchange", "ciss-simulator", "axum", "tauri"],
    ),
    ("ciss-gather", &["ciss-contract", "ciss-hub", "axum", "sqlx", "reqwest"]),
    ("ciss-cards", &["ciss-hub", "ciss-identity", "ciss-simulator", "tokio", "sqlx", "reqwest", "axum"]),
    ("ciss-policy", &["ciss-hub", "ciss-identity", "ciss-journal", "tokio", "sqlx", "reqwest", "axum"]),
    ("ciss-identity", &["ciss-hub", "ciss-cards", "ciss-journal", "sqlx", "reqwest", "axum"]),
    (
        "ciss-records",
        &["ciss-hub", "ciss-exchange", "ciss-policy", "ciss-simulator", "axum", "reqwest", "tauri"],
    ),
    ("ciss-store", &["ciss-hub", "ciss-intake", "ciss-exchange", "ciss-policy", "axum", "reqwest", "tauri"]),
    ("ciss-intake", &["ciss-hub", "ciss-exchange", "ciss-policy", "axum", "reqwest", "tauri"]),
    (
        "ciss-live",
        &["ciss-hub", "ciss-identity", "ciss-policy", "ciss-records", "ciss-simulator", "axum", "sqlx"],
    ),
    ("ciss-answer", &["ciss-hub", "ciss-store", "ciss-intake", "ciss-exchange", "ciss-simulator", "axum"]),
    ("ciss-private", &["ciss-contract", "ciss-hub", "ciss-multiview", "ciss-client", "tokio"]),
    ("ciss-vault", &["ciss-contract", "ciss-hub", "ciss-client", "reqwest", "tauri", "yew", "openssl"]),
    ("ciss-keeping", &["ciss-hub", "ciss-client", "reqwest", "tauri", "yew"]),
    ("ciss-client", &["ciss-hub", "ciss-multiview", "ciss-simulator", "tauri", "yew", "sqlx"]),
    ("ciss-simulator", &["ciss-hub", "ciss-multiview", "ciss-client", "tauri", "yew"]),
    ("ciss-hub", &["ciss-client", "tauri", "yew"]),
    ("ciss-ui", &["ciss-client", "ciss-hub", "ciss-multiview", "sqlx", "tauri", "reqwest"]),
];

/// What a hub that serves people is built without: synthetic people, and what only the command that links tables needs.
const NOT_SERVING: [&str; 4] = ["ciss-simulator", "chardetng", "csv", "ctrlc"];

/// Every arrow that should not be there, in words.
pub(super) fn broken(workspace: &Workspace) -> Vec<String> {
    let mut broken = Vec::new();
    for (name, never) in NEVER {
        let reached = reached(workspace, name);
        if reached.is_empty() {
            broken.push(format!("{name} is no package of the workspace, or depends on nothing"));
        }
        let arrows = never.iter().filter(|other| reached.contains(**other));
        broken.extend(arrows.map(|other| format!("{name} is built with {other}")));
    }
    let contract =
        workspace.packages.values().filter(|package| package.member && package.name == "ciss-contract");
    for id in contract.flat_map(|package| &package.dependencies) {
        let other = workspace.packages.get(id).map_or("", |package| package.name.as_str());
        if !CONTRACT.contains(&other) {
            broken
                .push(format!("ciss-contract depends on {other}; only {} may be there", CONTRACT.join(", ")));
        }
    }
    broken
}

/// What is in a hub that is built by itself and should not be, in words.
///
/// # Errors
/// Cargo cannot say what is in it.
pub(super) fn not_serving(workspace: &Workspace) -> Result<Vec<String>> {
    let mut tree = workspace.cargo();
    tree.args(["tree", "--package", "ciss-hub", "--edges", "normal", "--prefix", "none", "--format", "{p}"]);
    let output = tree.output()?;
    ensure!(output.status.success(), "cargo tree failed: {}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8_lossy(&output.stdout);
    let packages: BTreeSet<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    ensure!(packages.contains("ciss-hub"), "cargo tree does not name the hub");
    let there = NOT_SERVING.into_iter().filter(|name| packages.contains(name));
    Ok(there.map(|name| format!("a hub that is built by itself holds {name}")).collect())
}

/// Names of all packages that this one is built with.
fn reached<'a>(workspace: &'a Workspace, name: &str) -> BTreeSet<&'a str> {
    let start = workspace.packages.iter().filter(|(_, package)| package.member && package.name == name);
    let mut open: Vec<&str> = start.map(|(id, _)| id.as_str()).collect();
    let mut seen: BTreeSet<&str> = open.iter().copied().collect();
    let mut names = BTreeSet::new();
    while let Some(package) = open.pop().and_then(|id| workspace.packages.get(id)) {
        for id in &package.dependencies {
            if seen.insert(id) {
                open.push(id);
            }
            names.extend(workspace.packages.get(id).map(|package| package.name.as_str()));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Package;

    fn workspace(packages: &[(&str, &[&str])]) -> Workspace {
        let package = |(name, dependencies): &(&str, &[&str])| {
            let dependencies = dependencies.iter().map(|name| (*name).to_owned()).collect();
            let member = name.starts_with("ciss-");
            ((*name).to_owned(), Package { name: (*name).to_owned(), member, dependencies })
        };
        Workspace { root: "".into(), target: "".into(), packages: packages.iter().map(package).collect() }
    }

    const SOUND: [(&str, &[&str]); 20] = [
        ("ciss-contract", &["serde"]),
        ("ciss-multiview", &["jiff"]),
        ("ciss-exchange", &["ciss-contract"]),
        ("ciss-journal", &["tokio"]),
        ("ciss-gather", &["tokio"]),
        ("ciss-cards", &["ciss-multiview"]),
        ("ciss-policy", &["ciss-cards"]),
        ("ciss-identity", &["ciss-contract"]),
        ("ciss-records", &["ciss-cards"]),
        ("ciss-store", &["ciss-records"]),
        ("ciss-intake", &["ciss-store"]),
        ("ciss-live", &["ciss-cards"]),
        ("ciss-answer", &["ciss-records"]),
        ("ciss-private", &["serde"]),
        ("ciss-vault", &["ciss-private", "tokio"]),
        ("ciss-keeping", &["ciss-vault"]),
        ("ciss-client", &["ciss-contract", "tokio"]),
        ("ciss-simulator", &["ciss-contract"]),
        ("ciss-hub", &["ciss-multiview", "tokio"]),
        ("ciss-ui", &["ciss-contract"]),
    ];

    fn check(change: Option<(&str, &'static [&'static str])>, others: &[(&str, &[&str])], expect: &[&str]) {
        let mut packages: Vec<(&str, &[&str])> = SOUND.to_vec();
        packages.extend([("serde", &[] as &[&str]), ("jiff", &[]), ("tokio", &[])]);
        packages.extend(others);
        if let Some((name, dependencies)) = change {
            packages.retain(|(other, _)| *other != name);
            packages.push((name, dependencies));
        }
        assert_eq!(broken(&workspace(&packages)), expect);
    }

    #[test]
    fn arrows_point_downwards_only() {
        check(None, &[], &[]);
        check(
            Some(("ciss-ui", &["ciss-hub"])),
            &[],
            &["ciss-ui is built with ciss-hub", "ciss-ui is built with ciss-multiview"],
        );
        check(
            Some(("ciss-client", &["shell"])),
            &[("shell", &["tauri"]), ("tauri", &[])],
            &["ciss-client is built with tauri"],
        );
    }

    #[test]
    fn the_contract_names_only_what_it_may() {
        check(
            Some(("ciss-contract", &["serde", "chrono"])),
            &[("chrono", &[])],
            &["ciss-contract depends on chrono; only jiff, serde, utoipa may be there"],
        );
    }
}
