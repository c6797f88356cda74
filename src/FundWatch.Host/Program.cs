return await FundWatch.Host.Cli.CommandLine.RunAsync(args);
