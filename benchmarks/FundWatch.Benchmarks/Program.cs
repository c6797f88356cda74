using FundWatch.Benchmarks;

switch (args.FirstOrDefault())
{
    case "ingest":
        return await IngestBenchmark.RunAsync(args[1..]);
    case "load-one": // the child whose memory is measured
        return await IngestBenchmark.LoadAsync(args[1], args[2], args[3]);
    case "parse": // reading and encoding alone, without a store
        return ParseBenchmark.Run(args[1..]);
    case "columnar": // Parquet and Arrow against CSV of the same rows
        return await FormatBenchmark.RunAsync(args[1..], 1_000_000, "csv", "parquet", "arrow");
    case "xlsx":
        return await FormatBenchmark.RunAsync(args[1..], 300_000, "csv", "xlsx");
    case "ocds":
        return OcdsBenchmark.Run(args[1..]);
    default:
        Console.Error.WriteLine("dotnet run -c Release -p:Precompile=true --project benchmarks/FundWatch.Benchmarks -- ingest [--rows 1000000] [--runs 5] | parse [--rows 1000000] | columnar [--rows 1000000] | xlsx [--rows 300000] | ocds [--megabytes 60]");
        return 2;
}
