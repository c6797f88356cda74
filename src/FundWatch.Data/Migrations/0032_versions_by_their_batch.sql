-- Whether later loads have replaced rows of a file is asked of every file that comes again. Versions of one batch lie together, for a later file brings its rows in much the same order: the summary of a
-- range of blocks tells in which to look, and costs next to nothing to keep.
create function fw.index_batches(stream text) returns void language plpgsql as $$
begin
    execute format('create index on history.%I using brin (batch_id int8_minmax_multi_ops)', stream);
end $$;
select fw.index_batches(c.relname)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'record' and c.relkind in ('r', 'p') and not c.relispartition;
