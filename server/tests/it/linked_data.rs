//! What search engines are told of a posting: everything they require, of real postings alone.

use crate::app::{TestApp, css};
use crate::records::{city, day, employer, job, one, with};
use model::locale::Locale;
use model::money::{Cents, Pay, PayPeriod};
use model::opportunities::record::Record;
use model::opportunities::{Kind, Mode, Schedule};
use serde_json::{Value, json};

/// The linked data of a page.
async fn linked(app: &TestApp, path: &str) -> Vec<Value> {
    let page = app.get(path).await.page();
    let scripts = css("script[type='application/ld+json']");
    page.select(&scripts).map(|script| serde_json::from_str(&script.inner_html()).expect("JSON")).collect()
}

fn real() -> Record {
    with(job("41", "Ingénieure </script><script>alert(1)</script>"), |record| {
        record.title.en = Some("Engineer </script>".into());
        record.body.fr = Some("Dessiner & mesurer.".into());
        record.body.en = Some("Draw and measure.".into());
        record.employer = employer("Atelier");
        record.place = city("Québec");
        record.opens = Some(day("2026-11-10"));
        record.closes = Some(day("2026-12-11"));
        record.schedule = Some(Schedule::FullTime);
        record.openings = Some(2);
        record.pay = Some(Pay { min: Some(Cents(2_450)), max: Some(Cents(3_000)), period: PayPeriod::Hour, currency: "CAD".into() });
    })
}

#[tokio::test]
async fn a_real_job_carries_every_property_that_is_required_in_the_language_of_its_page() {
    let app = TestApp::new().await;
    app.import([real()]).await;
    let stored = one(&app.store, "test", "41").await;
    for (lang, path, title, body) in [
        (Locale::Fr, "/fr/possibilites", "Ingénieure </script><script>alert(1)</script>", "<p>Dessiner &amp; mesurer.</p>\n"),
        (Locale::En, "/en/opportunities", "Engineer </script>", "<p>Draw and measure.</p>\n"),
    ] {
        let path = format!("{path}/{}", stored.slug(lang));
        let data = linked(&app, &path).await;
        let expected = json!({
            "@context": "https://schema.org", "@type": "JobPosting", "title": title, "description": body, "inLanguage": lang.tag(),
            "datePosted": "2026-11-10", "validThrough": "2026-12-12T04:59:59Z", "url": format!("http://localhost:3000{path}"),
            "identifier": { "@type": "PropertyValue", "name": "test", "value": "41" },
            "hiringOrganization": { "@type": "Organization", "name": "Atelier" },
            "jobLocation": { "@type": "Place", "address": {
                "@type": "PostalAddress", "addressLocality": "Québec", "addressRegion": "QC", "addressCountry": "CA" } },
            "employmentType": "FULL_TIME", "totalJobOpenings": 2,
            "baseSalary": { "@type": "MonetaryAmount", "currency": "CAD",
                "value": { "@type": "QuantitativeValue", "unitText": "HOUR", "minValue": 24.5, "maxValue": 30 } },
        });
        assert_eq!(data, [expected], "{path}");
    }
    let html = app.get(&format!("/fr/possibilites/{}", stored.slug(Locale::Fr))).await;
    assert!(!html.text().contains("</script><script>alert"));
}

#[tokio::test]
async fn a_posting_that_lacks_a_required_property_or_is_no_job_carries_none() {
    let app = TestApp::new().await;
    let lacking: [(&str, fn(&mut Record)); 6] = [
        ("description", |record| record.body = Default::default()),
        ("employer", |record| record.employer = None),
        ("place", |record| record.place = None),
        ("a place known to be here", |record| record.place = city("Paris")),
        ("kind", |record| record.kind = Kind::Partnership),
        ("description in French", |record| (record.body.fr, record.title.en) = (None, record.title.en.take())),
    ];
    app.import(lacking.map(|(id, lack)| {
        with(real(), |record| {
            record.external_id = id.into();
            lack(record);
        })
    }))
    .await;
    for (id, _) in lacking {
        let slug = app.slug(id).await;
        assert_eq!(linked(&app, &format!("/fr/possibilites/{slug}")).await, [] as [Value; 0], "{id}");
    }
}

#[tokio::test]
async fn a_job_done_from_anywhere_says_so() {
    let app = TestApp::new().await;
    app.import([with(real(), |record| (record.mode, record.closes, record.pay) = (Some(Mode::Remote), None, None))]).await;
    let data = linked(&app, &format!("/fr/possibilites/{}", app.slug("41").await)).await.remove(0);
    assert_eq!(data["jobLocationType"], "TELECOMMUTE");
    assert_eq!((&data["validThrough"], &data["baseSalary"]), (&Value::Null, &Value::Null), "what is not stated is left out");
}

#[tokio::test]
async fn no_sample_and_no_list_carries_any() {
    let app = TestApp::sample().await;
    let jobs = crate::records::all(&app.store, "sample").await.into_iter().filter(|(_, stored)| stored.record.kind == Kind::Job);
    for (id, stored) in jobs.take(12) {
        assert_eq!(linked(&app, &format!("/fr/possibilites/{}", stored.slug(Locale::Fr))).await, [] as [Value; 0], "{id}");
    }
    for path in ["/fr", "/fr/possibilites"] {
        assert_eq!(linked(&app, path).await, [] as [Value; 0], "{path}");
    }
}
