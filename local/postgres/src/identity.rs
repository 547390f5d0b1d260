//! As whom the server runs. Postgres refuses to run as root, so root has to become somebody else.

use std::{
    fs,
    os::unix::{fs::chown, process::CommandExt},
    path::Path,
    process::{Command, Stdio},
};

use rustix::process::{Signal, getegid, geteuid};

use crate::{Binaries, Error, error::Doing};

/// As whom the server runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Identity {
    /// As whoever we are.
    Ourselves,
    /// As root outside, but in a user namespace where root is called 1000. Files stay root's and
    /// directories closed to others can be used, which is why this is preferred.
    Namespace { group: u32 },
    /// As another user.
    User { user: u32, group: u32 },
}

impl Identity {
    /// The identity that can run `binaries` on a cluster with this owner, or on a new one. The
    /// parent directory must exist.
    pub fn choose(
        owner: Option<(u32, u32)>,
        data_dir: &Path,
        binaries: &Binaries,
    ) -> Result<Self, Error> {
        if !geteuid().is_root() {
            return Ok(Self::Ourselves);
        }
        let can_be = |identity: Self| identity.tried(data_dir, binaries);
        let chosen = match owner {
            // Data of another user stays theirs: run as they would.
            Some((user, group)) if user != 0 => can_be(Self::User { user, group }),
            Some(_) => can_be(Self::namespace()),
            None => can_be(Self::namespace()).or_else(|no_namespace| {
                let user = unprivileged_user().ok_or_else(|| no_namespace.clone())?;
                can_be(user).map_err(|no_user| format!("{no_namespace}, and {no_user}"))
            }),
        };
        chosen.map_err(|reason| Error::RootOnly { reason })
    }

    fn namespace() -> Self {
        Self::Namespace {
            group: getegid().as_raw(),
        }
    }

    /// Tries whether this identity can be taken on and can then reach both the programs and the
    /// data directory; if not, says why in words.
    fn tried(self, data_dir: &Path, binaries: &Binaries) -> Result<Self, String> {
        let mut command = Command::new(binaries.program("postgres"));
        command.arg("--version").stdin(Stdio::null());
        command.current_dir(data_dir.parent().unwrap_or(data_dir));
        self.apply(&mut command, Signal::KILL);
        let reason = match command.output() {
            Ok(output) if output.status.success() => return Ok(self),
            Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            Err(error) => error.to_string(),
        };
        Err(match self {
            Self::User { user, .. } => format!(
                "user {user} cannot use {} or {} ({reason}); put both where every user may go, such as below /var/tmp",
                binaries.bin_dir.display(),
                data_dir.display(),
            ),
            _ => format!("user namespaces cannot be used ({reason})"),
        })
    }

    /// Gives a file or an empty directory to whoever the server runs as.
    pub fn give(&self, path: &Path) -> Result<(), Error> {
        let Self::User { user, group } = self else {
            return Ok(());
        };
        chown(path, Some(*user), Some(*group))
            .doing(|| format!("give {} to user {user}", path.display()))
    }

    /// Makes a command run under this identity, in a process group of its own (a Ctrl-C in the
    /// terminal is for us, and we decide when the server ends), and makes it get `on_our_death`
    /// when the calling *thread* ends.
    pub fn apply(&self, command: &mut Command, on_our_death: Signal) {
        command.process_group(0);
        if let Self::User { user, group } = self {
            command.uid(*user).gid(*group);
        }
        #[cfg(target_os = "linux")]
        crate::namespace::prepare(self, command, on_our_death);
        #[cfg(not(target_os = "linux"))]
        let _ = on_our_death;
    }
}

/// The user made for Postgres, or the one made for nobody.
fn unprivileged_user() -> Option<Identity> {
    let passwd = fs::read_to_string("/etc/passwd").ok()?;
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| in_passwd(&passwd, name))
}

/// `name:password:user:group:…`
fn in_passwd(passwd: &str, wanted: &str) -> Option<Identity> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != wanted {
            return None;
        }
        let user = fields.nth(1)?.parse().ok()?;
        let group = fields.next()?.parse().ok()?;
        Some(Identity::User { user, group })
    })
}

#[cfg(test)]
mod tests {
    use super::{Identity, in_passwd};

    #[test]
    fn a_user_is_found_by_its_whole_name() {
        let passwd =
            "postgresql:x:7:7::/:/bin/sh\npostgres:x:101:104:administrator:/:/bin/bash\nbroken\n";
        let expected = Identity::User {
            user: 101,
            group: 104,
        };
        assert_eq!(in_passwd(passwd, "postgres"), Some(expected));
        assert_eq!(in_passwd(passwd, "nobody"), None);
    }
}
