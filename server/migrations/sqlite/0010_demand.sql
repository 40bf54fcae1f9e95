-- What is asked of search, as counts of a day: nothing of who asked.
create table demand (
  day text not null,
  sort text not null,
  value text not null,
  count bigint not null,
  primary key (day, sort, value)
);
