//! What the figures were measured on.

use super::Options;
use super::server::ScaleServer;

/// Prints it.
pub async fn head(server: &ScaleServer, options: &Options) {
    println!("# Scale: factor {}\n", options.factor);
    let settings = "select string_agg(name || ' ' || current_setting(name), ', ' order by name)
                      from unnest(array['server_version', 'shared_buffers', 'work_mem', 'effective_cache_size', 'random_page_cost', 'jit',
                                        'max_parallel_workers_per_gather', 'fsync', 'synchronous_commit']) name";
    let row = server
        .admin
        .query_one(settings, &[])
        .await
        .expect("settings");
    println!(
        "Postgres: {}. Data: {}.\n",
        row.get::<_, String>(0),
        server.server.data_dir().display()
    );
    println!(
        "Up to {} samples a request; {} processors.",
        options.samples,
        std::thread::available_parallelism().map_or(1, usize::from)
    );
}
