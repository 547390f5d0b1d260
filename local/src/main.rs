//! `cargo dev`: the whole system on this machine, behind one port.

mod demo;

use axum::serve::ListenerExt;
use clap::Parser;
use knowledge::KnowledgeState;
use knowledge::ingest::Reader;
use local::data_dir::DataDir;
use local::database::{self, LocalDatabase};
use local::documents;
use local::gateway::Functions;
use local::say::say;
use local::{Failed, stop};
use shared::objects::{Folder, ObjectStore};
use shared::{Secret, Services, Settings};
use std::io::IsTerminal;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Runs every function of Conference Chat on this machine, with a Postgres of its own.
#[derive(Debug, Parser)]
#[command(name = "cargo dev")]
struct Arguments {
    /// The port to serve on
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// Use this Postgres instead of starting one (also read from DATABASE_URL)
    #[arg(long)]
    database_url: Option<String>,
    /// Delete the local database and uploaded files, and start over
    #[arg(long)]
    reset: bool,
    /// Where the database and the session secret are kept
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../.data"))]
    data_dir: PathBuf,
    /// Print the description of the API (docs/openapi.json) and end
    #[arg(long)]
    describe: bool,
}

fn main() -> ExitCode {
    // A document is read by this very program, started once more.
    extraction::child::run_if_asked();
    let arguments = Arguments::parse();
    if arguments.describe {
        print!("{}", local::description::text());
        return ExitCode::SUCCESS;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(run(arguments)),
        Err(error) => Err(Failed::Io {
            what: "starting".to_owned(),
            source: error,
        }),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", error.explained());
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Failed> {
    // Before the database starts: whoever has the port taken should hear of it at once.
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| Failed::Port {
            port: arguments.port,
            source,
        })?;
    let stopped = stop::on_signal()?;

    let environment = local::environment::read()?;
    start_logging(&environment);
    let data_dir = DataDir::open(&arguments.data_dir)?;
    let is_named_here = arguments.database_url.is_some();
    let database_url = arguments
        .database_url
        .or_else(|| environment.get("DATABASE_URL").cloned());
    let database = tokio::select! {
        database = database::start(&data_dir, database_url, arguments.reset) => database?,
        () = stopped.clone().wait() => return Ok(()),
    };
    if arguments.reset {
        data_dir.delete_documents()?;
    }
    let mut values = environment;
    if is_named_here || !values.contains_key("DATABASE_URL") {
        // It belongs to a DATABASE_URL that is not in use: migrations must not go there.
        values.remove("DATABASE_URL_UNPOOLED");
    }
    values.insert("DATABASE_URL".to_owned(), database.url().to_owned());
    if !values.contains_key("SESSION_SECRET") {
        values.insert("SESSION_SECRET".to_owned(), data_dir.session_secret()?);
    }
    // A workflow or a model beside this server is what one develops with.
    let neighbours = values.entry("PRIVATE_NEIGHBOURS".to_owned());
    neighbours.or_insert_with(|| "allow".to_owned());
    // Files are kept here, where the runner hears of them.
    values.remove("DOCUMENTS_BUCKET");
    let folder = Folder::new(data_dir.documents(), Secret::new(data_dir.upload_secret()?));
    let settings: Settings = values.into_iter().collect();
    serve(listener, &settings, &database, folder, stopped).await
}

async fn serve(
    listener: TcpListener,
    settings: &Settings,
    database: &LocalDatabase,
    folder: Folder,
    stopped: stop::Stopped,
) -> Result<(), Failed> {
    database::migrate(settings).await?;
    let services = Services::from_settings(settings, 10)?;
    let store = ObjectStore::Folder(folder.clone());
    let knowledge =
        KnowledgeState::from_settings(settings, services.clone())?.with_objects(Some(store));
    let ingest = knowledge.ingest(Reader::this_program());
    let functions = Functions {
        knowledge: knowledge::router(knowledge),
        ..Functions::from_settings(settings, &services)?
    };
    let (gateway, arrivals) = documents::beside(functions.gateway(), folder);
    let router = demo::beside(gateway);
    let address = listener.local_addr().map_err(|source| Failed::Io {
        what: "listening".to_owned(),
        source,
    })?;
    announce(address, database, answers(settings));

    let reading = tokio::spawn(documents::read_all(ingest, arrivals, stopped.clone()));
    // With Nagle's algorithm a streamed word would wait until the one before it is acknowledged. A connection that is gone by now is found
    // out when it is read.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let serving = axum::serve(listener, router).with_graceful_shutdown(stopped.clone().wait());
    tokio::select! {
        result = serving => result.map_err(|source| Failed::Io { what: "serving".to_owned(), source })?,
        failed = database.ended() => return Err(failed),
        // Requests under way have been given their time.
        () = stopped.wait_and_grace() => {}
    }
    drop(reading.await);
    say("Stopped.");
    Ok(())
}

/// Who answers visitors of clients that have nobody of their own.
fn answers(settings: &Settings) -> &'static str {
    if settings.optional("N8N_WEBHOOK_URL").is_some() {
        "by the workflow at N8N_WEBHOOK_URL"
    } else if settings.optional("OPENAI_MODEL").is_some() {
        "by the model OPENAI_MODEL"
    } else {
        "from uploaded documents; N8N_WEBHOOK_URL or OPENAI_MODEL name somebody else"
    }
}

fn announce(address: SocketAddr, database: &LocalDatabase, answers: &str) {
    let embed = format!(
        "<script src=\"http://{address}/widget/v1/widget.js\" data-api-key=\"pk_live_…\" async></script>"
    );
    say("\n  Conference Chat is running. Ctrl-C stops it.\n");
    say(format!("  Dashboard  http://{address}/"));
    say(format!("  API        http://{address}/api"));
    say(format!("  Demo page  http://{address}/demo"));
    say(format!("  Embed      {embed}"));
    say(format!("  Database   {}", database.hint()));
    say(format!("  Answers    {answers}"));
    say("");
}

fn start_logging(environment: &std::collections::HashMap<String, String>) {
    let level = environment
        .get("RUST_LOG")
        .map_or("warn,shared=info", String::as_str);
    let plain = tracing_subscriber::fmt::layer()
        .compact()
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    tracing_subscriber::registry()
        .with(plain)
        .with(shared::logging::levels(level))
        .init();
}
