using FundWatch.Host.Cli;

Language.Choose(args);
return await CommandLine.RunAsync(args);
