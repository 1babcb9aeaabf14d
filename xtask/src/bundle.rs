//! `cargo xtask bundle`: packages that a system installs, and what shows that they work once installed.

mod check;
mod deb;
mod rpm;
mod tree;

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::step::{say, step};
use crate::workspace::{Profile, Workspace};
use crate::{run, setup, ui};

#[derive(Args)]
pub(crate) struct Options {
    /// Folder for the packages; without it `bundle` in cargo's target folder.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Of programs that were built for development: quicker to build, slower to run.
    #[arg(long)]
    development: bool,
    /// Packs what was built for development, installs it into a folder, and starts console and hub from there.
    #[arg(long, conflicts_with_all = ["out", "development"])]
    check: bool,
}

/// A package: its programs, and what lies beside them.
struct Package {
    name: &'static str,
    summary: &'static str,
    description: &'static str,
    /// What was built, for `/usr/bin`.
    programs: &'static [&'static str],
    /// A file of this project, and where it goes.
    files: &'static [(&'static str, &'static str)],
    /// Files among them that an administrator changes; an upgrade keeps them.
    settings: &'static [&'static str],
    /// Run as root after the files are in place.
    after: &'static str,
}

/// How large a package may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    /// As small as it gets: it is sent to others.
    Small,
    /// Not compressed: it is tried and thrown away.
    Large,
}

const PACKAGES: [Package; 2] = [
    Package {
        name: "ciss-console",
        summary: "Plate lookups, golden records and notifications for criminal-justice staff",
        description: "The window that a dispatcher keeps open all shift, and ciss on the command line.",
        programs: &["ciss-console", "ciss"],
        files: &[
            ("installers/us.ct.ciss.console.desktop", "usr/share/applications/us.ct.ciss.console.desktop"),
            ("assets/icons/app/32x32.png", "usr/share/icons/hicolor/32x32/apps/us.ct.ciss.console.png"),
            ("assets/icons/app/128x128.png", "usr/share/icons/hicolor/128x128/apps/us.ct.ciss.console.png"),
            (
                "assets/icons/app/128x128@2x.png",
                "usr/share/icons/hicolor/256x256/apps/us.ct.ciss.console.png",
            ),
        ],
        settings: &[],
        after: "",
    },
    Package {
        name: "ciss-hub",
        summary: "Searches a state's criminal-justice sources at once and answers under one policy",
        description: "The service that CISS consoles ask. Settings are in /etc/ciss/ciss-hub.toml.",
        programs: &["ciss-hub"],
        files: &[
            ("installers/ciss-hub.toml", "etc/ciss/ciss-hub.toml"),
            ("installers/ciss-hub.service", "usr/lib/systemd/system/ciss-hub.service"),
            ("installers/ciss-hub.sysusers", "usr/lib/sysusers.d/ciss-hub.conf"),
            ("installers/haproxy.cfg", "usr/share/doc/ciss-hub/examples/haproxy.cfg"),
        ],
        settings: &["etc/ciss/ciss-hub.toml"],
        // dpkg names another root in DPKG_ROOT where it installs into a folder.
        after: "if command -v systemd-sysusers >/dev/null; then\n\
                \tsystemd-sysusers ${DPKG_ROOT:+--root=\"$DPKG_ROOT\"} ciss-hub.conf\nfi\n\
                if [ -z \"$DPKG_ROOT\" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi\n",
    },
];

/// Makes a deb and an rpm of console and hub.
///
/// # Errors
/// A program does not compile, or a packer is missing or fails.
pub(crate) fn bundle(workspace: &Workspace, options: &Options) -> Result<()> {
    if options.check {
        return check(workspace);
    }
    setup::for_building()?;
    setup::for_packing()?;
    ui::build(workspace, &ui::Options::default())?;
    let profile = if options.development { Profile::Development } else { Profile::Release };
    step("building console, hub and command line", || run::build(workspace, profile))?;
    // By itself: built with the console and the tests it would hold the synthetic people that these need.
    step("building the hub as it serves people", || run::build_for_service(workspace, profile))?;
    let out = options.out.clone().unwrap_or_else(|| workspace.target.join("bundle"));
    std::fs::create_dir_all(&out)?;
    for package in &PACKAGES {
        let tree = tree::lay(workspace, package, profile)?;
        say(&format!("{}", deb::pack(package, tree.path(), &out, Size::Small)?.display()));
        say(&format!("{}", rpm::pack(package, tree.path(), &out, Size::Small)?.display()));
    }
    Ok(())
}

/// Packs what was built for development, installs it into a folder, and starts console and hub from there.
///
/// # Errors
/// One of them is not packed, not installed, or does not start.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    setup::for_packing()?;
    let folder = tempfile::tempdir()?;
    let mut packages = Vec::new();
    for package in &PACKAGES {
        let tree = tree::lay(workspace, package, Profile::Development)?;
        packages.push(deb::pack(package, tree.path(), folder.path(), Size::Large)?);
        rpm::pack(package, tree.path(), folder.path(), Size::Large)?;
    }
    check::installed(&packages)
}
