-- Requests. What is of a person stands in these tables alone, so that one erasure reaches it all.
create table interests (
  id uuid primary key,
  reference text not null unique,
  kind text not null,
  lang text not null,
  reply_lang text not null,
  status text not null,
  -- What was answered, contact included: pairs of a question's name and its answer.
  answers jsonb not null,
  email text not null,
  about text,
  about_title text,
  -- Why it was set aside; the team sees it and may take it back.
  caught text,
  -- An earlier request that says the same.
  duplicate_of uuid,
  -- The draft that a proposed posting became.
  opportunity_id uuid references opportunities (id),
  -- The client's own key, hashed: a retry finds the same request.
  key_hash text unique,
  body_hash text not null,
  received_at bigint not null,
  received_on text not null,
  due_on text not null,
  keep_until text not null,
  -- Kept whatever its age, by law.
  held boolean not null,
  -- Out of everyone's reach since, because the archives calendar keeps it.
  restricted_at bigint,
  updated_at bigint not null
);

create index interests_by_email on interests (email, kind);
create index interests_by_end on interests (keep_until);

create table interest_consents (
  interest_id uuid not null references interests (id),
  purpose text not null,
  version bigint not null,
  lang text not null,
  given_at bigint not null,
  withdrawn_at bigint,
  primary key (interest_id, purpose)
);

create table interest_history (
  id uuid primary key,
  interest_id uuid not null references interests (id),
  at bigint not null,
  event text not null,
  party text not null,
  actor text not null,
  status text,
  message text
);

create index interest_history_by_interest on interest_history (interest_id, id);

create table files (
  id uuid primary key,
  interest_id uuid not null references interests (id),
  name text not null,
  file_type text not null,
  size bigint not null,
  sha256 text not null,
  bytes bytea not null,
  at bigint not null
);

create index files_by_interest on files (interest_id, id);

-- Mail to send: written with what it tells of, rendered when it leaves, so that nothing personal waits here.
create table outbox (
  id uuid primary key,
  message text not null,
  interest_id uuid not null references interests (id),
  history_id uuid,
  state text not null,
  attempts bigint not null,
  next_at bigint not null,
  leased_until bigint not null,
  error text,
  created_at bigint not null,
  sent_at bigint
);

create index outbox_by_time on outbox (state, next_at);
create index outbox_by_interest on outbox (interest_id);

-- Forms half filled without the program, unreadable without the key that the visitor alone has.
create table drafts (
  id text primary key,
  body bytea not null,
  at bigint not null
);

create table draft_files (
  draft_id text not null references drafts (id),
  position bigint not null,
  body bytea not null,
  primary key (draft_id, position)
);

-- Ids of what was erased: a backup restored forgets it again.
create table erasures (
  interest_id uuid primary key,
  at bigint not null
);

-- Who of the office read a personal file, and when.
create table access_register (
  id uuid primary key,
  interest_id uuid not null,
  at bigint not null,
  actor text not null,
  what text not null
);

-- Work that one instance does for all.
create table jobs (
  name text primary key,
  leased_until bigint not null,
  done_on text
);
