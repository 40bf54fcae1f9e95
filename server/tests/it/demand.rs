//! What is asked of search, counted without a trace of who asks.

use crate::app::TestApp;
use crate::db::{DAY, each_database};
use crate::records::job;
use server::demand::{EMPTY, FILTER, QUERY};

each_database!(what_is_asked_is_counted_by_day, Seeded, |db| {
    let app = TestApp::on(db, &[]).await;
    app.import([job("1", "Soudeuse")]).await;
    let today = app.clock.today();
    for path in [
        "/api/v1/opportunities?q=Soudeuse",
        "/api/v1/opportunities?q=soudeuse&kind=job",
        "/fr/possibilites?q=soudeuse",
        "/fr/possibilites?q=soudeuse",
        "/en/opportunities?q=astronaut&utm_source=x",
        "/api/v1/opportunities?q=ana%40example.ca",
        "/api/v1/opportunities",
        "/fr",
    ] {
        app.get(path).await;
    }
    app.demand.write(&app.store).await.expect("writes");
    let asked = async |sort: &str| app.store.most_asked(sort, today, today, 10).await.expect("reads");
    let pairs = |pairs: &[(&str, i64)]| pairs.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect::<Vec<_>>();
    assert_eq!(asked(QUERY).await, pairs(&[("soudeuse", 4), ("", 1), ("astronaut", 1)]));
    assert_eq!(asked(EMPTY).await, pairs(&[("", 1), ("astronaut", 1)]));
    assert_eq!(asked(FILTER).await, pairs(&[("kind=job", 1)]));
    app.get("/api/v1/opportunities?q=soudeuse").await;
    app.demand.write(&app.store).await.expect("writes");
    assert_eq!(asked(QUERY).await[0], ("soudeuse".to_owned(), 5), "counts add up");
    // The day after, what few asked has no name any more, and no count is lost.
    app.clock.set(app.clock.now() + DAY);
    app.demand.write(&app.store).await.expect("writes");
    assert_eq!(asked(QUERY).await, pairs(&[("soudeuse", 5), ("", 2)]));
    assert_eq!(asked(EMPTY).await, pairs(&[("", 2)]));
    app.demand.write(&app.store).await.expect("writes");
    assert_eq!(asked(QUERY).await, pairs(&[("soudeuse", 5), ("", 2)]), "once is enough");
});
