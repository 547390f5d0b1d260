//! A deployment as far as one machine can play it: what SAM builds for AWS is tested, and deployed to LocalStack by SAM itself.

use crate::python::{self, LOCALSTACK, SAM};
use crate::steps::{cargo, succeed};
use std::env::consts::ARCH;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Where SAM puts one folder per function. Not where it does so by itself: what is there may be about to go to AWS, and for another processor.
const BUILT: &str = ".data/deploy/build";
/// Where the functions' tests look for one folder per crate.
const BOOTSTRAPS: &str = ".data/deploy/bootstraps";

/// Builds, tests and deploys.
pub fn check() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("this runs the functions' programs, which are for Linux".to_owned());
    }
    let _lock = python::lock(Path::new(".data/deploy/lock"))?;
    let sam = SAM.programs()?;
    LOCALSTACK.programs()?;
    part("sam build", || build(&sam))?;
    part("sam validate", || {
        succeed(sam_command(&sam)?.args(["validate", "--lint"]))
    })?;
    part("the functions' tests with what was built", || {
        let bootstraps = lay_out()?;
        let tests = ["test", "--workspace", "--test", "it", "binary"];
        succeed(
            Command::new("cargo")
                .args(tests)
                .env("BOOTSTRAPS", bootstraps),
        )
    })?;
    part("the deployment", || {
        cargo(&["test", "--workspace", "--test", "deploy"])
    })
}

fn part(what: &str, run: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    println!("-- {what}");
    let started = Instant::now();
    run()?;
    println!("-- {what} took {} s", started.elapsed().as_secs());
    Ok(())
}

/// For this machine's processor, so that the programs can be run here.
fn build(sam: &Path) -> Result<(), String> {
    let architecture = match ARCH {
        "aarch64" => "arm64",
        other => other,
    };
    let overrides = format!("Architecture={architecture}");
    let arguments = ["build", "--build-dir", BUILT, "--parameter-overrides"];
    succeed(sam_command(sam)?.args(arguments).arg(overrides))
}

/// SAM looks for cargo-lambda on PATH, which looks for zig there.
fn sam_command(programs: &Path) -> Result<Command, String> {
    let programs = absolute(programs)?;
    let mut path = programs.clone().into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let mut command = Command::new(programs.join("sam"));
    command.env("PATH", path).env("SAM_CLI_TELEMETRY", "0");
    Ok(command)
}

/// SAM calls its folders as the template calls the functions, and the template calls them like their crates, in capitals.
fn lay_out() -> Result<PathBuf, String> {
    let link = || {
        if Path::new(BOOTSTRAPS).exists() {
            fs::remove_dir_all(BOOTSTRAPS)?;
        }
        fs::create_dir_all(BOOTSTRAPS)?;
        for function in fs::read_dir(BUILT)? {
            let function = function?;
            if function.path().is_dir() {
                let name = function.file_name().to_string_lossy().to_lowercase();
                symlink(
                    fs::canonicalize(function.path())?,
                    Path::new(BOOTSTRAPS).join(name),
                )?;
            }
        }
        Ok(())
    };
    link().map_err(|error: std::io::Error| format!("{BOOTSTRAPS} cannot be made: {error}"))?;
    absolute(Path::new(BOOTSTRAPS))
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("{} has no place: {error}", path.display()))
}
