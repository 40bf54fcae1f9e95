//! `serve`: the store, the index and HTTP, started and stopped in order.

use crate::cli::Failure;
use crate::clock::Clock;
use crate::config::Config;
use crate::demand::Demand;
use crate::desk::Desk;
use crate::http::site::Site;
use crate::http::{listen, router};
use crate::mail::Mailer;
use crate::nightly::Nightly;
use crate::outbox::Outbox;
use crate::search::Search;
use crate::search::indexer::Indexer;
use crate::search::pool::Pool;
use crate::state::{AppState, Readiness};
use crate::store::{Durability, Store};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

/// How often what was asked is written.
const COUNTED_EVERY: Duration = Duration::from_secs(60);

/// Serves until the process is told to stop.
pub async fn serve(config: Config, site: impl FnOnce() -> Site) -> Result<(), Failure> {
    config.check()?;
    log(config.production);
    let metrics = match config.metrics_listen {
        Some(address) => Some(start_metrics(address).await?),
        None => None,
    };
    std::fs::create_dir_all(&config.data.data)
        .map_err(|error| format!("the data folder {} cannot be made: {error}", config.data.data.display()))?;
    let store = Store::open(&config.data.database(), Clock::system(), Durability::Full).await?;
    let seeded = store.seed().await?;
    tracing::info!(written = seeded.written, kept = seeded.kept, engine = store.engine(), "The content is in place");
    if config.sample {
        let seeded = store.seed_sample().await?;
        tracing::info!(written = seeded.written, kept = seeded.kept, "The samples are in place");
    } else {
        let hidden = store.hide_sample().await?;
        if hidden > 0 {
            tracing::info!(hidden, "The samples of an earlier start are out of sight");
        }
    }
    // The port is taken before the index is built: `/readyz` says that it is coming.
    let listener = TcpListener::bind(config.listen).await.map_err(|error| format!("{} cannot be listened on: {error}", config.listen))?;
    let search = Search::open(&config.data.index())?;
    let mut indexer = Indexer::open(store.clone(), search.clone())?;
    let (reached, watch) = tokio::sync::watch::channel(0);
    let readiness = Readiness::new(store.last_change().await?, watch);
    let sample = store.has_sample().await?;
    let site = config.site_dir.clone().map_or_else(site, Site::from_folder);
    let mailer = Mailer::new(&config.mail, &config.mail_folder(), &config.host())?;
    let desk = Desk::new(&config, store.master_secret().await?, mailer);
    if config.production && model::interests::InterestKind::ALL.iter().any(|kind| config.queue(*kind).is_none()) {
        tracing::warn!("Nobody is told of new requests: give --team-mail, or --queue for each kind");
    }
    let config = Arc::new(config);
    let state = AppState {
        store: store.clone(),
        search,
        pool: Pool::default(),
        demand: Demand::default(),
        desk: desk.clone(),
        config: config.clone(),
        sample,
        readiness: readiness.clone(),
    };
    let stop = CancellationToken::new();
    let follow = {
        let stop = stop.clone();
        tokio::spawn(async move {
            if let Err(error) = indexer.catch_up().await {
                tracing::error!(%error, "The search index could not be brought up to date");
            }
            reached.send_replace(indexer.seen());
            indexer.follow(stop, reached).await;
        })
    };
    let counting = {
        let (demand, store, stop) = (state.demand.clone(), store.clone(), stop.clone());
        tokio::spawn(async move {
            loop {
                let is_over = tokio::time::timeout(COUNTED_EVERY, stop.cancelled()).await.is_ok();
                if let Err(error) = demand.write(&store).await {
                    tracing::warn!(%error, "What was asked could not be counted and will be the next time");
                }
                if is_over {
                    break;
                }
            }
        })
    };
    let mailing = tokio::spawn(Outbox::new(store.clone(), config.clone(), desk.clone()).follow(stop.clone()));
    let nightly = tokio::spawn(Nightly::new(store.clone(), config.clone(), desk.mailer).follow(stop.clone()));
    tracing::info!(listen = %config.listen, url = config.public_url(), sample, "The portal is open");
    let until = stop.clone();
    let signals = tokio::spawn(async move {
        stop_signal().await;
        tracing::info!("The portal is closing");
        readiness.drain();
        until.cancel();
    });
    listen::serve(listener, router(state, site), &config, stop.clone()).await;
    stop.cancel();
    follow.await?;
    counting.await?;
    mailing.await?;
    nightly.await?;
    signals.abort();
    if let Some(metrics) = metrics {
        metrics.abort();
    }
    store.close().await;
    Ok(())
}

fn log(production: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tantivy=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first log.
    let _ = if production { builder.json().try_init() } else { builder.with_target(false).try_init() };
}

async fn start_metrics(address: SocketAddr) -> Result<tokio::task::JoinHandle<()>, Failure> {
    let handle = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder()?;
    let listener = TcpListener::bind(address).await.map_err(|error| format!("{address} cannot be listened on for metrics: {error}"))?;
    let app = axum::Router::new().route("/metrics", axum::routing::get(move || std::future::ready(handle.render())));
    Ok(tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, app).await {
            tracing::error!(%error, "The metrics stopped");
        }
    }))
}

/// Returns when the process is asked to stop, by a signal or at the keyboard.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
