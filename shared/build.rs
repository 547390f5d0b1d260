//! The migrations are read by a macro, which cargo cannot know of: a new or changed file must make this crate build again.

fn main() {
    println!("cargo::rerun-if-changed=../migrations");
}
