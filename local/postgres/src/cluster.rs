//! A cluster on disk: its directory, the files beside it, how it is locked.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions, TryLockError},
    io::ErrorKind,
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    time::Duration,
};

use rustix::process::geteuid;

use crate::{Authentication, Binaries, Error, Password, error::Doing, wait::wait_until};

/// A lock may seem held for a moment after its holder has let go, while a process forked just then
/// still has a copy.
const LOCK_PATIENCE: Duration = Duration::from_millis(500);

/// The major version of the Postgres that made the cluster in `data_dir`; nothing when there is no
/// cluster.
pub fn cluster_major(data_dir: &Path) -> Option<u32> {
    let text = fs::read_to_string(data_dir.join("PG_VERSION")).ok()?;
    text.trim().parse().ok()
}

/// A cluster's directory, as a canonical path, whether or not it exists.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub data_dir: PathBuf,
}

impl Cluster {
    /// Makes the parent directories.
    pub fn at(data_dir: &Path) -> Result<Self, Error> {
        let doing = || format!("make {}", data_dir.display());
        let absolute = std::path::absolute(data_dir).doing(doing)?;
        if let Ok(data_dir) = fs::canonicalize(&absolute) {
            return Ok(Self { data_dir });
        }
        let parent = absolute.parent().unwrap_or(&absolute);
        fs::create_dir_all(parent).doing(doing)?;
        let parent = fs::canonicalize(parent).doing(doing)?;
        let name = absolute.file_name().unwrap_or_default();
        Ok(Self {
            data_dir: parent.join(name),
        })
    }

    /// The file beside the data directory that ends so.
    pub fn beside(&self, ending: &str) -> PathBuf {
        let mut path = OsString::from(&self.data_dir);
        path.push(ending);
        PathBuf::from(path)
    }

    /// Takes the cluster for as long as the file is kept open. The system lets go of it however we
    /// end.
    pub fn lock(&self) -> Result<File, Error> {
        let path = self.beside(".lock");
        let doing = || format!("lock {}", path.display());
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&path)
            .doing(doing)?;
        let mut attempt = Err(TryLockError::WouldBlock);
        wait_until(LOCK_PATIENCE, || {
            attempt = file.try_lock();
            !matches!(attempt, Err(TryLockError::WouldBlock))
        });
        match attempt {
            Ok(()) => Ok(file),
            Err(TryLockError::Error(error)) => Err(error).doing(doing),
            Err(TryLockError::WouldBlock) => Err(Error::InUse {
                data_dir: self.data_dir.clone(),
            }),
        }
    }

    /// The user and group a cluster in the directory belongs to; nothing when there is nothing, or
    /// an empty directory.
    ///
    /// Anything else that is there is an error.
    pub fn owner(&self) -> Result<Option<(u32, u32)>, Error> {
        let doing = || format!("read {}", self.data_dir.display());
        let Some(owner) = self.directory_owner()? else {
            return Ok(None);
        };
        if fs::read_dir(&self.data_dir).doing(doing)?.next().is_none() {
            return Ok(None);
        }
        match cluster_major(&self.data_dir) {
            Some(_) => Ok(Some(owner)),
            None => Err(Error::NotACluster {
                data_dir: self.data_dir.clone(),
            }),
        }
    }

    /// The user and group the directory belongs to, if it exists. An error if we could not do
    /// anything with it.
    pub fn directory_owner(&self) -> Result<Option<(u32, u32)>, Error> {
        let metadata = match fs::metadata(&self.data_dir) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            metadata => metadata.doing(|| format!("read {}", self.data_dir.display()))?,
        };
        let ourselves = geteuid();
        if !ourselves.is_root() && metadata.uid() != ourselves.as_raw() {
            return Err(Error::NotOwner {
                data_dir: self.data_dir.clone(),
                owner: metadata.uid(),
            });
        }
        Ok(Some((metadata.uid(), metadata.gid())))
    }

    /// The password of an existing cluster, if `binaries` can run it and it was made the way it is
    /// asked for.
    pub fn open(
        &self,
        binaries: &Binaries,
        asked: Authentication,
    ) -> Result<Option<Password>, Error> {
        if let Some(cluster) =
            cluster_major(&self.data_dir).filter(|&major| major != binaries.major)
        {
            return Err(Error::OtherMajor {
                data_dir: self.data_dir.clone(),
                cluster,
                bin_dir: binaries.bin_dir.clone(),
                binaries: binaries.major,
            });
        }
        let file = self.beside(".password");
        match (asked, file.exists()) {
            (Authentication::Trust, false) => Ok(None),
            (Authentication::Password, true) => Password::read(&file).map(Some),
            (asked, _) => Err(Error::AuthenticationDiffers {
                data_dir: self.data_dir.clone(),
                asked_password: asked == Authentication::Password,
            }),
        }
    }
}
