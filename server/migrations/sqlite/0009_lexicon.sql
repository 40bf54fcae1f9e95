-- Names of occupations and skills from official files, beside the program's own lexicon. One line a language.
create table lexicon_names (
  source text not null,
  external_id text not null,
  lang text not null,
  sort text not null,
  noc text,
  names text not null,
  primary key (source, external_id, lang)
);
