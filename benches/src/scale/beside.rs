//! What happens beside requests: expired rows are deleted, a huge client goes, a huge one is exported. None of it may hold requests up.

mod export;
mod huge;
mod load;
mod prune;

use super::server::ScaleServer;
use super::{Options, Place, Tenant};

/// Prints it; true when no request was refused or held up.
pub async fn report(server: &ScaleServer, tenants: &[Tenant], options: &Options) -> bool {
    println!("\n## Beside requests\n");
    let find = |place| {
        tenants
            .iter()
            .find(|tenant| tenant.place == place)
            .expect("a tenant of each place")
    };
    let mut is_good = prune::report(server, find(Place::Small), options).await;
    is_good &= huge::report(server, find(Place::Small), options).await;
    is_good & export::report(find(Place::Big)).await
}
