-- Identity. Content lives in append-only revisions: the live one is read, the latest one may be waiting for review.
create table opportunities (
  id uuid primary key,
  public_id text not null unique,
  kind text not null,
  status text not null,
  live_revision bigint,
  latest_revision bigint not null,
  source text not null,
  external_id text not null,
  sample boolean not null,
  -- When a full feed last came without it, and so closed it; such a posting reopens when the feed brings it back.
  missing_since bigint,
  created_at bigint not null,
  updated_at bigint not null,
  unique (source, external_id)
);

create index opportunities_by_status on opportunities (status, id);

create table opportunity_revisions (
  opportunity_id uuid not null references opportunities (id),
  revision bigint not null,
  -- Moves only when the French text moves.
  fr_revision bigint not null,
  employer_id uuid references employers (id),
  place_key text references places (key),
  -- What the feed wrote, kept when no place of ours answers to it.
  city text,
  borough text,
  remote boolean not null,
  sectors jsonb not null,
  audience jsonb not null,
  mode text,
  schedule text,
  hours_per_week bigint,
  pay_min bigint,
  pay_max bigint,
  pay_period text,
  pay_currency text,
  french text,
  other_language text,
  sponsorship text not null,
  relocation text not null,
  noc text,
  openings bigint,
  apply_url text,
  apply_email text,
  opens_on text not null,
  opens_at bigint not null,
  closes_on text,
  closes_at bigint,
  actor text not null,
  at bigint not null,
  primary key (opportunity_id, revision)
);

create table opportunity_texts (
  opportunity_id uuid not null,
  revision bigint not null,
  lang text not null,
  title text not null,
  summary text,
  body text,
  other_language_reason text,
  follows bigint,
  primary key (opportunity_id, revision, lang),
  foreign key (opportunity_id, revision) references opportunity_revisions (opportunity_id, revision)
);
