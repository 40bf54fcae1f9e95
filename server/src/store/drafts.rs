//! Forms half filled without the program. What is kept is sealed by a key that only the visitor's browser has.

use super::{Result, Store, on, sql, within};

sql! {
    PUT = "insert into drafts (id, body, at) values ($1, $2, $3) on conflict (id) do update set body = excluded.body, at = excluded.at";
    GET = "select body from drafts where id = $1 and at >= $2";
    PUT_FILE = "insert into draft_files (draft_id, position, body) values ($1, $2, $3)";
    FILES = "select body from draft_files where draft_id = $1 order by position";
    FORGET_FILES = "delete from draft_files where draft_id = $1";
    FORGET = "delete from drafts where id = $1";
    FORGET_OLD_FILES = "delete from draft_files where draft_id in (select id from drafts where at < $1)";
    FORGET_OLD = "delete from drafts where at < $1";
}

/// For how long a draft waits for its visitor, in seconds.
pub const DRAFT_LASTS: i64 = 86_400;

impl Store {
    /// Keeps a draft; with files, they take the place of those it had.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_draft(&self, id: &str, body: &[u8], files: Option<&[Vec<u8>]>) -> Result<()> {
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        within!(&mut tx, |conn| sqlx::query(PUT).bind(id).bind(body).bind(now).execute(conn).await.map(drop))?;
        if let Some(files) = files {
            within!(&mut tx, |conn| sqlx::query(FORGET_FILES).bind(id).execute(conn).await.map(drop))?;
            for (position, file) in (0_i64..).zip(files) {
                within!(&mut tx, |conn| sqlx::query(PUT_FILE).bind(id).bind(position).bind(file).execute(conn).await.map(drop))?;
            }
        }
        tx.commit().await
    }

    /// A draft that is not too old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft_body(&self, id: &str) -> Result<Option<Vec<u8>>> {
        let since = self.clock().now() - DRAFT_LASTS;
        Ok(on!(self, |pool| sqlx::query_scalar(GET).bind(id).bind(since).fetch_optional(pool).await)?)
    }

    /// The files of a draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft_files(&self, id: &str) -> Result<Vec<Vec<u8>>> {
        Ok(on!(self, |pool| sqlx::query_scalar(FILES).bind(id).fetch_all(pool).await)?)
    }

    /// Forgets a draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_draft(&self, id: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, |conn| sqlx::query(FORGET_FILES).bind(id).execute(conn).await.map(drop))?;
        within!(&mut tx, |conn| sqlx::query(FORGET).bind(id).execute(conn).await.map(drop))?;
        tx.commit().await
    }

    /// Forgets the drafts that nobody came back to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_old_drafts(&self) -> Result<()> {
        let mut tx = self.begin().await?;
        let before = self.clock().now() - DRAFT_LASTS;
        within!(&mut tx, |conn| sqlx::query(FORGET_OLD_FILES).bind(before).execute(conn).await.map(drop))?;
        within!(&mut tx, |conn| sqlx::query(FORGET_OLD).bind(before).execute(conn).await.map(drop))?;
        tx.commit().await
    }
}
