using FundWatch.Core;
using FundWatch.Samples.Schemes;
using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples;

/// <summary>
/// Makes the files of a prefecture that does not exist: all event and reference streams as offices export them, schemes planted in them unless
/// it is to be clean, and the answer sheet. The world is in memory; rows go to the files as they are drawn.
/// </summary>
public static class PrefectureGenerator
{
    /// <exception cref="UsageException">An option is out of range; the message says which.</exception>
    /// <exception cref="ProblemException">The directory holds data already.</exception>
    public static GenerationReport Write(GeneratorOptions options)
    {
        Check(options);
        var world = new Prefecture(options);
        Watchlists.Fill(world);
        var planting = Planting.Plan(world);
        Directory.CreateDirectory(options.Directory);
        Streams.Output output;
        using (output = new Output(options))
        {
            WriteStreams(options, world, planting, output);
            return Manifest.Write(options, output);
        }
    }

    private static void WriteStreams(GeneratorOptions options, Prefecture world, Planting planting, Output output)
    {
        // Shares of the eight streams; a reception at a designated canteen brings some seven payments, a tendered project some five bids.
        int Honest(double share, int planted) => Math.Max(0, (int)(options.Rows * share) - planted);

        new Registers(world, output).Write();
        new ReceptionStream(world, planting.ReceptionFactory, output)
            .Write(planting.Receptions, Honest(0.085, planting.Receptions.Count), Honest(0.215, 0));
        new SubsidyStream(world, planting.SubsidyFactory, output).Write(planting.Subsidies, Honest(0.055, planting.Subsidies.Count));
        new ProjectStream(world, planting.ProjectFactory, output).Write(planting.Projects, Honest(0.0155, planting.Projects.Count));
        new MealStream(world, output).Write((int)(options.Rows * 0.18));
    }

    private static void Check(GeneratorOptions options)
    {
        if (options.Rows is < 500 or > 200_000_000)
        {
            throw new UsageException($"行数应在 500 到 200,000,000 之间，现为 {options.Rows}。", $"Rows must lie between 500 and 200,000,000; it is {options.Rows}.");
        }

        if (options.Counties is < 1 or > 60)
        {
            throw new UsageException($"县区数应在 1 到 60 之间，现为 {options.Counties}。", $"Counties must lie between 1 and 60; it is {options.Counties}.");
        }

        if (options.Until.DayNumber - options.From.DayNumber < 500 || options.From.Day != 1)
        {
            throw new UsageException("数据期间应不少于 500 天，且从某月 1 日开始。", "The data must span at least 500 days and start on the first of a month.");
        }

        var data = Path.Combine(options.Directory, "data");
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
        {
            throw new ProblemException($"{data} 不是空目录。请换一个目录，或先清空它。", $"{data} is not empty. Give another directory, or empty it first.");
        }
    }
}
