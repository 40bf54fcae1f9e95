//! Embeds the site anew when it was built anew.

fn main() {
    println!("cargo::rerun-if-changed=../target/site/manifest.json");
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=content");
}
