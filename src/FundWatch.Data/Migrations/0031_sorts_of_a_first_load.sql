-- The key of a first load's month is sorted in small parts that are merged: 5 million keys take 2.6 to 3.1 seconds with 4 to 16 MB and 5.4 with 512 MB (benchmarks/RESULTS.md, ingest-wide).
-- Small parts stay in the processor's cache, and in memory that is there already.
alter function fw.index_month(bigint, date) set maintenance_work_mem = '16MB';
