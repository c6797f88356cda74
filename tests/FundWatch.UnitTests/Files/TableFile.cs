using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;

namespace FundWatch.UnitTests.Files;

/// <summary>A file in a folder of its own, and its rows as text.</summary>
internal sealed class TableFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-file-").FullName;

    public TableFile(string name, byte[] bytes)
    {
        Path = System.IO.Path.Combine(_folder, name);
        File.WriteAllBytes(Path, bytes);
    }

    public string Path { get; }

    public SourceFile Probe() => SourceFile.Probe(Path);

    /// <summary>Names first where the format carries them, then the rows.</summary>
    public List<string> Read(string? part = null)
    {
        using var reader = Probe().OpenRows(part);
        return Lines(reader);
    }

    public static List<string> Lines(RowReader reader)
    {
        var lines = new List<string>();
        if (reader.Names is { } names)
        {
            lines.Add(string.Join('|', names));
        }

        while (reader.Read())
        {
            var issues = Enumerable.Range(0, reader.Count).Select(i => reader.IssueOf(i)).Where(i => i != CellIssue.None);
            lines.Add(string.Join('|', Enumerable.Range(0, reader.Count).Select(i => Encoding.UTF8.GetString(reader[i]))) + string.Concat(issues.Select(i => $" !{i}"))
                + (reader.RowIssue == CellIssue.None ? "" : $" !!{reader.RowIssue}"));
        }

        return lines;
    }

    /// <summary>Why it is refused.</summary>
    public FileRefused Refusal(string? part = null)
    {
        var act = () =>
        {
            _ = Probe().Parts();
            Read(part);
        };
        return act.Should().Throw<FileRefused>().Which;
    }

    /// <summary>Holds the refusal to its code, and in both languages to the file, the place, the kind of damage, what was found, and what to do, in this order.</summary>
    public void MustBeDamaged(string code, DamageKind kind, (string Place, string Found) zh, (string Place, string Found) en, string? part = null)
    {
        var refused = Refusal(part);
        refused.Code.Should().Be(code);
        refused.Zh.Should().Match($"*{Path}*{zh.Place}*{kind.Words().Zh}*{zh.Found}*。请*");
        refused.En.Should().Match($"*{Path}*{en.Place}*{kind.Words().En}*{en.Found}*. *");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Reads the bytes with each of many seeded damages: a refusal or rows, never anything else.</summary>
    public static void SurvivesDamage(string name, byte[] whole, int times)
    {
        var random = new Random(20251123);
        for (var i = 0; i < times; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(4) == 0 ? 0xFF : random.Next(256));
            }

            if (random.Next(3) == 0)
            {
                bytes = bytes[..random.Next(1, bytes.Length)];
            }

            using var file = new TableFile(name, bytes);
            try
            {
                file.Read();
            }
            catch (FileRefused refused)
            {
                refused.Zh.Should().NotBeEmpty();
            }
        }
    }
}
