using FundWatch.Data.Files.Xlsx;
using FundWatch.Host.Cli;

// A process of its own for content that nobody vouches for: before everything else, so that it starts fast and holds nothing.
if (args is [SheetProgram.Verb, .. var sheet])
{
    using var requests = Console.OpenStandardInput();
    using var output = Console.OpenStandardOutput();
    return SheetProgram.Run(sheet, requests, output);
}

Language.Choose(args);
return await CommandLine.RunAsync(args);
