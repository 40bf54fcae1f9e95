//! The room that searches have: a few threads of their own, some that wait, and a refusal beyond. Pages and requests never wait behind them.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many searches may wait for one that runs.
const WAITING: usize = 64;
/// How long one waits before it is refused.
const PATIENCE: Duration = Duration::from_secs(2);
/// A query of more words than this is heavy.
const LIGHT: usize = 8;

/// Why a search did not run.
#[derive(Debug, thiserror::Error)]
pub enum NotRun {
    /// There is no room.
    #[error("too many searches at once")]
    Busy,
    /// Its task died.
    #[error(transparent)]
    Died(#[from] tokio::task::JoinError),
}

/// Bounds what runs at once; clones share it.
#[derive(Clone)]
pub struct Pool {
    running: Arc<Semaphore>,
    /// Fewer than run: a heavy query leaves a thread to the others.
    heavy: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Default for Pool {
    /// As many threads as there are cores, two at least.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self::new(cores.max(2), WAITING)
    }
}

impl Pool {
    /// So many at once, and so many that wait.
    pub fn new(threads: usize, waiting: usize) -> Self {
        let semaphore = |permits| Arc::new(Semaphore::new(permits));
        Self { running: semaphore(threads), heavy: semaphore((threads - 1).max(1)), places: semaphore(threads + waiting) }
    }

    /// Runs a search for some words.
    ///
    /// # Errors
    /// When there is no room for it, or it panicked.
    pub async fn run<T: Send + 'static>(&self, words: &str, search: impl FnOnce() -> T + Send + 'static) -> Result<T, NotRun> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| NotRun::Busy)?;
        let is_heavy = words.split_whitespace().count() > LIGHT;
        let permits = async {
            let heavy = if is_heavy { self.heavy.clone().acquire_owned().await.ok() } else { None };
            (heavy, self.running.clone().acquire_owned().await.ok())
        };
        let permits = tokio::time::timeout(PATIENCE, permits).await.map_err(|_| NotRun::Busy)?;
        let run = move || {
            // What runs keeps its permits even when nobody waits for it any more.
            let _held = (place, permits);
            search()
        };
        Ok(tokio::task::spawn_blocking(run).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[tokio::test]
    async fn beyond_its_room_a_search_is_refused_and_room_comes_back() {
        let pool = Pool::new(1, 1);
        let (go, wait) = channel::<()>();
        let (started, has_started) = tokio::sync::oneshot::channel();
        let first = tokio::spawn({
            let pool = pool.clone();
            async move {
                let hold = move || {
                    started.send(()).expect("told");
                    wait.recv().expect("goes");
                };
                pool.run("a", hold).await
            }
        });
        has_started.await.expect("runs");
        let second = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run("a", || 2).await }
        });
        while pool.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(pool.run("a", || 3).await, Err(NotRun::Busy)));
        go.send(()).expect("goes");
        first.await.expect("ends").expect("ran");
        assert_eq!(second.await.expect("ends").expect("ran"), 2);
        assert_eq!(pool.run("a", || 4).await.expect("runs"), 4);
    }

    #[tokio::test]
    async fn heavy_queries_leave_a_thread_to_the_others() {
        let pool = Pool::new(2, 8);
        let (go, wait) = channel::<()>();
        let (started, has_started) = tokio::sync::oneshot::channel();
        let heavy = "a b c d e f g h i j";
        let first = tokio::spawn({
            let pool = pool.clone();
            async move {
                let hold = move || {
                    started.send(()).expect("told");
                    wait.recv().expect("goes");
                };
                pool.run(heavy, hold).await
            }
        });
        has_started.await.expect("runs");
        let second = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(heavy, || 2).await }
        });
        assert_eq!(pool.run("nurse", || 3).await.expect("runs beside"), 3);
        assert!(!second.is_finished());
        go.send(()).expect("goes");
        first.await.expect("ends").expect("ran");
        assert_eq!(second.await.expect("ends").expect("ran"), 2);
    }

    #[tokio::test]
    async fn a_search_that_panics_gives_its_room_back() {
        let pool = Pool::new(1, 0);
        assert!(matches!(pool.run("a", || panic!("on purpose")).await, Err(NotRun::Died(_))));
        assert_eq!(pool.run("a", || 1).await.expect("runs"), 1);
    }
}
