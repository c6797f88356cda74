using FundWatch.Data.Files.Xlsx;
using FundWatch.Host.Cli;

// A process of its own for content that nobody vouches for: before everything else, so that it starts fast and holds nothing.
if (args is [SheetProgram.Verb, .. var sheet])
{
    using var output = Console.OpenStandardOutput();
    return SheetProgram.Run(sheet, output);
}

Language.Choose(args);
return await CommandLine.RunAsync(args);
