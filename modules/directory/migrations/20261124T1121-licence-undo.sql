-- A licence that came with an organisation of a file goes with it when the file is taken back.
grant delete on directory.licence to guildbook_app;
