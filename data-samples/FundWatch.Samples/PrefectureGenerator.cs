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
    /// <exception cref="ArgumentException">An option is out of range; the message says which.</exception>
    /// <exception cref="IOException">The directory cannot be written, or holds a data folder already.</exception>
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
            .Write(planting.Receptions, Honest(0.085, planting.Receptions.Count), Honest(0.225, 0));
        new SubsidyStream(world, planting.SubsidyFactory, output).Write(planting.Subsidies, Honest(0.055, planting.Subsidies.Count));
        new ProjectStream(world, planting.ProjectFactory, output).Write(planting.Projects, Honest(0.0165, planting.Projects.Count));
        new MealStream(world, output).Write((int)(options.Rows * 0.18));
    }

    private static void Check(GeneratorOptions options)
    {
        if (options.Rows is < 500 or > 200_000_000)
        {
            throw new ArgumentException($"Rows must lie between 500 and 200,000,000; it is {options.Rows}.", nameof(options));
        }

        if (options.Counties is < 1 or > 60)
        {
            throw new ArgumentException($"Counties must lie between 1 and 60; it is {options.Counties}.", nameof(options));
        }

        if (options.Until.DayNumber - options.From.DayNumber < 500 || options.From.Day != 1)
        {
            throw new ArgumentException("The data must span at least 500 days and start on the first of a month.", nameof(options));
        }

        if (Directory.Exists(Path.Combine(options.Directory, "data")) && Directory.EnumerateFileSystemEntries(Path.Combine(options.Directory, "data")).Any())
        {
            throw new IOException($"{Path.Combine(options.Directory, "data")} is not empty. Give another directory, or remove it first.");
        }
    }
}
