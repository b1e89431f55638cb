-- The day that a file describes (a register of the neighbours is always of some day), said once for the whole file.
alter table sheets.batch add column as_of date;
