using FundWatch.Fuzz;
using SharpFuzz;

// run TARGET: the child of afl-fuzz, on instrumented assemblies. replay TARGET PATH...: files or folders once through the target, on any build.
switch (args)
{
    case ["run", var name]:
    {
        var target = FuzzTargets.Get(name);
        Fuzzer.Run(stream =>
        {
            using var input = new MemoryStream();
            stream.CopyTo(input);
            target(input.ToArray());
        });
        return 0;
    }

    case ["replay", var name, .. var paths] when paths.Length > 0:
    {
        var target = FuzzTargets.Get(name);
        foreach (var file in paths.SelectMany(p => Directory.Exists(p) ? Directory.EnumerateFiles(p).Order(StringComparer.Ordinal) : (IEnumerable<string>)[p]))
        {
            Console.Error.WriteLine(file); // before it runs: a stack overflow says nothing afterwards
            target(File.ReadAllBytes(file));
        }

        return 0;
    }

    case ["targets"]:
        Console.WriteLine(string.Join('\n', FuzzTargets.All.Keys));
        return 0;

    default:
        Console.Error.WriteLine("run TARGET | replay TARGET PATH... | targets");
        return 2;
}
