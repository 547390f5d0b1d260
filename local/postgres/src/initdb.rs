//! Makes a new cluster with `initdb`.

use std::{fs, os::unix::fs::DirBuilderExt, path::Path, process::Command};

use rustix::process::Signal;

use crate::{
    Authentication, Binaries, Durability, Error, Options, Password, cluster::Cluster, error::Doing,
    identity::Identity, launch::command, log::last_lines, orphans, password::remove_if_there,
};

/// Makes the cluster, and returns the password it has.
///
/// It is made under another name and then renamed: a directory with the right name is complete, and
/// an interrupted attempt is simply made again.
pub(crate) fn make(
    cluster: &Cluster,
    binaries: &Binaries,
    identity: &Identity,
    options: &Options,
) -> Result<Option<Password>, Error> {
    let unfinished = cluster.beside(".new");
    clear_away(&unfinished)?;
    let made = fs::DirBuilder::new().mode(0o700).create(&unfinished);
    made.doing(|| format!("make {}", unfinished.display()))?;
    identity.give(&unfinished)?;

    let mut command = initdb(binaries, &unfinished, options.durability);
    let file = cluster.beside(".password");
    let password = match options.authentication {
        Authentication::Trust => {
            remove_if_there(&file)?;
            command.arg("--auth=trust");
            None
        }
        Authentication::Password => {
            let password = Password::random()?;
            password.write(&file)?;
            identity.give(&file)?;
            command
                .arg("--auth=scram-sha-256")
                .arg("--pwfile")
                .arg(&file);
            Some(password)
        }
    };
    identity.apply(&mut command, Signal::KILL);
    let output = command.output().doing(|| "run `initdb`".to_owned())?;
    if !output.status.success() {
        let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
        said.push_str(&String::from_utf8_lossy(&output.stderr));
        return Err(Error::Initdb {
            data_dir: cluster.data_dir.clone(),
            output: last_lines(&said),
        });
    }
    fs::rename(&unfinished, &cluster.data_dir)
        .doing(|| format!("rename {}", unfinished.display()))?;
    Ok(password)
}

/// Removes an interrupted attempt. `initdb` dies with its parent, but the server it was using takes
/// a moment longer.
fn clear_away(unfinished: &Path) -> Result<(), Error> {
    if !unfinished.exists() {
        return Ok(());
    }
    orphans::kill(unfinished)?;
    fs::remove_dir_all(unfinished).doing(|| format!("delete {}", unfinished.display()))
}

fn initdb(binaries: &Binaries, directory: &Path, durability: Durability) -> Command {
    let mut command = command(&binaries.program("initdb"));
    // UTC, as on a hosted server, whatever zone this machine is in.
    command.env("TZ", "UTC");
    command.arg("--pgdata").arg(directory);
    command.args([
        "--username=postgres",
        "--encoding=UTF8",
        "--no-instructions",
    ]);
    // macOS has no C.UTF-8 before version 15.
    let locale = if cfg!(target_os = "macos") {
        "en_US.UTF-8"
    } else {
        "C.UTF-8"
    };
    command.arg(format!("--locale={locale}"));
    if binaries.major >= 17 {
        // Sorts the same on every machine.
        command.args(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]);
    }
    if durability == Durability::Throwaway {
        command.arg("--no-sync");
    }
    command
}
