using FundWatch.Benchmarks;

switch (args.FirstOrDefault())
{
    case "ingest":
        return await IngestBenchmark.RunAsync(args[1..]);
    case "ingest-wide":
        return await WideBenchmark.RunAsync(args[1..]);
    case "ingest-scale":
        return await ScaleBenchmark.RunAsync(args[1..]);
    case "load-one": // the children whose memory is measured
        return await IngestBenchmark.LoadAsync(args[1], args[2], args[3]);
    case "load-twice":
        return await IngestBenchmark.LoadTwiceAsync(args[1], args[2], args[3]);
    case "typed-one":
        return await TypedLoad.RunAsync(args[1], args[2], args[3]);
    case "parse": // reading and encoding alone, without a store
        return await ParseBenchmark.RunAsync(args[1..]);
    case "columnar": // Parquet and Arrow against CSV of the same rows
        return await FormatBenchmark.RunAsync("columnar", args[1..], 1_000_000, "csv", "parquet", "plain.parquet", "arrow");
    case "columnar-whole":
        return await FormatLoadBenchmark.RunAsync(args[1..], "csv", "parquet", "arrow");
    case "xlsx":
        return await FormatBenchmark.RunAsync("xlsx", args[1..], 300_000, "csv", "xlsx");
    case "score": // everything, nothing, 1 % changed
        return await ScoreBenchmark.RunAsync(args[1..]);
    case "ocds":
        return OcdsBenchmark.Run(args[1..]);
    default:
        Console.Error.WriteLine("""
            dotnet run -c Release -p:Precompile=true --project benchmarks/FundWatch.Benchmarks -- …
              ingest [--rows 1000000] [--runs 5]        canteen payments against psql \copy; [--in-order] of time
              ingest-wide [--rows 5000000] [--runs 3]   18 columns: typed only, whole, again, 1 % changed
              ingest-scale [--millions 10,20,40]        does a row cost the same in a longer file?
              parse [--rows 1000000]                    reading and encoding alone; of 18 columns with --format csv|parquet|arrow|xlsx
              columnar [--rows 1000000]                 Parquet and Arrow against CSV, reading and encoding alone; [--table receptions]
              columnar-whole [--rows 1000000]           the same, loaded into a store
              xlsx [--rows 300000]                      a workbook against CSV
              ocds [--megabytes 60]                     OCDS releases, merged
              score [--rows 100000] [--verbose]         rules, models and leads: everything, nothing, 1 % changed
            """);
        return 2;
}
